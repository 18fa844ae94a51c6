#include <limits>

#include <sysexits.h>

#include "base/template.h"
#include "ctl/command.h"
#include "ctl/values.h"
#include "mail/smtp.h"
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
    records.push_back({{"time", letter.created_at},
                       {"letter", letter.letter},
                       {"recipient", letter.recipient.text()},
                       {"state", std::string(to_text(letter.state))},
                       {"attempts", std::int64_t{letter.attempts}},
                       {"answer", letter.answer}});
  context.show(records);
  return EX_OK;
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
  const Templates templates(config.template_dir);
  const auto [outcome, answer] =
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
       "test",
       "EMAIL",
       "send a letter at once, and show what the server says",
       test,
       {},
       "Goes straight to the server of smtp_url, past the queue.\n"},
  };
}

}  // namespace doorward::ctl
