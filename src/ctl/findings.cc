#include "ctl/findings.h"

#include <algorithm>

#include <sysexits.h>

namespace doorward::ctl {
namespace {

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, text.size()), ' ') + "  ";
}

const std::string& text_of(const Record& record, std::size_t field) {
  return std::get<std::string>(record[field].value);
}

constexpr std::size_t kResultWidth = 6;

}  // namespace

void Findings::warn(const std::string& check, const std::string& detail, const std::string& mend) {
  add("WARN", check, detail, mend);
  ++warned_;
}

void Findings::fail(const std::string& check, const std::string& detail, const std::string& mend) {
  add("FAIL", check, detail, mend);
  ++failed_;
}

bool Findings::attempt(const std::string& check, const std::string& subject,
                       const std::function<void()>& work, const std::string& mend) try {
  work();
  ok(check, subject);
  return true;
} catch (const std::exception& error) {
  fail(check, error.what(), mend);
  return false;
}

void Findings::show(const Context& context) const {
  std::size_t width = 0;
  for (const auto& record : records_) width = std::max(width, text_of(record, 1).size());
  std::vector<std::string> lines;
  for (const auto& record : records_) {
    lines.push_back(padded(text_of(record, 0), kResultWidth) + padded(text_of(record, 1), width) +
                    text_of(record, 2));
    if (const auto& mend = text_of(record, 3); !mend.empty())
      lines.push_back(padded("", kResultWidth) + padded("  mend", width) + mend);
  }
  lines.emplace_back("");
  lines.push_back(failed_ > 0 ? std::to_string(failed_) + " failed, " + std::to_string(warned_) +
                                    " to look at."
                  : warned_ > 0 ? "Nothing failed, " + std::to_string(warned_) + " to look at."
                                : "All is well.");
  context.say(lines, {{"failed", failed_}, {"warned", warned_}, {"checks", records_}});
}

int Findings::status() const {
  return failed_ > 0 ? EX_CONFIG : EX_OK;
}

void Findings::add(const char* result, const std::string& check, const std::string& detail,
                   const std::string& mend) {
  records_.push_back({{"result", result}, {"check", check}, {"detail", detail}, {"mend", mend}});
}

}  // namespace doorward::ctl
