// A letter goes to its one recipient, with headers and line ends that no name can break.
#include "mail/letter.h"

#include <algorithm>

#include "mail/header.h"
#include "t/fuzz/property.h"

namespace {

using namespace doorward;
using fuzz::property;

constexpr const char* kLetters[] = {"code_sign_in", "invitation", "new_browser", "licence_ends"};

// Line breaks only as folds: CRLF and a blank.
bool is_one_header(std::string_view value) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool fold = value.substr(i, 3) == "\r\n ";
    if (!fold && (value[i] < ' ' || value[i] >= 0x7f)) return false;
    if (fold) i += 2;
  }
  return true;
}

bool has_short_words(std::string_view value) {
  while (!value.empty()) {
    const auto line = value.substr(0, value.find("\r\n"));
    if (line.find("=?utf-8?Q?") != std::string_view::npos && line.size() > 76) return false;
    value.remove_prefix(std::min(value.size(), line.size() + 2));
  }
  return true;
}

bool only_crlf(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\0') return false;
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) return false;
    if (text[i] == '\r' && text.substr(i, 2) != "\r\n") return false;
  }
  return true;
}

store::Letter letter_of(std::string_view name, std::string_view browser, std::string_view detail,
                        std::size_t kind) {
  return {.id = Id(kIdBytes, '\x2a'),
          .letter = kLetters[kind % std::size(kLetters)],
          .recipient = Email::parse("mia@example.com").value(),
          .flow_id = std::nullopt,
          .name = std::string(name),
          .browser = std::string(browser),
          .network = "192.0.2.0/24",
          .urgent = true,
          .state = store::LetterState::leased,
          .attempts = 0,
          .due_at = {},
          .handed_at = std::nullopt,
          .answer = "",
          .created_at = {},
          .details = {{"COMPANY", std::string(detail)}, {"INVITED_BY", std::string(detail)}}};
}

void check_header(std::string_view text) {
  for (const auto& value : {mail::header_text(text), mail::header_phrase(text)})
    property(is_one_header(value) && has_short_words(value), "a header is one header");
  const auto line = mail::one_line(text);
  property(mail::one_line(line) == line, "one line is one line");
  const auto lines = mail::with_crlf(text);
  property(only_crlf(lines) && mail::with_crlf(lines) == lines, "line ends are CRLF, once");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Templates templates("templates");
  static const Config config = [] {
    Config made;
    made.public_url = "https://portal.example.com";
    made.smtp.from = "Example portal <portal@example.com>";
    return made;
  }();
  static const mail::Letters letters(config, templates);
  auto rest = fuzz::view(data, size);
  check_header(rest);
  if (const auto mailbox = mail::Mailbox::parse(rest))
    property(Email::parse(mailbox->address.text()) == mailbox->address, "a mailbox is an address");

  const std::size_t kind = rest.empty() ? 0 : static_cast<unsigned char>(rest[0]);
  const auto name = fuzz::take_part(rest, '\0');
  const auto browser = fuzz::take_part(rest, '\0');
  const auto plain = letters.compose(letter_of("Mia", "Firefox", "ACME", kind), std::nullopt);
  const auto message = letters.compose(letter_of(name, browser, rest, kind), std::nullopt);
  property(message.to == plain.to && message.from.address == plain.from.address &&
               message.from.name == plain.from.name && !message.sender,
           "the recipient and the sender are what they are");
  property(message.message_id == plain.message_id && message.date == plain.date,
           "the other headers are what they are");
  property(mail::one_line(message.subject) == message.subject, "the subject is one line");
  property(only_crlf(message.text) && only_crlf(message.html), "line ends are CRLF");
  property(std::ranges::count(message.html, '<') == std::ranges::count(plain.html, '<'),
           "no value is markup");
  return 0;
}
