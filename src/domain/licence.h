// Whether a company's licence runs.
//
// `until` is the first moment without a licence, as the database keeps it. People name the last day
// with one: "--licence-until 2027-03-01" runs through that day, which is last_day_to_end's
// business.
#pragma once

#include <optional>

#include "base/clock.h"

namespace doorward {

enum class LicenceStanding { runs, not_started, over, suspended };

// No `from`: since ever; no `until`: open-ended. A suspension holds from when it is set until it is
// taken back, whatever its time, and goes before the rest: it is what there is to ask about.
LicenceStanding licence_standing(std::optional<Timestamp> from, std::optional<Timestamp> until,
                                 std::optional<Timestamp> suspended_at, Timestamp now);

// The `until` of a licence whose last day begins at `midnight` UTC, and back.
Timestamp last_day_to_end(Timestamp midnight);
Timestamp end_to_last_day(Timestamp until);

}  // namespace doorward
