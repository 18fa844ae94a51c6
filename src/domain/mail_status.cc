#include "domain/mail_status.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace doorward {
namespace {

constexpr std::array<std::string_view, 5> kGone = {"5.1.1", "5.1.2", "5.1.6", "5.1.10", "5.2.1"};
constexpr std::uint64_t kPartMax = 999;

}  // namespace

std::string enhanced_status(std::string_view reply) {
  if (reply.size() < 5 || (reply[3] != ' ' && reply[3] != '-')) return "";
  const auto status = reply.substr(4, reply.find(' ', 4) - 4);
  const auto parts = text::split(status, '.');
  const bool three_numbers =
      parts.size() == 3 && std::ranges::all_of(parts, [](std::string_view part) {
        return text::to_number(part, kPartMax).has_value();
      });
  if (!three_numbers || parts[0] != reply.substr(0, 1)) return "";
  return std::string(status);
}

bool means_mailbox_gone(std::string_view status) {
  return std::ranges::find(kGone, status) != kGone.end();
}

}  // namespace doorward
