#include "domain/delivery_report.h"

#include <map>
#include <optional>
#include <utility>

#include "base/text.h"

namespace doorward {
namespace {

using Fields = std::map<std::string, std::string>;  // by name in lower case

std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Fields up to an empty line, folded lines joined; the first of a name counts.
Fields take_fields(std::string_view& rest) {
  Fields fields;
  std::string* last = nullptr;
  while (!rest.empty()) {
    const auto line = take_line(rest);
    if (line.empty()) break;
    if (line.front() == ' ' || line.front() == '\t') {
      if (last != nullptr) *last += ' ' + std::string(text::trim(line));
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const auto [field, added] = fields.try_emplace(text::lower(text::trim(line.substr(0, colon))),
                                                   text::trim(line.substr(colon + 1)));
    last = added ? &field->second : nullptr;
  }
  return fields;
}

std::string value(const Fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

// A parameter of a Content-Type, without its quotes.
std::string parameter(const std::string& content_type, std::string_view name) {
  for (const auto part : text::split(content_type, ';')) {
    const auto equals = part.find('=');
    if (equals == std::string_view::npos || text::lower(text::trim(part.substr(0, equals))) != name)
      continue;
    auto found = text::trim(part.substr(equals + 1));
    if (found.size() >= 2 && found.starts_with('"') && found.ends_with('"'))
      found = found.substr(1, found.size() - 2);
    return std::string(found);
  }
  return "";
}

// The content of the first part of that type.
std::optional<std::string_view> part_of(std::string_view body, const std::string& boundary,
                                        std::string_view type) {
  const auto delimiter = "--" + boundary;
  while (!body.empty()) {
    if (text::trim(take_line(body)) != delimiter) continue;
    const auto content_type = value(take_fields(body), "content-type");
    if (text::lower(text::trim(content_type.substr(0, content_type.find(';')))) != type) continue;
    const auto whole = body;
    for (auto rest = body; !rest.empty();) {
      const auto at = whole.size() - rest.size();
      if (take_line(rest).starts_with(delimiter)) return whole.substr(0, at);
    }
    return whole;
  }
  return std::nullopt;
}

// "rfc822; Mia@Example.com", with or without angle brackets.
std::optional<Email> address_in(std::string_view field) {
  const auto semicolon = field.find(';');
  if (semicolon == std::string_view::npos ||
      text::lower(text::trim(field.substr(0, semicolon))) != "rfc822")
    return std::nullopt;
  auto address = text::trim(field.substr(semicolon + 1));
  if (address.starts_with('<') && address.ends_with('>'))
    address = address.substr(1, address.size() - 2);
  return Email::parse(address);
}

}  // namespace

std::vector<FailedDelivery> failed_deliveries(std::string_view message) {
  std::vector<FailedDelivery> failed;
  const auto content_type = value(take_fields(message), "content-type");
  const auto boundary = parameter(content_type, "boundary");
  if (!text::lower(content_type).starts_with("multipart/report") || boundary.empty()) return failed;
  auto report = part_of(message, boundary, "message/delivery-status");
  if (!report) return failed;
  take_fields(*report);  // of the message as a whole
  while (!report->empty()) {
    const auto fields = take_fields(*report);
    if (text::lower(value(fields, "action")) != "failed") continue;
    const auto status = value(fields, "status");
    FailedDelivery delivery{{}, status.substr(0, status.find_first_of(" \t("))};
    for (const char* name : {"original-recipient", "final-recipient"})
      if (auto email = address_in(value(fields, name)))
        delivery.recipients.push_back(std::move(*email));
    failed.push_back(std::move(delivery));
  }
  return failed;
}

}  // namespace doorward
