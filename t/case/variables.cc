// What may stand in double braces: names, fields and cookies of pages, codes from letters.
#include <algorithm>
#include <thread>

#include "base/text.h"
#include "t/case/player.h"

namespace doorward::cases {
namespace {

constexpr std::size_t kCodeDigits = 6;

std::string next_code(const std::string& code) {
  const std::string next = std::to_string((std::stoul(code) + 1) % 1000000);
  return std::string(kCodeDigits - next.size(), '0') + next;
}

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == text.npos && !text.empty();
}

}  // namespace

std::string Player::expand(std::string text) {
  int left = 100;
  for (auto open = text.rfind("{{"); open != text.npos; open = text.rfind("{{")) {
    if (--left == 0) throw std::runtime_error("braces without end: " + text);
    const auto close = text.find("}}", open);
    if (close == text.npos) throw std::runtime_error("{{ without }}");
    text.replace(open, close + 2 - open, variable(text.substr(open + 2, close - open - 2)));
  }
  return text;
}

std::string Player::variable(const std::string& name) {
  if (const auto found = variables_.find(name); found != variables_.end()) return found->second;
  if (const auto code = code_variable(name)) return *code;
  const auto space = name.find(' ');
  const std::string word = name.substr(0, space);
  const std::string rest = space == name.npos ? "" : name.substr(space + 1);
  if (word == "cookie") return tab().jar->value(rest);
  if (word == "field") {
    const auto of = rest.find(" of ");
    const Tab& there = of == rest.npos ? tab() : tabs_.at(rest.substr(of + 4));
    const Field* field = there.page.field(rest.substr(0, of));
    if (field == nullptr) throw std::runtime_error("no field " + rest);
    return field->value;
  }
  // "4097 x": that many of them.
  if (all_digits(word) && !rest.empty()) {
    std::string out;
    for (auto count = std::stoul(word); count > 0; --count) out += rest;
    return out;
  }
  throw std::runtime_error("no variable {{" + name + "}}");
}

std::optional<std::string> Player::code_variable(const std::string& name) {
  if (name.starts_with("new code ")) return new_code(address_of(name.substr(9)));
  if (name.starts_with("code ")) return code(address_of(name.substr(5)));
  if (name.starts_with("wrong code ")) return wrong_code(address_of(name.substr(11)));
  if (name.starts_with("old code ")) {
    const std::string address = address_of(name.substr(9));
    return codes(address).at(codes_read_[address] - 2);
  }
  return std::nullopt;
}

std::string Player::address_of(const std::string& name) {
  return name.find('@') == name.npos ? variable(name) : name;
}

std::vector<Letter> Player::letters(const std::string& address) {
  auto all = world_.letters(address);
  const auto before = static_cast<std::ptrdiff_t>(letters_before_[address]);
  return {all.begin() + before, all.end()};
}

std::vector<std::string> Player::codes(const std::string& address) {
  std::vector<std::string> codes;
  for (const Letter& letter : world_.letters(address))
    if (all_digits(letter.subject.substr(0, kCodeDigits)) && letter.subject.size() > kCodeDigits)
      codes.push_back(letter.subject.substr(0, kCodeDigits));
  return codes;
}

// Of a letter that nobody has read yet.
std::string Player::new_code(const std::string& address) {
  const auto deadline = std::chrono::steady_clock::now() + world_.patience();
  for (;;) {
    const auto all = codes(address);
    if (all.size() > codes_read_[address]) {
      codes_read_[address] = all.size();
      return all.back();
    }
    if (std::chrono::steady_clock::now() >= deadline)
      throw std::runtime_error("no new code was mailed to " + address);
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
  }
}

// The one that was read last.
std::string Player::code(const std::string& address) {
  if (codes_read_[address] == 0) return new_code(address);
  return codes(address).at(codes_read_[address] - 1);
}

std::string Player::wrong_code(const std::string& address) {
  std::string wrong = code(address);
  const auto all = codes(address);
  while (std::find(all.begin(), all.end(), wrong) != all.end()) wrong = next_code(wrong);
  return wrong;
}

}  // namespace doorward::cases
