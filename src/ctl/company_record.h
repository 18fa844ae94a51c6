// A company as doorwardctl shows it. The fields are named like the options that set them.
#pragma once

#include "base/clock.h"
#include "ctl/output.h"
#include "store/company.h"

namespace doorward::ctl {

std::string standing_text(LicenceStanding standing);

Record short_record(store::Transaction& tx, const store::Company& company, Timestamp now);

// With its domains, its listed addresses and whom its people may ask.
Record full_record(store::Transaction& tx, const store::Company& company, Timestamp now);

}  // namespace doorward::ctl
