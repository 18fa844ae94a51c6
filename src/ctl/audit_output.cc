#include "ctl/audit_output.h"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "base/json.h"
#include "base/text.h"
#include "ctl/csv.h"
#include "ctl/output.h"

namespace doorward::ctl {
namespace {

constexpr std::size_t kEventWidth = 22;
constexpr std::size_t kEmailWidth = 28;

void write(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size())
    throw std::system_error(errno, std::generic_category(), "stdout");
}

void flush() {
  if (std::fflush(stdout) != 0) throw std::system_error(errno, std::generic_category(), "stdout");
}

std::string or_dash(const std::string& value) {
  return value.empty() ? "-" : printable(value);
}

std::string padded(const std::string& text, std::size_t width) {
  return text.size() < width ? text + std::string(width - text.size(), ' ') : text;
}

std::string account_of(const store::audit::Recorded& event) {
  return event.account_id ? text::hex(*event.account_id) : "";
}

}  // namespace

AuditOutput::AuditOutput(Format format, Slugs slugs) : format_(format), slugs_(std::move(slugs)) {}

void AuditOutput::begin() {
  if (format_ == Format::json) write("[");
  if (format_ == Format::csv)
    write(csv_line(
        {"at", "event", "company", "email", "network", "detail", "request", "account", "id"}));
  flush();
}

void AuditOutput::print(const std::vector<store::audit::Recorded>& events) {
  for (const auto& event : events) write(line(event));
  flush();
}

void AuditOutput::end() {
  if (format_ == Format::json) write(first_ ? "]\n" : "\n]\n");
  flush();
}

std::string AuditOutput::company(const store::audit::Recorded& event) const {
  if (!event.company_id) return "";
  const auto found = slugs_.find(*event.company_id);
  return found != slugs_.end() ? found->second : text::hex(*event.company_id);
}

std::string AuditOutput::line(const store::audit::Recorded& event) {
  const auto at = text::iso8601(event.at);
  if (format_ == Format::csv)
    return csv_line({at, event.name, company(event), event.email, event.network, event.detail,
                     event.request, account_of(event), text::hex(event.id)});
  if (format_ == Format::text)
    return at.substr(0, 10) + " " + at.substr(11, 8) + "Z  " + padded(event.name, kEventWidth) +
           "  " + padded(or_dash(event.email), kEmailWidth) + "  " + or_dash(company(event)) +
           "  " + or_dash(event.network) + "  " + or_dash(event.detail) + "\n";
  const Json object{{"at", at},
                    {"event", event.name},
                    {"company", company(event)},
                    {"email", event.email},
                    {"network", event.network},
                    {"detail", event.detail},
                    {"request", event.request},
                    {"account", account_of(event)},
                    {"id", text::hex(event.id)}};
  const std::string before = format_ == Format::json_lines ? "" : first_ ? "\n  " : ",\n  ";
  first_ = false;
  // to_text ends as an answer of the pages does, or not: one object, one line.
  return before + std::string(text::trim(to_text(object))) +
         (format_ == Format::json_lines ? "\n" : "");
}

}  // namespace doorward::ctl
