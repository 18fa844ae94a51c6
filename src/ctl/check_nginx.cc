#include "ctl/check_nginx.h"

#include <fstream>
#include <iostream>
#include <iterator>

#include <sysexits.h>

#include "ctl/nginx_run.h"
#include "inspect/nginx_rules.h"

namespace doorward::ctl {
namespace {

// "-" is standard input.
std::string read_dump(const std::string& file) {
  if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Failure(EX_NOINPUT, file + ": can't read it");
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string dump_of(const CommandLine& line) {
  if (const auto file = line.value("--file")) return read_dump(*file);
  NginxCall call;
  if (const auto program = line.value("--nginx")) call.program = *program;
  call.config = line.value("--nginx-config");
  call.prefix = line.value("--nginx-prefix");
  return nginx_dump(call);
}

inspect::Site site_of(const std::string& dump) try {
  return inspect::Site(inspect::parse_nginx_dump(dump));
} catch (const inspect::NginxSyntaxError& error) {
  throw Failure(EX_DATAERR, error.what());
}

std::string text_of(const inspect::Place& place) {
  return place.file + ":" + std::to_string(place.line);
}

std::vector<Record> table_of(const inspect::Site& site) {
  std::vector<Record> rows;
  for (const auto* place : site.places()) {
    const bool is_server = place->kind() == inspect::Scope::Kind::server;
    if (is_server && &place->resolve("/") != place) continue;  // nothing is left for it
    const auto location = is_server ? "(all else)" : place->title().substr(sizeof "location");
    rows.push_back(
        {{"server", server_text(place->server())},
         {"location", location},
         {"guarded_by", is_internal(*place) ? "nginx: internal" : guard_of(*place).text()},
         {"answers_with", content_text(*place)},
         {"place", text_of(place->place())}});
  }
  return rows;
}

Record record_of(const inspect::Finding& finding) {
  return {{"severity", finding.hole ? "hole" : "warning"},
          {"rule", finding.rule},
          {"file", finding.place.file},
          {"line", std::int64_t{finding.place.line}},
          {"where", finding.where},
          {"problem", finding.problem},
          {"risk", finding.risk},
          {"remedy", finding.remedy}};
}

std::vector<std::string> lines_of(const inspect::Finding& finding) {
  return {std::string(finding.hole ? "HOLE     " : "WARNING  ") + finding.rule + "  " +
              text_of(finding.place),
          "  where  " + finding.where,
          "  wrong  " + finding.problem,
          "  risk   " + finding.risk,
          "  write  " + finding.remedy,
          ""};
}

std::string count_text(std::int64_t count, const std::string& noun) {
  return (count == 0 ? "No" : std::to_string(count)) + " " + noun + (count == 1 ? "" : "s");
}

std::string verdict(std::int64_t holes, std::int64_t warnings) {
  return count_text(holes, "hole") + " found" +
         (warnings == 0 ? "." : ", " + count_text(warnings, "warning") + ".");
}

int check(Context& context) {
  const auto site = nginx_site(context.line());
  std::int64_t holes = 0;
  std::int64_t warnings = 0;
  std::vector<Record> records;
  std::vector<std::string> lines;
  for (const auto& finding : judge(site)) {
    (finding.hole ? holes : warnings) += 1;
    records.push_back(record_of(finding));
    for (const auto& line : lines_of(finding)) lines.push_back(line);
  }
  const auto table = table_of(site);
  if (!context.line().json()) context.show(table);
  lines.insert(lines.begin(), "");
  lines.push_back(verdict(holes, warnings));
  context.say(
      lines,
      {{"holes", holes}, {"warnings", warnings}, {"findings", records}, {"locations", table}});
  return holes == 0 ? EX_OK : EX_CONFIG;
}

}  // namespace

std::vector<Option> nginx_options() {
  return {{"--file", "FILE", "a saved 'nginx -T' in place of nginx; - is standard input"},
          {"--nginx", "PROGRAM", "another nginx than /usr/sbin/nginx"},
          {"--nginx-config", "FILE", "nginx's -c"},
          {"--nginx-prefix", "DIRECTORY", "nginx's -p"}};
}

inspect::Site nginx_site(const CommandLine& line) {
  return site_of(dump_of(line));
}

std::vector<Command> check_nginx_commands() {
  return {
      {"check", "nginx", "", "who can open what, by nginx's configuration, and holes in it", check,
       nginx_options(),
       "Lists every location with who guards it and what it answers with; then each hole and each\n"
       "warning with its place, what can happen, and what to write instead. Reads no settings of\n"
       "Doorward's and changes nothing. Exits with 78 when there is a hole, with 0 when there are\n"
       "only warnings. docs/nginx-check.md says what it looks for and what it can't see.\n"},
  };
}

}  // namespace doorward::ctl
