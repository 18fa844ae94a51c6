#include "flow/sign_in.h"

#include "base/check.h"
#include "base/crypto.h"
#include "base/password_hash.h"
#include "base/text.h"
#include "domain/session.h"
#include "flow/notice.h"
#include "store/audit.h"
#include "store/known_browser.h"

namespace doorward::flow {
namespace {

constexpr std::pair<Denial, std::string_view> kDenials[] = {
    {Denial::licence_over, "licence-over"},
    {Denial::licence_not_started, "licence-not-started"},
    {Denial::licence_suspended, "licence-suspended"},
    {Denial::account_locked, "account-locked"},
    {Denial::account_removed, "account-removed"},
    {Denial::not_listed, "not-listed"},
    {Denial::role_missing, "role-missing"},
};

// For how long a sign-in that was sent twice is answered with the token it already has.
constexpr std::chrono::minutes kAnswerAgain{1};
constexpr std::size_t kBrowserTokenBytes = 32;

// Unpredictable without the key and the browser's secret, and the same each time it is asked for:
// what makes a repeated answer possible without keeping the token anywhere.
std::string token_bytes_for(const Key& key, const store::Flow& flow, const Visitor& visitor) {
  return hmac_sha256(key.bytes.view(), "token" + flow.id + visitor.flow_secret)
      .substr(0, kTokenRandomBytes);
}

// Held, so that a domain is not taken away between the look at its lists and the new session: that
// would miss the session when it ends those of the people concerned.
std::optional<store::Company> hold_company(store::Transaction& tx, const Id& account_id) {
  const auto account = store::accounts::find(tx, account_id);
  return account ? store::companies::hold(tx, account->company_id) : std::nullopt;
}

std::optional<Denial> denial_at_sign_in(store::Transaction& tx, const store::Account& account,
                                        const store::Company& company, Timestamp now) {
  if (account.status == store::AccountStatus::active &&
      store::companies::covered(tx, {account}).empty())
    return Denial::not_listed;
  return denial(account, company, now);
}

}  // namespace

std::string_view to_text(Denial denial) {
  for (const auto& [value, text] : kDenials)
    if (value == denial) return text;
  return "";
}

std::optional<Denial> denial_from(std::string_view text) {
  for (const auto& [value, name] : kDenials)
    if (name == text) return value;
  return std::nullopt;
}

std::optional<Denial> denial(store::AccountStatus account, LicenceStanding licence) {
  switch (account) {
    case store::AccountStatus::locked:
      return Denial::account_locked;
    case store::AccountStatus::removed:
      return Denial::account_removed;
    case store::AccountStatus::active:
      break;
  }
  switch (licence) {
    case LicenceStanding::over:
      return Denial::licence_over;
    case LicenceStanding::not_started:
      return Denial::licence_not_started;
    case LicenceStanding::suspended:
      return Denial::licence_suspended;
    case LicenceStanding::runs:
    case LicenceStanding::in_grace:
      break;
  }
  return std::nullopt;
}

PasswordResult SignIn::with_password(std::string_view typed, std::string_view password,
                                     std::string_view return_address,
                                     const Visitor& visitor) const {
  const auto email = Email::parse(text::trim(typed));
  const auto address = email ? email->text() : "malformed";
  const PasswordCheck password_check(services_, visitor);
  const auto spent = password_check.spend(email, address);
  if (spent.refused) return *spent.refused;
  if (!password_check.is_right(spent, address, password)) return WrongCredentials{};
  return PasswordRight{begin(spent, password, return_address, visitor)};
}

store::Flow SignIn::begin(const PasswordCheck::Spent& spent, std::string_view password,
                          std::string_view return_address, const Visitor& visitor) const {
  const auto& account = spent.account.value();
  const HashCost cost{services_.config.password.memory_kib, services_.config.password.passes};
  const auto stronger = needs_rehash(account.password_hash, cost)
                            ? std::optional(hash_password(password, cost))
                            : std::nullopt;
  const auto now = services_.clock.now();
  auto flow = new_flow(services_, FlowKind::sign_in, account.email, return_address, visitor, now);
  flow.state = FlowState::password_ok;
  flow.account_id = account.id;
  flow.company_id = account.company_id;
  services_.database.transact([&](store::Transaction& tx) {
    PasswordCheck(services_, visitor).give_back(tx, spent);
    if (stronger) store::accounts::replace_hash(tx, account, *stronger);
    if (proved_by_sign_up(tx, account, flow, now)) flow.state = FlowState::verified;
    store::flows::add(tx, flow);
    store::audit::record(tx, services_.random,
                         {"password_right", visitor.request_id, account.id, account.email.text(),
                          visitor.network, "", account.company_id},
                         now);
  });
  return flow;
}

// The setting signup_counts_as_proof: the first sign-in, in the browser of the sign-up, soon after
// it.
bool SignIn::proved_by_sign_up(store::Transaction& tx, const store::Account& account,
                               const store::Flow& flow, Timestamp now) const {
  return services_.config.signup_counts_as_proof && !account.proved_at &&
         store::flows::signed_up(tx, account.email, flow.secret_hash,
                                 now - lifetime(FlowKind::sign_up));
}

FinishResult SignIn::finish(const store::Flow& flow, const Visitor& visitor) const {
  check(flow.kind == FlowKind::sign_in, "only a sign-in makes a session");
  const auto now = services_.clock.now();
  const Key& key = services_.session_keys.current();
  const SignedIn signed_in{make_token(token_bytes_for(key, flow, visitor), key),
                           visitor.browser_token.empty()
                               ? services_.random.bytes(kBrowserTokenBytes)
                               : visitor.browser_token,
                           flow.return_address};
  return services_.database.transact([&](store::Transaction& tx) -> FinishResult {
    const auto company = hold_company(tx, flow.account_id.value());
    const auto account = store::accounts::find(tx, flow.account_id.value());
    // The account, or its company, went away or changed hands meanwhile.
    if (!account || !company || account->company_id != company->id) return MovedOn{};
    if (const auto reason = denial_at_sign_in(tx, *account, *company, now)) {
      store::audit::record(
          tx, services_.random,
          {"sign_in_denied", visitor.request_id, account->id, account->email.text(),
           visitor.network, std::string(to_text(*reason)), company->id},
          now);
      return Denied{*reason, *company};
    }
    if (store::flows::finish(tx, flow.id, now)) {
      end_earlier_session(tx, visitor, now);
      add_session(tx, *account, signed_in, visitor, now);
      return signed_in;
    }
    const auto current = store::flows::find(tx, flow.id);
    const bool just_done = current && current->done_at && now - *current->done_at < kAnswerAgain;
    return just_done ? FinishResult(signed_in) : FinishResult(MovedOn{});
  });
}

// Somebody who has signed in before is told of a browser that never did: it may not be them.
void SignIn::tell_of_new_browser(store::Transaction& tx, const store::Account& account,
                                 const SignedIn& signed_in, const Visitor& visitor) const {
  if (!account.proved_at ||
      store::known_browsers::contains(tx, account.email, sha256(signed_in.browser_token)))
    return;
  send_notice(tx, services_, account, "new_browser", visitor);
}

// The session that the browser was in goes with its token, whoever's it was (ASVS 7.2.4).
void SignIn::end_earlier_session(store::Transaction& tx, const Visitor& visitor,
                                 Timestamp now) const {
  if (visitor.session_token.empty()) return;
  const auto earlier = store::sessions::find(tx, token_hash(visitor.session_token));
  if (!earlier || !store::sessions::end(tx, earlier->session.id, now)) return;
  store::audit::record(
      tx, services_.random,
      {"signed_out", visitor.request_id, earlier->account.id, earlier->account.email.text(),
       visitor.network, "signed in again", earlier->company.id},
      now);
}

void SignIn::add_session(store::Transaction& tx, const store::Account& account,
                         const SignedIn& signed_in, const Visitor& visitor, Timestamp now) const {
  const Budgets budgets(services_.config.limits);
  store::sessions::add(
      tx,
      {.id = new_id(services_.random, now),
       .token_hash = token_hash(open_token(signed_in.token, services_.session_keys).value()),
       .key_id = services_.session_keys.current().id,
       .account_id = account.id,
       .ends_at = now + services_.config.session_absolute,
       .browser = visitor.browser,
       .network = visitor.network},
      now);
  tell_of_new_browser(tx, account, signed_in, visitor);
  store::accounts::mark_proved(tx, account.id, visitor.language, now);
  store::known_browsers::remember(tx, account.id, sha256(signed_in.browser_token), now);
  // The last *good sign-in* is now: what was counted since the one before is forgotten.
  store::attempts::clear(tx, budgets.passwords_in_all(account.email.text()), now);
  store::audit::record(tx, services_.random,
                       {"signed_in", visitor.request_id, account.id, account.email.text(),
                        visitor.network, visitor.browser, account.company_id},
                       now);
}

}  // namespace doorward::flow
