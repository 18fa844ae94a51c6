#include "ctl/check_servers.h"

#include "ctl/values.h"
#include "store/connection.h"

namespace doorward::ctl {
namespace {

constexpr std::chrono::seconds kClockSkewMax{2};

void check_clock_of(Findings& findings, store::Connection& connection, const std::string& name) {
  const auto time = connection.select("SELECT UTC_TIMESTAMP(6)", {}).at(0).time(0);
  const auto apart = std::chrono::abs(time - SystemClock().now());
  if (apart > kClockSkewMax)
    findings.warn("clock of " + name,
                  "it and this machine are " + std::to_string(apart / std::chrono::seconds(1)) +
                      " seconds apart",
                  "let all keep time by NTP: after a fail-over its time counts");
}

void check_server(Findings& findings, const DatabaseSettings& settings, const store::Server& server,
                  bool in_use) try {
  using enum store::Fitness::Grade;
  const auto name = "database " + server.name();
  store::Connection connection(settings, server);
  const auto [grade, reason] = connection.fitness();
  if (in_use)
    findings.ok(name, "in use");
  else if (grade == fit)
    findings.ok(name, "ready");
  else if (reason == store::kReadOnly)
    findings.ok(name, "a replica: read-only, and never asked");
  else
    findings.warn(name, reason, "docs/cluster.md says what its states mean");
  if (grade != unfit) check_clock_of(findings, connection, server.name());
} catch (const store::Unavailable& error) {
  findings.warn("database " + server.name(), error.what(),
                "the site goes on without it, and with one server less to fall back on");
}

}  // namespace

void check_servers(Findings& findings, Context& context) {
  const auto& settings = context.config().database;
  const auto servers = store::servers_of(settings);
  if (servers.size() < 2) return;
  const auto used = context.database().server().name();
  for (const auto& server : servers)
    check_server(findings, settings, server, server.name() == used);
}

}  // namespace doorward::ctl
