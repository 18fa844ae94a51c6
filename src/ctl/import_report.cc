#include "ctl/import_report.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include <sysexits.h>

#include "base/json.h"
#include "ctl/csv.h"

namespace doorward::ctl {

ImportReport::ImportReport(std::string source, const std::optional<std::string>& file, bool json)
    : source_(std::move(source)), json_(json) {
  if (!file) return;
  file_.emplace(*file, std::ios::binary | std::ios::trunc);
  std::error_code unchanged;
  // Addresses of people are in it.
  std::filesystem::permissions(*file, std::filesystem::perms(0600), unchanged);
  if (!*file_) throw Failure(EX_CANTCREAT, "can't write " + *file + ": may you write there?");
  if (!json_) *file_ << csv_line({"line", "address", "reason"});
}

void ImportReport::add(const Line& line) {
  switch (line.fate) {
    case Line::Fate::added:
      ++added_;
      break;
    case Line::Fate::already_there:
      ++already_there_;
      break;
    case Line::Fate::refused:
      ++refused_;
      tell(line);
      break;
  }
}

void ImportReport::tell(const Line& line) {
  const auto number = std::to_string(line.number);
  std::string text;
  if (json_)
    text = to_text(Json{{"line", line.number}, {"address", line.address}, {"reason", line.reason}});
  else if (file_)
    text = csv_line({number, printable(line.address), printable(line.reason)});
  else
    text = printable(source_ + ":" + number + ": " +
                     (line.address.empty() ? "" : line.address + ": ") + line.reason) +
           "\n";
  if (file_)
    *file_ << text;
  else
    std::fwrite(text.data(), 1, text.size(), stderr);
}

void ImportReport::finish() {
  if (file_ && !file_->flush())
    throw std::system_error(errno, std::generic_category(), "can't write the report");
}

std::string ImportReport::sentence(bool rehearsal) const {
  return std::to_string(added_) + (rehearsal ? " would be added, " : " added, ") +
         std::to_string(already_there_) + " already there, " + std::to_string(refused_) +
         (rehearsal ? " would be refused; nothing was changed" : " refused");
}

Record ImportReport::record(bool rehearsal) const {
  return {{"dry_run", rehearsal},
          {"added", added_},
          {"already_there", already_there_},
          {"refused", refused_}};
}

}  // namespace doorward::ctl
