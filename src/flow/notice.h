// Letters that tell a person of what happened to their account.
#pragma once

#include "flow/services.h"
#include "store/account.h"

namespace doorward::flow {

// Queues `letter`, a folder in templates/mail, to the account's address, with its name, in its
// language, and who did it: `visitor`'s browser and network. In the transaction of what it tells
// of.
void send_notice(store::Transaction& tx, const Services& services, const store::Account& account,
                 const char* letter, const Visitor& visitor);

}  // namespace doorward::flow
