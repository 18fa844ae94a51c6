#include "domain/licence.h"

namespace doorward {
namespace {

using std::chrono::days;

constexpr days kNoticeAhead{30};
constexpr int kLetterDays[] = {1, 7, 30};

}  // namespace

LicenceStanding licence_standing(std::optional<Timestamp> from, std::optional<Timestamp> until,
                                 std::optional<Timestamp> suspended_at, Timestamp now, days grace) {
  if (suspended_at) return LicenceStanding::suspended;
  if (until && *until + grace <= now) return LicenceStanding::over;
  if (from && now < *from) return LicenceStanding::not_started;
  if (until && *until <= now) return LicenceStanding::in_grace;
  return LicenceStanding::runs;
}

std::optional<LicenceNotice> licence_notice(std::optional<Timestamp> until, Timestamp now,
                                            days grace) {
  if (!until || now < *until - kNoticeAhead || *until + grace <= now) return std::nullopt;
  return LicenceNotice{end_to_last_day(*until), end_to_last_day(*until + grace), *until <= now};
}

std::optional<int> licence_letter_days(std::optional<Timestamp> until, Timestamp now) {
  if (!until || *until <= now) return std::nullopt;
  for (const int ahead : kLetterDays)
    if (*until - now <= days(ahead)) return ahead;
  return std::nullopt;
}

Timestamp last_day_to_end(Timestamp midnight) {
  return midnight + days(1);
}

Timestamp end_to_last_day(Timestamp until) {
  return std::chrono::floor<days>(until - std::chrono::microseconds(1));
}

}  // namespace doorward
