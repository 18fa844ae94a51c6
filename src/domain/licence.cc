#include "domain/licence.h"

namespace doorward {

LicenceStanding licence_standing(std::optional<Timestamp> from, std::optional<Timestamp> until,
                                 std::optional<Timestamp> suspended_at, Timestamp now) {
  if (suspended_at) return LicenceStanding::suspended;
  if (until && *until <= now) return LicenceStanding::over;
  if (from && now < *from) return LicenceStanding::not_started;
  return LicenceStanding::runs;
}

Timestamp last_day_to_end(Timestamp midnight) {
  return midnight + std::chrono::days(1);
}

Timestamp end_to_last_day(Timestamp until) {
  return std::chrono::floor<std::chrono::days>(until - std::chrono::microseconds(1));
}

}  // namespace doorward
