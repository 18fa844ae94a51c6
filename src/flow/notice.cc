#include "flow/notice.h"

#include "store/outbox.h"

namespace doorward::flow {

void send_notice(store::Transaction& tx, const Services& services, const store::Account& account,
                 const char* letter, const Visitor& visitor) {
  const auto now = services.clock.now();
  store::outbox::add(tx,
                     {.id = new_id(services.random, now),
                      .letter = letter,
                      .recipient = account.email,
                      .flow_id = std::nullopt,
                      .name = account.name,
                      .browser = visitor.browser,
                      .network = visitor.network,
                      .urgent = false,
                      .state = store::LetterState::queued,
                      .attempts = 0,
                      .due_at = now,
                      .handed_at = std::nullopt,
                      .answer = "",
                      .created_at = now,
                      .details = {},
                      .language = account.language},
                     now);
}

}  // namespace doorward::flow
