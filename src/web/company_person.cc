// One person of a company, for its administrators: sessions, role, and whether they get in.

#include "base/text.h"
#include "flow/company_people.h"
#include "web/company_admin.h"
#include "web/denied.h"
#include "web/handlers.h"
#include "web/overloaded.h"
#include "web/page.h"

namespace doorward::web {
namespace {

using flow::ChangeResult;
using flow::CompanyPeople;

http::Response not_found(Context& context) {
  return Page(context, "company-person").error("PERSON_NOT_FOUND").send(404);
}

// The same answer for another company's person as for nobody.
std::optional<store::Account> find_colleague(Context& context, std::optional<Id> id) {
  if (!id) return std::nullopt;
  auto found = context.services().database.read(
      [&](store::Transaction& tx) { return store::accounts::find(tx, *id); });
  if (!found || found->company_id != context.signed_in()->company.id ||
      store::accounts::is_erased(*found))
    return std::nullopt;
  return found;
}

Page person_page(Context& context, const store::Account& person) {
  const auto sessions = context.services().database.read(
      [&](store::Transaction& tx) { return store::sessions::open(tx, person.id, context.now()); });
  const auto& signed_in = context.signed_in();
  Page page(context, "company-person");
  page.bind_to_session(*signed_in)
      .show("FOUND")
      .set("PERSON_ID", text::hex(person.id))
      .set("NAME", person.name)
      .set("EMAIL", person.email.text())
      .set("COMPANY", signed_in->company.name)
      .set("ASK", signed_in->company.contact)
      .set("MEMBER_SINCE", Date{person.created_at});
  if (person.proved_at)
    page.set("PROVED_AT", DateAndTime{*person.proved_at});
  else
    page.show("NO_PROVED_AT");
  for (const auto& session : sessions)
    page.repeat("SESSION")
        .set("BROWSER", session.browser)
        .set("NETWORK", session.network)
        .set("LAST_SEEN_AT", DateAndTime{session.last_seen_at});
  const bool is_administrator = person.role == flow::kCompanyAdmin;
  if (is_administrator) page.show("IS_ADMINISTRATOR");
  switch (person.status) {
    case store::AccountStatus::active:
      if (person.id == signed_in->account.id) return page.show("IS_YOU");
      if (!sessions.empty()) page.show("MAY_END_SESSIONS");
      return page.show(is_administrator ? "MAY_MAKE_MEMBER" : "MAY_MAKE_ADMIN").show("MAY_REMOVE");
    case store::AccountStatus::locked:
      return page.show("IS_LOCKED");
    case store::AccountStatus::removed:
      return page.show("IS_REMOVED").show("MAY_LET_IN");
  }
  return page;
}

// `f(people, person)` is what the button does.
template <class F>
http::Response change(Context& context, F&& f) {
  if (auto refusal = refuse_all_but_administrators(context)) return std::move(*refusal);
  const auto id = id_from(context.form.text("person"));
  const auto& signed_in = context.signed_in();
  const CompanyPeople people(context.services(), signed_in->account);
  const ChangeResult result = id ? f(people, *id) : flow::Nobody{};
  const auto with_error = [&](std::string_view message) {
    const auto person = find_colleague(context, id);
    return person ? person_page(context, *person).error(message).send(422) : not_found(context);
  };
  const auto done = [&] {
    return context.see_other("/company/person?id=" + text::hex(*id) + "&done=1");
  };
  return std::visit(overloaded{
                        [&](const flow::Done&) { return done(); },
                        [&](const flow::AsItWas&) { return done(); },
                        [&](const flow::Nobody&) { return not_found(context); },
                        [&](const flow::NotAllowed&) {
                          return denied_page(context, flow::Denial::role_missing,
                                             &signed_in->company);
                        },
                        [&](const flow::Yourself&) { return with_error("PERSON_YOURSELF"); },
                        [&](const flow::NoSeat&) { return with_error("SEATS_FULL"); },
                    },
                    result);
}

}  // namespace

http::Response get_company_person(Context& context) {
  if (auto refusal = refuse_all_but_administrators(context)) return std::move(*refusal);
  const auto person = find_colleague(context, id_from(context.query.text("id")));
  if (!person) return not_found(context);
  auto page = person_page(context, *person);
  if (context.query.text("done") == "1") page.good_news("PERSON_CHANGED");
  return page.send(200);
}

http::Response post_person_end_sessions(Context& context) {
  return change(context, [&](const CompanyPeople& people, const Id& person) {
    return people.end_sessions(person, context.visitor());
  });
}

http::Response post_person_remove(Context& context) {
  return change(context, [&](const CompanyPeople& people, const Id& person) {
    return people.remove(person, context.visitor());
  });
}

http::Response post_person_let_in(Context& context) {
  return change(context, [&](const CompanyPeople& people, const Id& person) {
    return people.let_back_in(person, context.visitor());
  });
}

http::Response post_person_make_admin(Context& context) {
  return change(context, [&](const CompanyPeople& people, const Id& person) {
    return people.set_role(person, flow::kCompanyAdmin, context.visitor());
  });
}

http::Response post_person_make_member(Context& context) {
  return change(context, [&](const CompanyPeople& people, const Id& person) {
    return people.set_role(person, flow::kMember, context.visitor());
  });
}

}  // namespace doorward::web
