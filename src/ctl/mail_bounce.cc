// doorwardctl mail bounce: what the mail server pipes bounces to.

#include <algorithm>
#include <iostream>
#include <limits>

#include <sysexits.h>

#include "base/key_file.h"
#include "ctl/command.h"
#include "domain/delivery_report.h"
#include "domain/mail_status.h"
#include "mail/mailbox_gone.h"
#include "store/audit.h"
#include "store/outbox.h"

namespace doorward::ctl {
namespace {

using store::Transaction;

// The report comes first; what a server returns of the letter comes after it.
constexpr std::size_t kMessageBytesMax = std::size_t{1024} * 1024;

std::string read_message(std::istream& in) {
  std::string message(kMessageBytesMax, '\0');
  in.read(message.data(), static_cast<std::streamsize>(message.size()));
  message.resize(static_cast<std::size_t>(in.gcount()));
  // The rest too, or the mail server thinks that we failed.
  in.ignore(std::numeric_limits<std::streamsize>::max());
  return message;
}

struct Result {
  std::string outcome;  // gone, known, ignored
  std::string email;
  std::string status;
  std::string sentence;
};

Result ignored(const std::string& why) {
  return {"ignored", "", "", "ignored: " + why};
}

// The status with which the letter's recipient failed; "" when it is not said.
std::string status_of(const std::vector<FailedDelivery>& failed, const Email& recipient) {
  for (const auto& delivery : failed)
    if (std::ranges::find(delivery.recipients, recipient) != delivery.recipients.end())
      return delivery.status;
  return "";
}

Result take(Context& context, Transaction& tx, const Id& id,
            const std::vector<FailedDelivery>& failed) {
  const auto letter = store::outbox::find(tx, id);
  if (!letter) return ignored("the letter it is about is not known any more");
  const auto status = status_of(failed, letter->recipient);
  const auto& email = letter->recipient.text();
  if (status.empty()) return ignored("it does not say that a letter to " + email + " has failed");
  store::outbox::mark_bounced(tx, id, "bounced: " + status);
  if (!means_mailbox_gone(status))
    return ignored(status + " does not say that the mailbox " + email + " is gone");
  const auto now = context.clock().now();
  const auto events = mail::note_gone(
      tx, context.config(),
      {letter->recipient, status, "in a bounce", letter->created_at, "doorwardctl"}, now);
  for (const auto& event : events) store::audit::add(tx, context.random(), event, now);
  if (events.empty()) return {"known", email, status, email + ": nothing new: no account to mark"};
  const bool locked =
      std::ranges::any_of(events, [](const auto& event) { return event.name == "account_locked"; });
  return {"gone", email, status,
          email + (locked ? ": mailbox gone, account locked" : ": mailbox gone")};
}

int bounce(Context& context) try {
  const auto address = mail::bounce_address_of(context.config());
  if (!address)
    throw ConfigError("bounce_address is not set: without it no letter asks for bounces here");
  const auto keys = KeyFile::load(context.config().code_key_file);
  const auto message = read_message(std::cin);
  const auto id = address->letter_in(message, keys);
  const auto failed = failed_deliveries(message);
  const auto result = !id              ? ignored("it names no letter of ours")
                      : failed.empty() ? ignored("it is no report of a failure (RFC 3464)")
                                       : context.database().transact([&](Transaction& tx) {
                                           return take(context, tx, *id, failed);
                                         });
  context.say(result.sentence, {{"outcome", result.outcome},
                                {"email", result.email.empty() ? Cell(nullptr) : result.email},
                                {"status", result.status.empty() ? Cell(nullptr) : result.status}});
  return EX_OK;
} catch (const store::Unavailable& error) {
  // Mail servers keep what they are told is put off, and return anything else.
  throw Failure(EX_TEMPFAIL, std::string(error.what()) + ": to be tried again");
}

}  // namespace

std::vector<Command> mail_bounce_commands() {
  return {
      {"mail",
       "bounce",
       "",
       "read a bounce on standard input, and mark whose mailbox is gone",
       bounce,
       {},
       "For your mail server to pipe to, whatever comes to bounce_address: docs/mail.md shows "
       "how.\n"
       "Exits with 0 also for what is no bounce of ours, so that nothing is sent back to anybody,\n"
       "and with 75 when it is to be tried again.\n"},
  };
}

}  // namespace doorward::ctl
