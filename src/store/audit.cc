#include "store/audit.h"

#include "base/log.h"
#include "base/text.h"

namespace doorward::store::audit {

void add(Transaction& tx, Random& random, const Event& event, Timestamp now) {
  tx.execute(
      "INSERT INTO audit_event (id, at, request, event, account_id, email, network, detail)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {new_id(random, now), now, event.request, std::string(event.name), or_null(event.account_id),
       event.email, event.network, event.detail});
}

void record(Transaction& tx, Random& random, const Event& event, Timestamp now) {
  add(tx, random, event, now);
  log::info(event.name, {{"request", event.request},
                         {"account", event.account_id ? text::hex(*event.account_id) : "-"},
                         {"email", event.email.empty() ? "-" : event.email},
                         {"network", event.network},
                         {"detail", event.detail.empty() ? "-" : event.detail}});
}

}  // namespace doorward::store::audit
