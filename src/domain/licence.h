// Whether a company's licence runs, and what to tell people of its end.
//
// `until` is the first moment without a licence, as the database keeps it. People name the last day
// with one: "--licence-until 2027-03-01" runs through that day, which is last_day_to_end's
// business. Days of grace follow: people are still let in, but nobody new.
#pragma once

#include <optional>

#include "base/clock.h"

namespace doorward {

enum class LicenceStanding { runs, in_grace, not_started, over, suspended };

// No `from`: since ever; no `until`: open-ended. A suspension holds from when it is set until it is
// taken back, whatever its time, and goes before the rest: it is what there is to ask about.
LicenceStanding licence_standing(std::optional<Timestamp> from, std::optional<Timestamp> until,
                                 std::optional<Timestamp> suspended_at, Timestamp now,
                                 std::chrono::days grace = std::chrono::days(0));

// What its people are shown from thirty days before the end until they are shut out.
struct LicenceNotice {
  Timestamp last_day;    // with a licence
  Timestamp last_grace;  // the last day on which they are let in; last_day when there is no grace
  bool in_grace = false;
};
std::optional<LicenceNotice> licence_notice(std::optional<Timestamp> until, Timestamp now,
                                            std::chrono::days grace);

// Which letter of 30, 7 and 1 days ahead is due: the one for the nearest of these that is reached.
// None before, and from the end on.
std::optional<int> licence_letter_days(std::optional<Timestamp> until, Timestamp now);

// The `until` of a licence whose last day begins at `midnight` UTC, and back.
Timestamp last_day_to_end(Timestamp midnight);
Timestamp end_to_last_day(Timestamp until);

}  // namespace doorward
