// All that is kept of a person, as a file for them. No hash, token, code or key is in it.

#include "base/json.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/known_browser.h"
#include "store/outbox.h"
#include "web/account_guard.h"
#include "web/handlers.h"

namespace doorward::web {
namespace {

constexpr std::string_view kPage = "/account/download";
// Of sessions, events and letters each: the newest. Years of a person who signs in every day.
constexpr std::size_t kEachMax = 10'000;

Json or_null(const std::optional<Timestamp>& time) {
  return time ? Json(text::iso8601(*time)) : Json(nullptr);
}

Json account_facts(const store::SignedIn& signed_in) {
  const auto& account = signed_in.account;
  return {{"id", text::hex(account.id)},
          {"email", account.email.text()},
          {"name", account.name},
          {"company", signed_in.company.name},
          {"role", account.role},
          {"status", store::to_text(account.status)},
          {"groups", signed_in.groups},
          {"created_at", text::iso8601(account.created_at)},
          {"proved_at", or_null(account.proved_at)}};
}

Json sessions_of(store::Transaction& tx, const Id& account_id) {
  auto list = Json::array();
  for (const auto& [session, ended_at] : store::sessions::newest(tx, account_id, kEachMax))
    list.push_back({{"id", text::hex(session.id)},
                    {"browser", session.browser},
                    {"network", session.network},
                    {"signed_in_at", text::iso8601(session.created_at)},
                    {"last_seen_at", text::iso8601(session.last_seen_at)},
                    {"ends_at", text::iso8601(session.ends_at)},
                    {"ended_at", or_null(ended_at)}});
  return list;
}

Json browsers_of(store::Transaction& tx, const Id& account_id) {
  auto list = Json::array();
  for (const auto& browser : store::known_browsers::of(tx, account_id))
    list.push_back({{"known_since", text::iso8601(browser.created_at)},
                    {"last_seen_at", text::iso8601(browser.last_seen_at)}});
  return list;
}

Json events_of(store::Transaction& tx, const Id& account_id) {
  auto list = Json::array();
  for (const auto& event : store::audit::newest(tx, account_id, kEachMax))
    list.push_back({{"at", text::iso8601(event.at)},
                    {"event", event.name},
                    {"network", event.network},
                    {"detail", event.detail}});
  return list;
}

// Only since the account is there: who had the address before is somebody else.
Json letters_to(store::Transaction& tx, const store::Account& account) {
  auto list = Json::array();
  for (const auto& letter :
       store::outbox::newest_to(tx, account.email, account.created_at, kEachMax))
    list.push_back({{"letter", letter.letter},
                    {"asked_at", text::iso8601(letter.created_at)},
                    {"state", store::to_text(letter.state)},
                    {"handed_over_at", or_null(letter.handed_at)}});
  return list;
}

}  // namespace

http::Response account_download_form(Context& context, int status, std::string_view message) {
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  auto page = account_page(context, kPage, "account-download");
  if (!message.empty()) page.error(message);
  return page.send(status);
}

http::Response get_account_download(Context& context) {
  return account_download_form(context, 200, "");
}

http::Response post_account_download(Context& context) {
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  const auto& signed_in = context.signed_in().value();
  const auto& account = signed_in.account;
  const auto now = context.now();
  const auto kept = context.services().database.transact([&](store::Transaction& tx) {
    store::audit::record(tx, context.services().random,
                         {"data_downloaded", context.request().id, account.id, account.email.text(),
                          context.visitor().network, ""},
                         now);
    return Json{{"made_at", text::iso8601(now)},
                {"site", context.config().site_name},
                {"account", account_facts(signed_in)},
                {"sessions", sessions_of(tx, account.id)},
                {"known_browsers", browsers_of(tx, account.id)},
                {"events", events_of(tx, account.id)},
                {"letters", letters_to(tx, account)}};
  });
  auto response = http::Response::json(200, to_text(kept, 2));
  response.header("Content-Disposition", "attachment; filename=\"account.json\"");
  return response;
}

}  // namespace doorward::web
