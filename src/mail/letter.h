// Letters as people get them: a row of the outbox and the templates of its folder below
// templates/mail (subject.txt.tpl, body.txt.tpl, body.html.tpl).
//
// A template may use CODE, ENDS_AT, SITE_NAME, HOST, EMAIL, NAME, ASKED_AT, BROWSER, NETWORK,
// SIGN_IN_URL and CONTACT, and what the row's details hold (a detail of one of these names counts).
// No text stands in here.
#pragma once

#include <optional>
#include <string>

#include "base/config.h"
#include "base/template.h"
#include "domain/email.h"
#include "store/outbox.h"

namespace doorward::mail {

struct Mailbox {
  std::string name;  // "" when there is none; not yet encoded for a header
  Email address;

  // "Example portal <portal@example.com>" or a bare address; none when it is neither.
  static std::optional<Mailbox> parse(std::string_view text);
};

// Ready to be sent. The subject is one line; both bodies end every line with CRLF and hold no other
// CR or LF, since libcurl passes those on as they are.
struct Message {
  Email to;
  Mailbox from;
  std::string subject;
  std::string text;
  std::string html;
  std::string message_id;  // "<id@host>", the same each time a letter is sent
  Timestamp date;
  std::optional<Email> sender = std::nullopt;  // for the envelope: where bounces go; none: `from`
};

struct Code {
  std::string digits;
  Timestamp ends_at;
};

class Letters {
 public:
  // Throws ConfigError when mail_from is no mailbox. Keeps references to both.
  Letters(const Config& config, const Templates& templates);

  // Throws when the letter has no templates.
  Message compose(const store::Letter& letter, const std::optional<Code>& code) const;

 private:
  const Config& config_;
  const Templates& templates_;
  Mailbox from_;
};

// The site's host as mail knows it, for EHLO and Message-ID: without a port, and "localhost" for
// one that has no name.
std::string mail_host(const Config& config);

// Every kind of line end becomes CRLF, and NUL goes.
std::string with_crlf(std::string_view text);

}  // namespace doorward::mail
