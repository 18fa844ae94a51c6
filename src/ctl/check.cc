#include <algorithm>

#include <sysexits.h>
#include <unistd.h>

#include "base/text.h"
#include "ctl/alarm.h"
#include "ctl/check_config.h"
#include "ctl/check_nginx.h"
#include "ctl/check_servers.h"
#include "ctl/values.h"
#include "domain/database_rights.h"
#include "inspect/nginx_rules.h"
#include "mail/smtp.h"

namespace doorward::ctl {
namespace {

constexpr std::chrono::seconds kClockSkewMax{2};

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

bool is_on_this_machine(const std::string& url) {
  const auto server = url.substr(url.find("://") + 3);
  const auto host = server.substr(0, server.find(':'));
  return host == "localhost" || host == "127.0.0.1" || server.starts_with("[::1]");
}

void check_cookie_domain(Findings& findings, const Config& config) {
  if (!config.cookie_domain.empty())
    findings.warn("cookie_domain",
                  "every host below " + config.cookie_domain + " is sent the session",
                  "good when all of them are yours; else leave it empty: see docs/nginx.md");
}

void check_relay(Findings& findings, const Config& config) try {
  const auto& smtp = config.smtp;
  const auto [outcome, answer, ignored] = mail::Smtp(config).greet();
  if (outcome != mail::Outcome::accepted)
    findings.fail("mail server", smtp.url + ": " + answer,
                  "see that it runs and the smtp_ settings are right: docs/mail.md");
  else if (smtp.tls == SmtpTls::none && !is_on_this_machine(smtp.url))
    findings.warn("mail server", smtp.url + " is sent letters and codes in clear",
                  "smtp_tls = starttls");
  else
    findings.ok("mail server", smtp.url);
} catch (const ConfigError&) {
  // "smtp settings" has said it.
}

void check_rights(Findings& findings, Context& context) {
  const auto& settings = context.config().database;
  std::vector<std::string> lines;
  for (const auto& row : context.database().read(
           [](store::Transaction& tx) { return tx.all("SHOW GRANTS FOR CURRENT_USER()"); }))
    lines.push_back(row.text(0));
  const auto rights = database_rights(lines, settings.name);
  if (!rights.missing.empty())
    findings.fail("rights", settings.user + " lacks " + joined(rights.missing),
                  "GRANT ALL ON " + settings.name + ".* to it, as grants.sql does");
  else if (!rights.beyond.empty())
    findings.warn("rights", settings.user + " may do more than it needs: " + joined(rights.beyond),
                  "REVOKE that, or give Doorward a user of its own: grants.sql");
  else
    findings.ok("rights", settings.user + " may work in " + settings.name + " alone");
}

void check_clock(Findings& findings, Context& context) {
  const auto apart = std::chrono::abs(context.clock().now() - SystemClock().now());
  if (apart > kClockSkewMax)
    findings.warn("clock",
                  "this machine and the database are " +
                      counted(static_cast<std::size_t>(
                                  std::chrono::round<std::chrono::seconds>(apart).count()),
                              "second") +
                      " apart",
                  "let both keep time by NTP; Doorward goes by the database's");
  else
    findings.ok("clock", "that of the database");
}

std::string since_text(const Alarm& alarm) {
  return alarm.since ? " since " + text::date_and_time(*alarm.since) : "";
}

void tell(Findings& findings, const Alarm& alarm) {
  const auto look = "look: " + commands_about(alarm).at(0);
  switch (alarm.kind) {
    case AlarmKind::mailer:
      // Before the first start there is nothing wrong.
      if (!alarm.since)
        findings.warn("mailer", "none has been at work yet",
                      "systemctl enable --now doorward-mailer");
      else
        findings.fail("mailer", "none has been at work" + since_text(alarm), look);
      return;
    case AlarmKind::outbox:
      findings.fail("outbox",
                    counted(alarm.count, "letter") + " waiting" + since_text(alarm) +
                        (alarm.answer.empty() ? "" : ": " + alarm.answer),
                    look);
      return;
    default:
      findings.warn(std::string(to_text(alarm.kind)),
                    std::to_string(alarm.count) + since_text(alarm), look);
  }
}

void check_alarms(Findings& findings, Context& context) {
  const auto alarms = alarms_now(context);
  const auto has = [&](AlarmKind kind) {
    return std::ranges::find(alarms, kind, &Alarm::kind) != alarms.end();
  };
  if (!has(AlarmKind::mailer)) findings.ok("mailer", "at work");
  if (!mail_stands_still(alarms)) findings.ok("outbox", "no letter waits too long");
  for (const auto& alarm : alarms) tell(findings, alarm);
}

void check_companies(Findings& findings, Context& context) {
  const auto companies =
      context.database().read([](store::Transaction& tx) { return store::companies::all(tx); });
  const auto now = context.clock().now();
  const auto lets_in = [&](const store::Company& company) {
    const auto standing = company.standing(now);
    return standing == LicenceStanding::runs || standing == LicenceStanding::in_grace;
  };
  const auto running = std::ranges::count_if(companies, lets_in);
  if (running == 0)
    findings.warn("companies",
                  companies.empty() ? "there is none, so nobody can sign up"
                                    : "no licence runs, so nobody can sign in",
                  companies.empty() ? "doorwardctl company add" : "doorwardctl company list");
  else
    findings.ok("companies", counted(static_cast<std::size_t>(running), "running licence"));
  for (const auto& company : companies)
    if (const auto notice = licence_notice(company.licence_until, now, company.grace());
        notice && lets_in(company))
      findings.warn(
          "licence",
          company.slug + " has one until " + day_text(notice->last_day) +
              (notice->in_grace ? ", its people are let in until " + day_text(notice->last_grace)
                                : ""),
          "when it is renewed: doorwardctl company set " + company.slug + " --until DATE");
}

bool has_a_guard(const inspect::Site& site) {
  return std::ranges::any_of(site.places(), [](const auto* place) {
    return inspect::guard_of(*place).kind == inspect::Guard::Kind::doorward;
  });
}

void check_nginx(Findings& findings, const CommandLine& line) try {
  const auto site = nginx_site(line);
  if (!has_a_guard(site)) {
    findings.warn("nginx", "no location asks Doorward's gate", "see docs/nginx.md");
    return;
  }
  const auto found = inspect::judge(site);
  const auto holes = std::ranges::count_if(found, &inspect::Finding::hole);
  const auto look = "look: doorwardctl check nginx";
  if (holes > 0)
    findings.fail("nginx", counted(static_cast<std::size_t>(holes), "hole") + " in the guard",
                  look);
  else if (!found.empty())
    findings.warn("nginx", counted(found.size(), "warning"), look);
  else
    findings.ok("nginx", "no hole in the guard");
} catch (const Failure& failure) {
  // To others than root nginx says no for want of rights.
  if (failure.status() == EX_CONFIG && geteuid() == 0)
    findings.fail("nginx", failure.what(), "nginx -t");
  else
    findings.warn("nginx", std::string("was not looked at: ") + failure.what(),
                  "run 'doorwardctl check nginx' where nginx is, as root");
}

int check(Context& context) {
  Findings findings;
  if (check_settings(findings, context)) {
    check_cookie_domain(findings, context.config());
    check_files(findings, context.config());
    check_relay(findings, context.config());
    if (check_database(findings, context)) {
      check_servers(findings, context);
      check_rights(findings, context);
      check_clock(findings, context);
      check_alarms(findings, context);
      check_companies(findings, context);
    }
  }
  check_nginx(findings, context.line());
  findings.show(context);
  return findings.status();
}

}  // namespace

std::vector<Command> check_commands() {
  return {
      {"check", "", "", "is all well? settings, keys, database, mail, licences, nginx", check,
       nginx_options(),
       "A line for each: OK, WARN or FAIL, and what to do about it. It changes nothing and sends "
       "no\n"
       "letter. Exits with 78 when something failed, with 0 when there are only warnings. 'check\n"
       "nginx' says more of nginx's configuration, and 'check gate' asks from outside.\n"},
  };
}

}  // namespace doorward::ctl
