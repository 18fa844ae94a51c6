#include "ctl/company_record.h"

#include "base/check.h"
#include "ctl/values.h"
#include "domain/licence.h"

namespace doorward::ctl {
namespace {

Cell day_cell(const std::optional<Timestamp>& day) {
  return day ? Cell(day_text(*day)) : Cell(nullptr);
}

Cell last_day_cell(const std::optional<Timestamp>& until) {
  return until ? Cell(day_text(end_to_last_day(*until))) : Cell(nullptr);
}

Cell seats_cell(const std::optional<std::uint32_t>& seats) {
  return seats ? Cell(std::int64_t{*seats}) : Cell(nullptr);
}

}  // namespace

std::string standing_text(LicenceStanding standing) {
  switch (standing) {
    case LicenceStanding::runs:
      return "runs";
    case LicenceStanding::in_grace:
      return "in_grace";
    case LicenceStanding::not_started:
      return "not_started";
    case LicenceStanding::over:
      return "over";
    case LicenceStanding::suspended:
      return "suspended";
  }
  check(false, "a licence standing that has a name");
  return "";
}

Record short_record(store::Transaction& tx, const store::Company& company, Timestamp now) {
  return {{"slug", company.slug},
          {"name", company.name},
          {"standing", standing_text(company.standing(now))},
          {"from", day_cell(company.licence_from)},
          {"until", last_day_cell(company.licence_until)},
          {"seats", seats_cell(company.seats)},
          {"people", std::int64_t{store::companies::people(tx, company)}}};
}

Record full_record(store::Transaction& tx, const store::Company& company, Timestamp now) {
  auto record = short_record(tx, company, now);
  record.push_back({"grace_days", std::int64_t{company.grace_days}});
  record.push_back({"contact", company.contact});
  record.push_back({"domains", store::companies::domains(tx, company)});
  record.push_back({"addresses", store::companies::addresses(tx, company)});
  record.push_back({"suspended_at", company.suspended_at ? Cell(*company.suspended_at) : nullptr});
  record.push_back({"created_at", company.created_at});
  return record;
}

}  // namespace doorward::ctl
