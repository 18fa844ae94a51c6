#include "inspect/nginx_scope.h"

#include <algorithm>

#include "base/check.h"

namespace doorward::inspect {
namespace {

std::optional<Scope::Kind> kind_of(const Directive& directive, Scope::Kind around) {
  using enum Scope::Kind;
  if (directive.name == "server" && around == http) return server;
  if (directive.name == "location") return location;
  if (directive.name == "if" || directive.name == "limit_except") return condition;
  return std::nullopt;
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// What everything that the pattern matches begins with; "" when that is not plain to see.
std::string literal_beginning(std::string_view pattern) {
  if (!pattern.starts_with('^') || pattern.find('|') != std::string_view::npos) return "";
  std::string literal;
  for (std::size_t i = 1; i < pattern.size(); ++i) {
    const bool escaped = pattern[i] == '\\' && i + 1 < pattern.size();
    if (escaped && is_alphanumeric(pattern[i + 1])) break;
    if (!escaped && std::string_view(".[](){}*+?$^\\").find(pattern[i]) != std::string_view::npos) {
      const bool optional = std::string_view("*?{").find(pattern[i]) != std::string_view::npos;
      if (optional && !literal.empty()) literal.pop_back();
      break;
    }
    i += escaped;
    literal += pattern[i];
  }
  return literal;
}

}  // namespace

Scope::Scope(Kind kind, const Directive& directive, const Scope* parent)
    : kind_(kind), directive_(directive), parent_(parent) {
  if (parent != nullptr) domain_ = parent->domain_;
  if (kind == Kind::location) read_location();
  for (const auto& inner : directive.block)
    if (const auto inner_kind = kind_of(inner, kind))
      children_.push_back(std::make_unique<Scope>(*inner_kind, inner, this));
}

// `location =/x` and `location ~^/x` are allowed without the blank.
void Scope::read_location() {
  struct Modifier {
    std::string_view written;
    Match match;
  };
  constexpr Modifier kModifiers[] = {{"^~", Match::final_prefix},
                                     {"~*", Match::pattern},
                                     {"~", Match::pattern},
                                     {"=", Match::exact}};
  std::string text = directive_.argument(0) + directive_.argument(1);
  const bool ignores_case = text.starts_with("~*");
  if (text.starts_with('@')) match_ = Match::named;
  for (const auto& modifier : kModifiers)
    if (text.starts_with(modifier.written)) {
      match_ = modifier.match;
      text.erase(0, modifier.written.size());
      break;
    }
  path_ = text;
  if (match_ == Match::pattern) {
    pattern_.emplace(path_, ignores_case);
    const auto beginning = literal_beginning(path_);
    if (beginning.starts_with(domain_)) domain_ = beginning;
  } else if (match_ != Match::named) {
    domain_ = path_;
  }
}

const Scope& Scope::server() const {
  return kind_ == Kind::server ? *this : parent_->server();
}

const Scope& Scope::location() const {
  return kind_ == Kind::condition ? parent_->location() : *this;
}

std::vector<const Directive*> Scope::own(std::string_view name) const {
  std::vector<const Directive*> found;
  for (const auto& directive : directive_.block)
    if (directive.name == name) found.push_back(&directive);
  return found;
}

const Directive* Scope::own_one(std::string_view name) const {
  const auto found = own(name);
  return found.empty() ? nullptr : found.back();
}

const Scope* Scope::level_of(std::string_view name) const {
  const auto* level = this;
  while (level != nullptr && level->own_one(name) == nullptr) level = level->parent_;
  return level;
}

std::vector<const Directive*> Scope::effective(std::string_view name) const {
  const auto* level = level_of(name);
  return level == nullptr ? std::vector<const Directive*>{} : level->own(name);
}

const Directive* Scope::effective_one(std::string_view name) const {
  const auto* level = level_of(name);
  return level == nullptr ? nullptr : level->own_one(name);
}

std::string Scope::value(std::string_view name, const std::string& otherwise) const {
  const auto* directive = effective_one(name);
  return directive == nullptr ? otherwise : directive->argument(0);
}

std::vector<const Scope*> Scope::with_conditions() const {
  std::vector<const Scope*> found{this};
  for (const auto& child : children_)
    if (child->kind_ == Kind::condition) {
      const auto inner = child->with_conditions();
      found.insert(found.end(), inner.begin(), inner.end());
    }
  return found;
}

std::vector<const Scope*> Scope::locations() const {
  std::vector<const Scope*> found;
  for (const auto& child : children_) {
    if (child->kind_ == Kind::location) found.push_back(child.get());
    const auto inner = child->locations();
    found.insert(found.end(), inner.begin(), inner.end());
  }
  return found;
}

const Scope* Scope::named(const std::string& name) const {
  for (const auto& child : children_)
    if (child->is_named() && child->path_ == name) return child.get();
  return nullptr;
}

const Scope* Scope::static_match(const std::string& uri) const {
  const Scope* longest = nullptr;
  for (const auto& child : children_) {
    if (child->kind_ != Kind::location) continue;
    if (child->match_ == Match::exact && child->path_ == uri) return child.get();
    const bool fits = (child->match_ == Match::prefix || child->match_ == Match::final_prefix) &&
                      uri.starts_with(child->path_);
    if (fits && (longest == nullptr || child->path_.size() > longest->path_.size()))
      longest = child.get();
  }
  return longest;
}

// ngx_http_core_find_location: prefixes first, inwards; then the patterns of this level, unless the
// prefix of *this* level forbids it. So a `^~` further in does not hold off a pattern further out.
const Scope* Scope::find(const std::string& uri, bool& settled) const {
  const auto* found = static_match(uri);
  const bool exact = found != nullptr && found->match_ == Match::exact;
  if (exact) {
    settled = true;
    return found;
  }
  const bool final = found != nullptr && found->match_ == Match::final_prefix;
  if (found != nullptr)
    if (const auto* inner = found->find(uri, settled)) found = inner;
  if (settled || final) return found;
  for (const auto& child : children_) {
    if (child->kind_ != Kind::location || child->match_ != Match::pattern) continue;
    if (!child->pattern_->matches(uri)) continue;
    settled = true;
    bool unused = false;
    const auto* inner = child->find(uri, unused);
    return inner == nullptr ? child.get() : inner;
  }
  return found;
}

const Scope& Scope::resolve(const std::string& uri) const {
  check(kind_ == Kind::server, "only a server resolves paths");
  bool settled = false;
  const auto* found = find(uri, settled);
  return found == nullptr ? *this : *found;
}

std::string Scope::title() const {
  if (kind_ != Kind::location) return directive_.name;
  std::string title = "location";
  for (const auto& word : directive_.arguments) title += " " + word;
  return title;
}

std::unique_ptr<Scope> http_scope(const std::vector<Directive>& directives) {
  for (const auto& directive : directives)
    if (directive.name == "http")
      return std::make_unique<Scope>(Scope::Kind::http, directive, nullptr);
  throw NginxSyntaxError("there is no 'http' block in it");
}

}  // namespace doorward::inspect
