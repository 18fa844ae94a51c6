// A company's own page: its people, and whom it invites. For its administrators.

#include <map>

#include "base/text.h"
#include "domain/person_name.h"
#include "flow/company_people.h"
#include "web/company_admin.h"
#include "web/denied.h"
#include "web/handlers.h"
#include "web/licence_text.h"
#include "web/overloaded.h"
#include "web/page.h"

namespace doorward::web {
namespace {

struct Facts {
  std::vector<store::Account> people;
  std::map<Id, store::sessions::Presence> present;
  std::vector<store::Invitation> invitations;
  std::vector<std::string> domains;
  std::uint32_t seats_taken = 0;
};

Facts look_up(Context& context, const store::Company& company) {
  const auto now = context.now();
  return context.services().database.read([&](store::Transaction& tx) {
    Facts facts{store::accounts::all(tx, company.id),
                {},
                store::invitations::open_of(tx, company.id, now),
                store::companies::domains(tx, company),
                store::companies::people(tx, company)};
    for (const auto& one : store::sessions::present(tx, company.id, now))
      facts.present.emplace(one.account_id, one);
    return facts;
  });
}

void add_person(Page& page, const store::Account& person, const Facts& facts) {
  auto& row = page.repeat("PERSON");
  row.set("PERSON_ID", text::hex(person.id))
      .set("PERSON_NAME", person.name)
      .set("PERSON_EMAIL", person.email.text());
  if (person.proved_at)
    row.set("PROVED_AT", Date{*person.proved_at});
  else
    row.show("NO_PROVED_AT");
  if (person.role == flow::kCompanyAdmin) row.show("IS_ADMINISTRATOR");
  if (person.status == store::AccountStatus::locked) row.show("IS_LOCKED");
  if (person.status == store::AccountStatus::removed) row.show("IS_REMOVED");
  if (facts.present.contains(person.id)) row.show("IS_PRESENT");
}

Page company_page(Context& context) {
  const auto& signed_in = context.signed_in();
  const auto& company = signed_in->company;
  const auto facts = look_up(context, company);
  Page page(context, "company");
  std::string domains;
  for (const auto& domain : facts.domains) domains += (domains.empty() ? "" : ", ") + domain;
  page.bind_to_session(*signed_in)
      .set("COMPANY", company.name)
      .set("DOMAINS", domains)
      .set("SEATS_TAKEN", Count{facts.seats_taken})
      .set("SEATS", company.seats ? std::to_string(*company.seats) : "")
      .set("EMAIL", context.form.text("email"))
      .set("NAME", context.form.text("name"));
  if (company.licence_until)
    page.set("LICENCE_UNTIL", Day{end_to_last_day(*company.licence_until)});
  for (const auto& person : facts.people)
    if (!store::accounts::is_erased(person)) add_person(page, person, facts);
  for (const auto& invitation : facts.invitations)
    page.repeat("INVITATION")
        .set("INVITATION_ID", text::hex(invitation.id))
        .set("INVITATION_EMAIL", invitation.email.text())
        .set("INVITATION_NAME", invitation.name)
        .set("INVITATION_UNTIL", Date{invitation.expires_at});
  if (!facts.invitations.empty()) page.show("SOME_INVITATIONS");
  return page;
}

}  // namespace

std::optional<http::Response> refuse_all_but_administrators(Context& context) {
  const auto& signed_in = context.signed_in();
  if (!signed_in)
    return context.see_other("/sign-in?rd=" +
                             text::percent_encode(context.config().base_path + "/company"));
  if (const auto reason = flow::denial(signed_in->account, signed_in->company, context.now()))
    return denied_page(context, *reason, &signed_in->company);
  if (signed_in->account.role != flow::kCompanyAdmin)
    return denied_page(context, flow::Denial::role_missing, &signed_in->company);
  return std::nullopt;
}

std::optional<Id> id_from(std::string_view text) {
  auto id = text::from_hex(text);
  return id && id->size() == kIdBytes ? id : std::nullopt;
}

http::Response get_company(Context& context) {
  if (auto refusal = refuse_all_but_administrators(context)) return std::move(*refusal);
  auto page = company_page(context);
  if (context.query.text("done") == "invited") page.good_news("INVITED_NOW");
  if (context.query.text("done") == "withdrawn") page.good_news("WITHDRAWN_NOW");
  return page.send(200);
}

http::Response post_company_invite(Context& context) {
  if (auto refusal = refuse_all_but_administrators(context)) return std::move(*refusal);
  const auto email = context.typed_email();
  if (!email) return company_page(context).error("EMAIL_MALFORMED", "EMAIL").send(422);
  const auto name = parse_person_name(context.form.text("name"));
  if (!name) return company_page(context).error("INVITE_NAME_MALFORMED", "NAME").send(422);
  const auto& signed_in = context.signed_in();
  const auto result = flow::CompanyPeople(context.services(), signed_in->account)
                          .invite(*email, *name, context.visitor());
  return std::visit(
      overloaded{
          [&](const flow::Invited&) { return context.see_other("/company?done=invited"); },
          [&](const flow::NotCovered&) {
            return company_page(context).error("INVITE_NOT_COVERED", "EMAIL").send(422);
          },
          [&](const flow::HasAccount&) {
            return company_page(context).error("INVITE_HAS_ACCOUNT", "EMAIL").send(422);
          },
          [&](const flow::NotAllowed&) {
            return denied_page(context, flow::Denial::role_missing, &signed_in->company);
          },
          [&](const flow::TooMany& too_many) {
            return company_page(context).error("WAIT_AND_RETRY").send_wait(too_many);
          },
      },
      result);
}

http::Response post_company_withdraw(Context& context) {
  if (auto refusal = refuse_all_but_administrators(context)) return std::move(*refusal);
  // One that is not there any more is as good as withdrawn.
  if (const auto id = id_from(context.form.text("invitation")))
    flow::CompanyPeople(context.services(), context.signed_in()->account)
        .withdraw(*id, context.visitor());
  return context.see_other("/company?done=withdrawn");
}

}  // namespace doorward::web
