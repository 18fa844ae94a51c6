// What follows when a mail server says that a mailbox is gone: the account is marked, and with the
// setting lock_on_mailbox_gone locked, for somebody who has left has no business in the portal.
//
// A server that is set up wrongly says the same of everybody. So of the addresses at one domain no
// more are locked within a day than a tenth of them, nor than three; one can always be. The others
// are marked and left to the operator.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "domain/bounce_address.h"
#include "store/audit.h"
#include "store/database.h"

namespace doorward::mail {

struct GoneMailbox {
  Email email;
  std::string status;   // "5.1.1"
  const char* heard;    // "at RCPT", "in a bounce"
  Timestamp heard_at;   // when the letter was on its way
  std::string request;  // for the audit trail
};

// Marks and locks in the caller's transaction; returns what happened, for the caller to put into
// the audit trail there. Nothing when it was known, or nobody has an account with that address.
// REQUIRES: means_mailbox_gone(gone.status).
std::vector<store::audit::Event> note_gone(store::Transaction& tx, const Config& config,
                                           const GoneMailbox& gone, Timestamp now);

// Of the setting bounce_address; none when it is empty. Throws ConfigError.
std::optional<BounceAddress> bounce_address_of(const Config& config);

}  // namespace doorward::mail
