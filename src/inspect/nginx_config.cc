#include "inspect/nginx_config.h"

#include <algorithm>
#include <map>

#include <fnmatch.h>

namespace doorward::inspect {
namespace {

// nginx itself runs out of open files long before.
constexpr int kDepthMax = 100;
constexpr std::size_t kDirectivesMax = 1'000'000;

[[noreturn]] void fail(const Place& place, const std::string& what) {
  throw NginxSyntaxError(place.file + ":" + std::to_string(place.line) + ": " + what);
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Takes the escapes out of a word as nginx does: others than these stay, backslash and all.
std::string unescaped(std::string_view raw) {
  constexpr std::string_view kEscapes = "\"'\\trn";
  constexpr std::string_view kMeanings = "\"'\\\t\r\n";
  std::string word;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const auto meaning =
        raw[i] == '\\' && i + 1 < raw.size() ? kEscapes.find(raw[i + 1]) : std::string_view::npos;
    word += meaning == std::string_view::npos ? raw[i] : kMeanings[meaning];
    i += meaning != std::string_view::npos;
  }
  return word;
}

class Parser {
 public:
  Parser(std::string_view text, const std::string& file) : text_(text), place_{file, 1} {}

  std::vector<Directive> parse() { return block(place_, 0); }

 private:
  enum class End { none, semicolon, open };

  bool at_end() const { return position_ == text_.size(); }

  char take() {
    const char c = text_[position_++];
    place_.line += c == '\n';
    return c;
  }

  // To the first character that means something, past blanks and comments.
  void skip_blanks() {
    while (!at_end()) {
      if (text_[position_] == '#')
        while (!at_end() && text_[position_] != '\n') ++position_;
      else if (is_blank(text_[position_]))
        take();
      else
        return;
    }
  }

  std::string quoted_word() {
    const auto start = place_;
    const char quote = take();
    const auto from = position_;
    while (!at_end()) {
      const char c = take();
      if (c == '\\' && !at_end()) {
        take();
      } else if (c == quote) {
        auto word = unescaped(text_.substr(from, position_ - from - 1));
        if (!at_end() && !is_blank(text_[position_]) &&
            std::string_view(";{)").find(text_[position_]) == std::string_view::npos)
          fail(place_, "a blank, ';' or '{' is missing after the quote");
        return word;
      }
    }
    fail(start, "the quote is not closed");
  }

  // A brace right behind a '$' belongs to the name of a variable.
  std::string plain_word() {
    const auto from = position_;
    bool variable = false;
    while (!at_end()) {
      const char c = text_[position_];
      if (is_blank(c) || c == ';' || (c == '{' && !variable)) break;
      variable = c == '$' || (c == '{' && variable);
      take();
      if (c == '\\' && !at_end()) take();
    }
    return unescaped(text_.substr(from, position_ - from));
  }

  // The words up to ';' or '{'.
  End words(Directive& directive) {
    bool first = true;
    for (skip_blanks(); !at_end(); skip_blanks()) {
      const char c = text_[position_];
      if (c == ';' || c == '{') {
        if (first) fail(place_, std::string("nothing stands before this '") + c + "'");
        take();
        return c == ';' ? End::semicolon : End::open;
      }
      if (c == '}' && first) return End::none;
      if (c == '}') fail(place_, "a ';' is missing before this '}'");
      if (first) directive.place = place_;
      auto word = c == '"' || c == '\'' ? quoted_word() : plain_word();
      if (first)
        directive.name = std::move(word);
      else
        directive.arguments.push_back(std::move(word));
      first = false;
    }
    if (!first) fail(directive.place, "neither ';' nor '{' follows");
    return End::none;
  }

  // The body of a Lua block is Lua: to the brace that closes it.
  void skip_foreign_block(const Place& start) {
    for (int open = 1; open > 0;) {
      if (at_end()) fail(start, "the block is not closed");
      const char c = take();
      open += (c == '{') - (c == '}');
    }
  }

  // `opened` is where the directive of this block stands.
  std::vector<Directive> block(const Place& opened, int depth) {
    if (depth > kDepthMax) fail(place_, "too many blocks in each other");
    std::vector<Directive> directives;
    for (;;) {
      Directive directive;
      switch (words(directive)) {
        case End::none:
          if (at_end() && depth > 0) fail(opened, "the block is not closed");
          if (!at_end() && depth == 0) fail(place_, "this '}' closes nothing");
          if (depth > 0) take();
          return directives;
        case End::semicolon:
          break;
        case End::open:
          if (directive.name.ends_with("_by_lua_block"))
            skip_foreign_block(directive.place);
          else
            directive.block = block(directive.place, depth + 1);
          break;
      }
      directives.push_back(std::move(directive));
    }
  }

  std::string_view text_;
  std::size_t position_ = 0;
  Place place_;
};

using Files = std::map<std::string, std::vector<Directive>>;

// The files of a dump and which of them is the first, nginx.conf.
struct Dump {
  Files files;
  std::string main;
};

constexpr std::string_view kMarker = "# configuration file ";

// "/etc/nginx/nginx.conf" when a file's marker stands at the start of `rest`, else "".
std::string marked_file(std::string_view rest) {
  if (!rest.starts_with(kMarker)) return "";
  const auto line = rest.substr(0, rest.find('\n'));
  return line.ends_with(':')
             ? std::string(line.substr(kMarker.size(), line.size() - kMarker.size() - 1))
             : "";
}

Dump split(std::string_view text) {
  Dump dump;
  std::string file;
  std::size_t from = 0;
  const auto finish = [&](std::size_t to) {
    if (!file.empty()) dump.files[file] = parse_nginx_file(text.substr(from, to - from), file);
  };
  for (std::size_t line = 0; line < text.size();) {
    auto next = text.find('\n', line);
    next = next == std::string_view::npos ? text.size() : next + 1;
    if (const auto name = marked_file(text.substr(line)); !name.empty()) {
      finish(line);
      file = name;
      from = next;
      if (dump.main.empty()) dump.main = name;
    }
    line = next;
  }
  finish(text.size());
  if (dump.main.empty())
    throw NginxSyntaxError("this is not what 'nginx -T' prints: no line '" + std::string(kMarker) +
                           "…:' in it");
  return dump;
}

class Includer {
 public:
  explicit Includer(const Dump& dump)
      : files_(dump.files), folder_(dump.main.substr(0, dump.main.rfind('/') + 1)) {}

  std::vector<Directive> resolve(const std::vector<Directive>& directives, int depth) {
    std::vector<Directive> resolved;
    for (const auto& directive : directives) {
      if (depth > kDepthMax || ++count_ > kDirectivesMax)
        fail(directive.place, "the files include each other");
      if (directive.name == "include" && directive.arguments.size() == 1) {
        for (const auto* file : included(directive)) {
          auto part = resolve(*file, depth + 1);
          std::ranges::move(part, std::back_inserter(resolved));
        }
      } else {
        resolved.push_back({directive.name, directive.arguments, directive.place,
                            resolve(directive.block, depth + 1)});
      }
    }
    return resolved;
  }

 private:
  // Relative names start at the folder of nginx.conf; a pattern may fit nothing.
  std::vector<const std::vector<Directive>*> included(const Directive& include) const {
    const auto& written = include.argument(0);
    const auto name = written.starts_with('/') ? written : folder_ + written;
    std::vector<const std::vector<Directive>*> found;
    if (name.find_first_of("*?[") == std::string::npos) {
      const auto file = files_.find(name);
      if (file == files_.end()) fail(include.place, "the included file is missing: " + name);
      found.push_back(&file->second);
      return found;
    }
    for (const auto& [file, directives] : files_)
      if (fnmatch(name.c_str(), file.c_str(), FNM_PATHNAME | FNM_PERIOD) == 0)
        found.push_back(&directives);
    return found;
  }

  const Files& files_;
  std::string folder_;
  std::size_t count_ = 0;
};

}  // namespace

const std::string& Directive::argument(std::size_t i) const {
  static const std::string kNone;
  return i < arguments.size() ? arguments[i] : kNone;
}

std::vector<Directive> parse_nginx_file(std::string_view text, const std::string& file) {
  return Parser(text, file).parse();
}

std::vector<Directive> parse_nginx_dump(std::string_view text) {
  const auto dump = split(text);
  return Includer(dump).resolve(dump.files.at(dump.main), 0);
}

}  // namespace doorward::inspect
