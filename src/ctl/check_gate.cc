#include <chrono>
#include <csignal>
#include <iostream>
#include <optional>

#include <sysexits.h>

#include "base/run.h"
#include "base/text.h"
#include "ctl/command.h"
#include "ctl/gate_check.h"
#include "ctl/trial_session.h"
#include "ctl/values.h"
#include "domain/session.h"
#include "http/cookie_names.h"

namespace doorward::ctl {
namespace {

constexpr std::chrono::minutes kTimeMax{8};  // a trial session lives a little longer
constexpr std::chrono::milliseconds kOutWithin{1000};

inspect::Portal portal_to_check(Context& context) {
  const auto& line = context.line();
  const auto& config = context.config();
  auto portal = inspect::portal_of(line.argument(0), config.allowed_origins());
  if (!portal)
    throw Failure(EX_DATAERR, "'" + line.argument(0) +
                                  "' is no page of this site: give a URL that begins with " +
                                  config.public_url + " or another of return_origins");
  portal->base_path = config.base_path;
  portal->cookie = http::CookieNames(config).session();
  portal->require_paths = line.values("--require-path");
  if (portal->require_paths.empty()) portal->require_paths = {"/_doorward/require/"};
  portal->public_paths = line.values("--public");
  for (const auto& path : portal->public_paths)
    if (path.size() < 2 || !path.starts_with('/'))
      throw Failure(EX_DATAERR, "--public wants a path below URL, such as /members/logo.png");
  portal->mark = "doorward-check-" + text::hex(context.random().bytes(4));
  return *portal;
}

std::string echo_path(const CommandLine& line, const inspect::Portal& portal) {
  auto path = line.value("--echo").value_or("");
  if (path.starts_with(portal.origin + "/")) path.erase(0, portal.origin.size());
  if (!path.empty() && !path.starts_with('/'))
    throw Failure(EX_DATAERR,
                  "--echo wants the path of a page of the portal, such as /members/echo");
  if (!path.empty() && !line.has("--session") && !line.has("--account"))
    throw Failure(EX_USAGE, "--echo needs a session: give --account or --session as well");
  return path;
}

// "-": from stdin, where nobody else on this machine can read it.
std::string given_token(const std::string& typed) {
  std::string token = typed;
  if (typed == "-") std::getline(std::cin, token);
  token = text::trim(token);
  if (!raw_token(token))
    throw Failure(EX_DATAERR,
                  "--session wants the value of a session cookie: 43 characters,"
                  " without the name of the cookie");
  return token;
}

store::Account account_of(Context& context, const std::string& typed) {
  const auto email = to_email(typed);
  return context.database().read([&](store::Transaction& tx) { return need_account(tx, email); });
}

void check_whole(Context& context, GateCheck& check, const std::string& echo, StopSignal& stop) {
  const auto& line = context.line();
  if (!check.page_is_guarded()) {
    check.report().not_looked_at("all the rest: what has no guard has nothing to go round");
    return;
  }
  std::optional<TrialSession> trial;
  if (const auto typed = line.value("--account"))
    trial.emplace(context, account_of(context, *typed));
  const auto given = line.value("--session");
  const bool let_in = trial   ? check.look_with(trial->token())
                      : given ? check.look_with(given_token(*given))
                              : false;
  check.try_without_session();
  if (let_in) check.try_with_session(echo);
  if (trial) {
    trial->end();
    stop.wait_for(kOutWithin);
    check.try_ended_session();
  } else if (given) {
    check.report().not_looked_at(
        "whether the session is refused once it ends: --account looks,"
        " with a session of its own");
  } else {
    check.report().not_looked_at(
        "everything that takes a session: whether one is let in, whose"
        " name the portal is told, and what only a session should see;"
        " --account or --session looks");
  }
}

int gate(Context& context) {
  const auto& line = context.line();
  if (line.has("--session") && line.has("--account"))
    throw Failure(EX_USAGE, "give either --session or --account");
  const auto portal = portal_to_check(context);
  const auto echo = echo_path(line, portal);
  if (const auto typed = line.value("--session"); typed && *typed != "-") given_token(*typed);

  // From here on Ctrl-C ends the check, not the program, and a terminal that closes ends nothing: a
  // session that was made for the check must be ended.
  StopSignal stop;
  std::signal(SIGHUP, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  const auto until = std::chrono::steady_clock::now() + kTimeMax;
  const inspect::HttpSettings settings{
      .ca_file = line.value("--cacert").value_or(""),
      .resolve = line.values("--resolve"),
      .stop = [&] { return stop.asked() || std::chrono::steady_clock::now() > until; }};
  GateCheck check(portal, settings, context.config().page_url("/sign-in"));
  check_whole(context, check, echo, stop);

  const auto url = portal.origin + portal.path + portal.query;
  context.say(check.report().lines(url), check.report().record(url));
  return check.report().status();
}

constexpr const char* kDetails =
    R"(It asks nginx what strangers ask: other methods, hosts, paths, headers and cookies, some 500
requests, and nothing of the answers may come from behind the guard. Without --account or --session
it knows no page to compare them with, and says what it could not tell. URL must be of this site.

--account makes a real session for that person: it is in the audit trail, and is ended at the end,
also after Ctrl-C. --session - reads the cookie's value from standard input. With a session only GET
is sent. POST, PUT and DELETE without one go to a page that nobody has, where URL is a folder.

Each hole comes with a curl line that shows it. Where it says $SESSION, set SESSION to the value of
a session cookie of your own.

It exits with 0 when no hole was found, 78 when there is one (nginx is set up wrongly), 75 when
there is none but something could not be told or the check was stopped, 69 when the site or the gate
does not answer. See docs/install.md, "Prove it".
)";

}  // namespace

std::vector<Command> check_gate_commands() {
  return {{"check",
           "gate",
           "URL",
           "prove from outside that a guarded page is guarded",
           gate,
           {{"--account", "EMAIL", "also with a session made for this person, and ended again"},
            {"--session", "VALUE", "also with this session cookie's value; - reads it from stdin"},
            {"--echo", "PATH", "a guarded page that prints the headers the portal receives"},
            {"--public", "PATH", "below URL, and meant for everybody", Option::Use::repeated},
            {"--require-path", "PATH", "where nginx asks the gate, if not /_doorward/require/",
             Option::Use::repeated},
            {"--cacert", "FILE", "trust these authorities in place of the system's"},
            {"--resolve", "HOST:PORT:ADDRESS", "connect there, whatever DNS says",
             Option::Use::repeated}},
           kDetails}};
}

}  // namespace doorward::ctl
