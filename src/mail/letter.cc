#include "mail/letter.h"

#include <algorithm>

#include "base/text.h"
#include "domain/licence.h"
#include "mail/header.h"

namespace doorward::mail {
namespace {

Mailbox sender_of(const Config& config) {
  auto mailbox = Mailbox::parse(config.smtp.from);
  if (!mailbox)
    throw ConfigError("mail_from must be such as 'Example portal <portal@example.com>', not '" +
                      config.smtp.from + "'");
  return std::move(*mailbox);
}

// Times among the details are kept as ISO 8601 has them: who writes the row can't know how the
// letter's language puts them. Rows of an older version hold them as they are to be read.
void set_detail(TemplateData& data, const std::string& name, const std::string& text) {
  const auto time = text::from_iso8601(text);
  if (time && name == "LICENCE_LAST_DAY")
    data.set(name, Day{*time});
  else if (time && name == "UNTIL")
    data.set(name, Date{*time});
  else if (time && name == "SINCE")
    data.set(name, DateAndTime{*time});
  else
    data.set(name, text);
}

TemplateData data_of(const Config& config, const store::Letter& letter,
                     const std::optional<Code>& code) {
  const auto& address = letter.recipient.text();
  TemplateData data;
  data.set("CODE", code ? code->digits : "")
      .set("SITE_NAME", config.site_name)
      .set("HOST", config.host())
      .set("EMAIL", address)
      // "Hello ," would look like the work of a stranger.
      .set("NAME", letter.name.empty() ? address : letter.name)
      .set("ASKED_AT", DateAndTime{letter.created_at})
      .set("BROWSER", letter.browser)
      .set("NETWORK", letter.network)
      .set("SIGN_IN_URL", config.page_url("/sign-in"))
      .set("CONTACT", config.support_contact);
  if (code) data.set("ENDS_AT", TimeOfDay{code->ends_at});
  data.show(config.smtp.code_in_subject ? "CODE_SHOWN" : "CODE_HIDDEN");
  for (const auto& [value, text] : letter.details) set_detail(data, value, text);
  return data;
}

}  // namespace

std::optional<Mailbox> Mailbox::parse(std::string_view text) {
  text = text::trim(text);
  const auto open = text.rfind('<');
  std::string_view name;
  std::string_view address = text;
  if (open != std::string_view::npos) {
    if (!text.ends_with('>')) return std::nullopt;
    name = text::trim(text.substr(0, open));
    address = text.substr(open + 1, text.size() - open - 2);
    if (name.size() >= 2 && name.starts_with('"') && name.ends_with('"'))
      name = name.substr(1, name.size() - 2);
  }
  auto email = Email::parse(address);
  if (!email) return std::nullopt;
  return Mailbox{std::string(name), std::move(*email)};
}

Letters::Letters(const Config& config, const Templates& templates)
    : config_(config), templates_(templates), from_(sender_of(config)) {}

Message Letters::compose(const store::Letter& letter, const std::optional<Code>& code) const {
  const auto data = data_of(config_, letter, code);
  const auto expand = [&](const char* part) {
    return templates_.expand(letter.language, "mail/" + letter.letter + part, data);
  };
  return {.to = letter.recipient,
          .from = from_,
          .subject = one_line(expand("/subject.txt.tpl")),
          .text = with_crlf(expand("/body.txt.tpl")),
          .html = with_crlf(expand("/body.html.tpl")),
          .message_id = "<" + text::hex(letter.id) + "@" + mail_host(config_) + ">",
          .date = letter.created_at};
}

std::string mail_host(const Config& config) {
  const auto host = config.host();
  const auto name = host.substr(0, host.find(':'));
  const bool named =
      !name.starts_with('[') && name.find_first_not_of("0123456789.") != std::string::npos;
  return named ? name : "localhost";
}

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool second_half = text[i] == '\n' && i > 0 && text[i - 1] == '\r';
    if (text[i] == '\0' || second_half) continue;
    if (text[i] == '\r' || text[i] == '\n')
      out += "\r\n";
    else
      out += text[i];
  }
  return out;
}

}  // namespace doorward::mail
