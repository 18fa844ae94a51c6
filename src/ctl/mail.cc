#include <limits>

#include <sysexits.h>

#include "base/template.h"
#include "base/text.h"
#include "ctl/command.h"
#include "ctl/values.h"
#include "mail/smtp.h"
#include "store/audit.h"
#include "store/outbox.h"

namespace doorward::ctl {
namespace {

constexpr std::size_t kShown = 50;
constexpr std::size_t kAll = std::numeric_limits<std::int32_t>::max();

int queue(Context& context) {
  const auto count = context.line().has("--all") ? kAll : kShown;
  auto& database = context.database();
  std::vector<Record> records;
  for (const auto& letter :
       database.read([&](store::Transaction& tx) { return store::outbox::newest(tx, count); }))
    records.push_back({{"id", text::hex(letter.id)},
                       {"time", letter.created_at},
                       {"letter", letter.letter},
                       {"recipient", letter.recipient.text()},
                       {"state", std::string(to_text(letter.state))},
                       {"attempts", std::int64_t{letter.attempts}},
                       {"answer", letter.answer}});
  context.show(records);
  return EX_OK;
}

// One of --id and `all`, and how many letters that changed.
template <class One, class All>
std::uint64_t change(Context& context, const char* all, const char* event, One&& one,
                     All&& all_of_them) {
  const auto& line = context.line();
  const auto typed = line.value("--id");
  if (typed.has_value() == line.has(all))
    throw Failure(EX_USAGE, std::string("say which: one of --id and ") + all);
  const auto id = typed ? std::optional(to_id(*typed, "letter", "mail queue")) : std::nullopt;
  auto& database = context.database();
  return database.transact([&](store::Transaction& tx) {
    const auto now = context.clock().now();
    const auto changed = id ? one(tx, *id, now) : all_of_them(tx, now);
    if (changed > 0)
      store::audit::add(tx, context.random(),
                        {.name = event,
                         .request = "doorwardctl",
                         .account_id = std::nullopt,
                         .email = "",
                         .network = "",
                         .detail = id ? text::hex(*id) : std::to_string(changed) + " letters"},
                        now);
    return changed;
  });
}

int report(Context& context, std::uint64_t changed, const char* done, const char* why_none) {
  const auto count = std::to_string(changed) + (changed == 1 ? " letter " : " letters ") + done;
  context.say(count, {{"changed", static_cast<std::int64_t>(changed)}});
  if (changed == 0 && context.line().value("--id")) throw Failure(EX_DATAERR, why_none);
  return EX_OK;
}

int retry(Context& context) {
  return report(context,
                change(context, "--refused", "mail_retried", store::outbox::retry,
                       store::outbox::retry_refused),
                "queued again", "no such letter waits or was refused: see 'mail queue --all'");
}

int drop(Context& context) {
  return report(
      context,
      change(
          context, "--queued", "mail_dropped",
          [](store::Transaction& tx, const Id& id, Timestamp) {
            return store::outbox::drop(tx, id);
          },
          [](store::Transaction& tx, Timestamp) { return store::outbox::drop_queued(tx); }),
      "dropped", "no such letter is queued: see 'mail queue --all'");
}

struct Meaning {
  const char* word;
  int status;
  const char* advice;
};

Meaning meaning_of(mail::Outcome outcome) {
  switch (outcome) {
    case mail::Outcome::accepted:
      return {"accepted", EX_OK, ""};
    case mail::Outcome::deferred:
      return {"deferred", EX_TEMPFAIL, "try again later"};
    case mail::Outcome::refused:
      return {"refused", EX_UNAVAILABLE, "see mail_from and the address, or ask who runs it"};
    case mail::Outcome::unreachable:
      break;
  }
  return {"unreachable", EX_UNAVAILABLE, "see that it runs and the smtp_ settings are right"};
}

int test(Context& context) {
  const auto to = to_email(context.line().argument(0));
  const auto& config = context.config();
  const Templates templates(config);
  const auto [outcome, answer, ignored] =
      mail::send_test(config, templates, to, context.random(), context.clock().now());
  const auto [word, status, advice] = meaning_of(outcome);
  context.say(config.smtp.url + ": " + word + ": " + answer,
              {{"outcome", word}, {"answer", answer}});
  if (outcome != mail::Outcome::accepted)
    throw Failure(status, std::string("the mail server did not take the letter: ") + advice);
  return EX_OK;
}

}  // namespace

std::vector<Command> mail_commands() {
  return {
      {"mail",
       "queue",
       "",
       "the newest 50 letters, and what became of them",
       queue,
       {{"--all", "", "all letters, not just the newest 50"}},
       "A letter is queued, leased (a mailer is at it), sent, refused by the mail server, or\n"
       "dropped, because its code was of no use any more. A 'decoy' is never mailed: it makes an\n"
       "address that gets no letter look the same as one that does.\n"},
      {"mail",
       "retry",
       "",
       "send letters again that were refused, dropped or wait",
       retry,
       {{"--id", "ID", "this letter, as 'mail queue' shows it"},
        {"--refused", "", "all that a mail server refused"}},
       "A code that has expired is not sent again: the person asks for a new one.\n"},
      {"mail",
       "drop",
       "",
       "never send letters that are queued",
       drop,
       {{"--id", "ID", "this letter, as 'mail queue' shows it"}, {"--queued", "", "all of them"}},
       "A letter that a mailer is at just now goes out.\n"},
      {"mail",
       "test",
       "EMAIL",
       "send a letter at once, and show what the server says",
       test,
       {},
       "Goes straight to the server of smtp_url, past the queue.\n"},
  };
}

}  // namespace doorward::ctl
