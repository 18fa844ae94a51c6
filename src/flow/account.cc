#include "flow/account.h"

#include "base/password_hash.h"
#include "base/text.h"
#include "domain/session.h"
#include "flow/notice.h"
#include "flow/password_check.h"
#include "store/audit.h"
#include "store/flow.h"

namespace doorward::flow {

std::optional<store::Account> OwnAccount::hold(store::Transaction& tx) const {
  auto account = store::accounts::find_and_lock(tx, who_.account.id);
  const bool may = account && account->status == store::AccountStatus::active &&
                   store::sessions::is_open(tx, who_.session.id);
  return may ? std::move(account) : std::nullopt;
}

void OwnAccount::record(store::Transaction& tx, std::string_view event,
                        const std::string& detail) const {
  store::audit::record(tx, services_.random,
                       {event, visitor_.request_id, who_.account.id, who_.account.email.text(),
                        visitor_.network, detail, who_.account.company_id},
                       services_.clock.now());
}

std::optional<TooMany> OwnAccount::rename(const std::string& name) const {
  const auto allowance = allowances::name_changes(services_.config.limits, who_.account.id);
  return services_.database.transact([&](store::Transaction& tx) -> std::optional<TooMany> {
    auto account = hold(tx);
    if (!account || account->name == name) return std::nullopt;
    if (const auto wait = store::attempts::take(tx, allowance, services_.clock.now()))
      return TooMany{*wait, allowance.name};
    store::accounts::rename(tx, account->id, name);
    account->name = name;
    send_notice(tx, services_, *account, "name_changed", visitor_);
    record(tx, "name_changed", "");
    return std::nullopt;
  });
}

ReplacePasswordResult OwnAccount::replace_password(std::string_view current,
                                                   std::string_view password) const {
  const auto& email = who_.account.email;
  const PasswordCheck check(services_, visitor_);
  const auto spent = check.spend(email, email.text());
  if (spent.refused) return *spent.refused;
  if (!check.is_right(spent, email.text(), current)) return PasswordWrong{};

  const auto& cost = services_.config.password;
  const auto hash = hash_password(password, {cost.memory_kib, cost.passes});
  const auto& key = services_.session_keys.current();
  const auto token = make_token(services_.random.bytes(kTokenRandomBytes), key);
  const auto now = services_.clock.now();
  return services_.database.transact([&](store::Transaction& tx) -> ReplacePasswordResult {
    check.give_back(tx, spent);
    const auto account = hold(tx);
    // What was compared must still be what is replaced.
    if (!account || account->password_hash != spent.account->password_hash) return MovedOn{};
    store::accounts::set_password(tx, account->id, hash, now);
    store::sessions::end_others(tx, account->id, who_.session.id, now);
    store::sessions::replace_token(
        tx, who_.session.id, token_hash(open_token(token, services_.session_keys).value()), key.id);
    store::flows::abandon_all(tx, account->id, now);
    send_notice(tx, services_, *account, "password_changed", visitor_);
    record(tx, "password_changed", "account");
    return PasswordReplaced{token};
  });
}

bool OwnAccount::end_session(const Id& id) const {
  const auto now = services_.clock.now();
  const auto& account = who_.account.id;
  return services_.database.transact([&](store::Transaction& tx) {
    if (!store::sessions::is_of(tx, account, id)) return false;
    if (!hold(tx) || !store::sessions::end(tx, id, now)) return true;
    // Whoever sat there may have a sign-in under way as well.
    store::flows::abandon_all(tx, account, now);
    record(tx, "sessions_ended", text::hex(id));
    return true;
  });
}

void OwnAccount::end_other_sessions() const {
  const auto now = services_.clock.now();
  const auto& account = who_.account.id;
  services_.database.transact([&](store::Transaction& tx) {
    if (!hold(tx)) return;
    if (store::sessions::end_others(tx, account, who_.session.id, now) > 0)
      record(tx, "sessions_ended", "others");
    store::flows::abandon_all(tx, account, now);
  });
}

}  // namespace doorward::flow
