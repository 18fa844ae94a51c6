#include "mail/mailbox_gone.h"

#include <algorithm>

#include "base/check.h"
#include "domain/budget.h"
#include "domain/mail_status.h"
#include "store/attempt.h"
#include "store/flow.h"
#include "store/mailbox.h"
#include "store/session.h"

namespace doorward::mail {
namespace {

constexpr std::uint64_t kLocksMax = 3;
constexpr std::uint64_t kLocksPart = 10;  // one in so many
constexpr std::chrono::hours kLocksWindow{24};

store::attempts::Allowance locks_of(store::Transaction& tx, const DomainName& domain) {
  constexpr auto kName = "mailbox_gone_locks";
  const auto people = store::mailboxes::people_at(tx, domain);
  return {bucket(kName, {domain.text()}), kName,
          std::min(kLocksMax, std::max<std::uint64_t>(1, people / kLocksPart)), kLocksWindow};
}

void lock(store::Transaction& tx, const Id& account_id, Timestamp now) {
  store::accounts::set_status(tx, account_id, store::AccountStatus::locked);
  store::sessions::end_all(tx, account_id, now);
  store::flows::abandon_all(tx, account_id, now);
}

}  // namespace

std::vector<store::audit::Event> note_gone(store::Transaction& tx, const Config& config,
                                           const GoneMailbox& gone, Timestamp now) {
  check(means_mailbox_gone(gone.status), "a status that says so");
  const auto marked = store::mailboxes::mark_gone(tx, gone.email, gone.heard_at, now);
  if (!marked) return {};
  const auto event = [&](std::string_view name, std::string detail) {
    return store::audit::Event{.name = name,
                               .request = gone.request,
                               .account_id = marked->account_id,
                               .email = gone.email.text(),
                               .network = "",
                               .detail = std::move(detail)};
  };
  std::vector events{event("mailbox_gone", gone.status + " " + gone.heard)};
  if (!config.lock_on_mailbox_gone || marked->status != store::AccountStatus::active) return events;
  if (store::attempts::take(tx, locks_of(tx, gone.email.domain()), now)) {
    events.push_back(event("account_lock_held_back", "too many of its domain in a day"));
    return events;
  }
  lock(tx, marked->account_id, now);
  events.push_back(event("account_locked", "mailbox gone"));
  return events;
}

std::optional<BounceAddress> bounce_address_of(const Config& config) {
  const auto& setting = config.smtp.bounce_address;
  if (setting.empty()) return std::nullopt;
  auto address = BounceAddress::parse(setting);
  if (!address)
    throw ConfigError(
        "bounce_address must be such as bounce@portal.example.com, with at most 15 "
        "characters and no + before the @, not '" +
        setting + "'");
  return address;
}

}  // namespace doorward::mail
