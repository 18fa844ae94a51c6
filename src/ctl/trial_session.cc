#include "ctl/trial_session.h"

#include <chrono>

#include "base/text.h"
#include "domain/session.h"
#include "store/audit.h"
#include "store/session.h"

namespace doorward::ctl {
namespace {

constexpr std::chrono::minutes kLifetime{10};
constexpr const char* kMadeBy = "doorwardctl check gate";

}  // namespace

TrialSession::TrialSession(Context& context, const store::Account& account)
    : context_(context), account_(account) {
  const auto keys = KeyFile::load(context.config().session_key_file);
  token_ = Secret(make_token(context.random().bytes(kTokenRandomBytes), keys.current()));
  const auto hash = token_hash(raw_token(token_.view()).value());
  auto& database = context.database();
  id_ = new_id(context.random(), context.clock().now());
  database.transact([&](store::Transaction& tx) {
    const auto now = context.clock().now();
    store::sessions::add(tx,
                         {.id = id_,
                          .token_hash = hash,
                          .key_id = keys.current().id,
                          .account_id = account_.id,
                          .ends_at = now + kLifetime,
                          .browser = kMadeBy,
                          .network = "-"},
                         now);
    record(tx, "check_session_made");
  });
}

TrialSession::~TrialSession() {
  try {
    end();
  } catch (const std::exception& error) {
    context_.warn("the session of " + account_.email.text() + " could not be ended (" +
                  error.what() + "): it ends by itself within 10 minutes, or with 'doorwardctl " +
                  "session end --id " + text::hex(id_) + "'");
  }
}

void TrialSession::end() {
  if (ended_) return;
  context_.database().transact([&](store::Transaction& tx) {
    if (store::sessions::end(tx, id_, context_.clock().now())) record(tx, "check_session_ended");
  });
  ended_ = true;
}

void TrialSession::record(store::Transaction& tx, const char* event) const {
  store::audit::add(tx, context_.random(),
                    {.name = event,
                     .request = "doorwardctl",
                     .account_id = account_.id,
                     .email = account_.email.text(),
                     .network = "",
                     .detail = "check gate, session " + text::hex(id_)},
                    context_.clock().now());
}

}  // namespace doorward::ctl
