// Which message of the catalogue tells of a licence that does not run, and what it is filled with.
#pragma once

#include <string_view>

#include "domain/licence.h"
#include "store/company.h"
#include "web/page.h"

namespace doorward::web {

// REQUIRES: `standing` is not `runs`.
std::string_view licence_message(LicenceStanding standing);

// COMPANY, ASK (whom to ask) and DATE (when the licence starts, or the last day it ran).
Page& set_company(Page& page, const store::Company& company, Timestamp now);

}  // namespace doorward::web
