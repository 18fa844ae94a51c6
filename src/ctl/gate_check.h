// One run of `check gate` against one URL: sends the probes, judges, and keeps the report.
//
// Call the steps in their order. A step throws Failure when nothing can be proven at all: the site
// does not answer, the gate is down, or the run was stopped. What is sent with the session is only
// ever GET and HEAD; without one, every method, but those that change something go to a path that
// nobody has, where the URL is a folder.
#pragma once

#include <optional>
#include <string>

#include "base/crypto.h"
#include "ctl/curl_line.h"
#include "ctl/gate_echo.h"
#include "ctl/gate_probes.h"
#include "ctl/gate_report.h"
#include "ctl/gate_verdict.h"
#include "ctl/http_probe.h"

namespace doorward::ctl {

class GateCheck {
 public:
  // `sign_in_url`: where this site's guard sends people.
  GateCheck(Portal portal, const HttpSettings& settings, std::string sign_in_url);

  // False when it has no guard: then nothing else should be sent there.
  bool page_is_guarded();
  // Learns what the page says to a session; false when that session is not let in.
  bool look_with(std::string_view token);
  // Everything without a session, and with what is nearly one where look_with() had one.
  void try_without_session();
  // Whose names the portal is told. `echo` is the path of a page that prints the headers it
  // receives; "" for none but the checked page itself. REQUIRES: look_with() was true.
  void try_with_session(const std::string& echo);
  // REQUIRES: the session ended a second ago.
  void try_ended_session();

  GateReport& report() { return report_; }

 private:
  HttpAnswer send(const HttpRequest& request);
  std::string curl(const HttpRequest& request) const { return curl_line(request, settings_); }
  void learn_public_pages();
  void learn_session_page(const std::string& body);
  void send_and_judge(const std::vector<Probe>& probes, const std::vector<Probe>& controls);
  Judgement second_look(const Probe& probe, const HttpAnswer& answer, const Probe* control);
  void try_claims_on_account();
  void try_claims_on_page();
  Judgement judge_claim(const HttpAnswer& answer) const;
  void try_echo(const std::string& path);
  void try_cookies_on(const HttpRequest& page);
  void note_what_is_passed_on(const HttpRequest& page);

  Portal portal_;
  HttpSettings settings_;
  HttpProbe http_;
  std::string sign_in_url_;
  Secret token_;
  GuardedPage page_;
  std::vector<std::string> public_bodies_;
  std::optional<Person> person_;
  bool page_shows_name_ = false;
  bool page_is_echo_ = false;
  GateReport report_;
};

}  // namespace doorward::ctl
