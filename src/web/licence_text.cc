#include "web/licence_text.h"

#include "base/check.h"
#include "base/text.h"

namespace doorward::web {

std::string_view licence_message(LicenceStanding standing) {
  switch (standing) {
    case LicenceStanding::over:
      return "LICENCE_OVER";
    case LicenceStanding::in_grace:
      return "LICENCE_IN_GRACE";
    case LicenceStanding::not_started:
      return "LICENCE_NOT_STARTED";
    case LicenceStanding::suspended:
      return "LICENCE_SUSPENDED";
    case LicenceStanding::runs:
      break;
  }
  check(false, "a licence that runs needs no message");
  return "";
}

Page& set_company(Page& page, const store::Company& company, Timestamp now) {
  page.set("COMPANY", company.name).set("ASK", company.contact);
  const auto standing = company.standing(now);
  if (standing == LicenceStanding::not_started) page.set("DATE", Day{company.licence_from.value()});
  if (standing == LicenceStanding::over || standing == LicenceStanding::in_grace)
    page.set("DATE", Day{end_to_last_day(company.licence_until.value())});
  return page;
}

}  // namespace doorward::web
