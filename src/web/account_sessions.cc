// Where the person is signed in, and the end of it.

#include "base/text.h"
#include "domain/session.h"
#include "flow/account.h"
#include "web/account_guard.h"
#include "web/handlers.h"

namespace doorward::web {
namespace {

constexpr std::string_view kPage = "/account/sessions";

void add_row(Page& page, const store::sessions::Shown& session, bool here) {
  auto& row = page.repeat("SESSION");
  row.set("SESSION_ID", text::base64url(session.id))
      .set("BROWSER", session.browser)
      .set("NETWORK", session.network)
      .set("SIGNED_IN_AT", DateAndTime{session.created_at})
      .set("LAST_SEEN_AT", DateAndTime{session.last_seen_at})
      .show(here ? "THIS_ONE" : "OTHER_ONE");
}

}  // namespace

http::Response account_sessions_form(Context& context, int status, std::string_view message) {
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  const auto& signed_in = context.signed_in().value();
  const auto now = context.now();
  const auto sessions = context.services().database.read(
      [&](store::Transaction& tx) { return store::sessions::open(tx, signed_in.account.id, now); });
  auto page = account_page(context, kPage, "account-sessions");
  if (!message.empty()) page.error(message);
  bool others = false;
  for (const auto& session : sessions) {
    const bool here = session.id == signed_in.session.id;
    // One that idled away opens nothing any more.
    if (!session_runs(session.ends_at, session.last_seen_at, now, context.config().session_idle))
      continue;
    add_row(page, session, here);
    others = others || !here;
  }
  page.show(others ? "OTHERS" : "NO_OTHERS");
  if (context.query.text("done") == "ended") page.good_news("SESSIONS_ENDED");
  return page.send(status);
}

http::Response get_account_sessions(Context& context) {
  return account_sessions_form(context, 200, "");
}

http::Response post_account_end_session(Context& context) {
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  const auto id = text::from_base64url(context.form.text("session"));
  const flow::OwnAccount account(context.services(), *context.signed_in(), context.visitor());
  // One of somebody else and one that never was: no difference.
  if (!id || id->size() != kIdBytes || !account.end_session(*id))
    return error_page(context, 404, "NOT_FOUND");
  return context.see_other("/account/sessions?done=ended");
}

http::Response post_account_end_others(Context& context) {
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  flow::OwnAccount(context.services(), *context.signed_in(), context.visitor())
      .end_other_sessions();
  return context.see_other("/account/sessions?done=ended");
}

}  // namespace doorward::web
