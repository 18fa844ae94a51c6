#include "ctl/values.h"

#include <sysexits.h>

#include "base/text.h"
#include "ctl/command.h"
#include "domain/licence.h"
#include "domain/network.h"
#include "domain/slug.h"

namespace doorward::ctl {
namespace {

constexpr std::size_t kNameLengthMax = 100;
constexpr std::uint64_t kAgoMax = 100'000;
constexpr std::uint64_t kGraceDaysMax = 365;
constexpr std::uint64_t kSeatsMax = 1'000'000;

[[noreturn]] void refuse(const std::string& typed, const char* right) {
  throw Failure(EX_DATAERR, "'" + typed + "' " + right);
}

// "12h" before `now`.
std::optional<Timestamp> ago(std::string_view typed, Timestamp now) {
  if (typed.empty()) return std::nullopt;
  const auto number = text::to_number(typed.substr(0, typed.size() - 1), kAgoMax);
  if (!number) return std::nullopt;
  switch (typed.back()) {
    case 'm':
      return now - std::chrono::minutes(*number);
    case 'h':
      return now - std::chrono::hours(*number);
    case 'd':
      return now - std::chrono::days(*number);
    default:
      return std::nullopt;
  }
}

// ".12", or "": no fraction.
std::optional<std::chrono::microseconds> fraction_of_second(std::string_view typed) {
  if (typed.empty()) return std::chrono::microseconds(0);
  if (typed.front() != '.' || typed.size() < 2 || typed.size() > 7) return std::nullopt;
  std::string digits(typed.substr(1));
  digits.resize(6, '0');
  const auto microseconds = text::to_number(digits, 999'999);
  if (!microseconds) return std::nullopt;
  return std::chrono::microseconds(*microseconds);
}

// "10:42:07Z", "10:42:07.123456Z"
std::optional<std::chrono::microseconds> time_of_day(std::string_view typed) {
  if (typed.size() < 9 || typed[2] != ':' || typed[5] != ':' || typed.back() != 'Z')
    return std::nullopt;
  const auto hours = text::to_number(typed.substr(0, 2), 23);
  const auto minutes = text::to_number(typed.substr(3, 2), 59);
  const auto seconds = text::to_number(typed.substr(6, 2), 59);
  const auto fraction = fraction_of_second(typed.substr(8, typed.size() - 9));
  if (!hours || !minutes || !seconds || !fraction) return std::nullopt;
  return std::chrono::hours(*hours) + std::chrono::minutes(*minutes) +
         std::chrono::seconds(*seconds) + *fraction;
}

store::Company found_or_fail(std::optional<store::Company> company, const std::string& slug) {
  if (!company)
    throw Failure(EX_NOUSER, "there is no company '" + slug +
                                 "': 'doorwardctl company list' shows those there are");
  return std::move(*company);
}

}  // namespace

std::string to_slug(const std::string& typed) {
  if (!valid_slug(typed))
    refuse(typed, "can't be a company's short name: use 1 to 40 of a-z, 0-9, - and _");
  return typed;
}

std::string to_company_name(const std::string& typed) {
  std::string name(text::trim(typed));
  if (name.empty() || !text::valid_utf8(name) || text::has_control(name) ||
      text::code_point_count(name) > kNameLengthMax)
    refuse(typed, "can't be a company's name: use 1 to 100 printable characters, in UTF-8");
  return name;
}

Email to_email(const std::string& typed) {
  auto email = Email::parse(typed);
  if (!email) refuse(typed, "is not an e-mail address such as mia@example.com");
  return std::move(*email);
}

DomainPattern to_domain(const std::string& typed) {
  auto domain = DomainPattern::parse(typed);
  if (!domain) refuse(typed, "is not a domain such as example.com or *.example.com");
  return std::move(*domain);
}

std::string to_network(const std::string& typed) {
  const auto slash = typed.find('/');
  auto network = network_of(typed.substr(0, slash));
  const bool whole = slash == std::string::npos || network == typed;
  if (network == network_of("") || !whole)
    refuse(typed,
           "is not a network such as 192.0.2.0/24 or 2001:db8:1:2::/64, or an address in one");
  return network;
}

Timestamp to_day(const std::string& typed) {
  const auto day = text::from_iso_date(typed);
  if (!day) refuse(typed, "is not a date such as 2027-03-01");
  return *day;
}

std::optional<Timestamp> to_end(const std::string& typed) {
  if (typed == "never") return std::nullopt;
  return last_day_to_end(to_day(typed));
}

std::uint32_t to_grace_days(const std::string& typed) {
  const auto days = text::to_number(typed, kGraceDaysMax);
  if (!days) refuse(typed, "is not a number of days: use 0 to 365");
  return static_cast<std::uint32_t>(*days);
}

std::optional<std::uint32_t> to_seats(const std::string& typed) {
  if (typed == "unlimited") return std::nullopt;
  const auto seats = text::to_number(typed, kSeatsMax);
  if (!seats || *seats == 0)
    refuse(typed, "is not a number of seats: use 1 to 1000000, or unlimited");
  return static_cast<std::uint32_t>(*seats);
}

Id to_id(const std::string& typed, const char* what, const char* list) {
  auto id = text::from_hex(text::lower(typed));
  if (!id || id->size() != kIdBytes)
    throw Failure(EX_DATAERR, "'" + typed + "' is not the id of a " + what + ": 'doorwardctl " +
                                  list + "' has them");
  return std::move(*id);
}

Timestamp to_moment(const std::string& typed, Timestamp now) {
  if (const auto moment = ago(typed, now)) return *moment;
  const auto date = text::from_iso_date(typed.substr(0, typed.find('T')));
  const auto time = typed.find('T') == std::string::npos
                        ? std::optional(std::chrono::microseconds(0))
                        : time_of_day(typed.substr(typed.find('T') + 1));
  if (!date || !time)
    refuse(typed, "is not a time such as 2027-03-01, 2027-03-01T10:42:07Z, 30m, 12h or 7d");
  return *date + *time;
}

std::string day_text(Timestamp time) {
  return text::iso8601(time).substr(0, 10);
}

store::Account need_account(store::Transaction& tx, const Email& email) {
  auto account = store::accounts::find(tx, email);
  if (!account)
    throw Failure(EX_NOUSER, "nobody has an account with " + email.text() +
                                 ": 'doorwardctl account list' shows who has one");
  return std::move(*account);
}

store::Company need_company(store::Transaction& tx, const std::string& slug) {
  return found_or_fail(store::companies::find_by_slug(tx, slug), slug);
}

store::Company need_company_to_change(store::Transaction& tx, const std::string& slug) {
  return found_or_fail(store::companies::find_to_change(tx, slug), slug);
}

}  // namespace doorward::ctl
