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
#include "ctl/gate_report.h"
#include "inspect/curl_line.h"
#include "inspect/gate_echo.h"
#include "inspect/gate_probes.h"
#include "inspect/gate_verdict.h"
#include "inspect/http_probe.h"

namespace doorward::ctl {

class GateCheck {
 public:
  // `sign_in_url`: where this site's guard sends people.
  GateCheck(inspect::Portal portal, const inspect::HttpSettings& settings, std::string sign_in_url);

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
  inspect::HttpAnswer send(const inspect::HttpRequest& request);
  std::string curl(const inspect::HttpRequest& request) const {
    return curl_line(request, settings_);
  }
  void learn_public_pages();
  void learn_session_page(const std::string& body);
  void send_and_judge(const std::vector<inspect::Probe>& probes,
                      const std::vector<inspect::Probe>& controls);
  inspect::Judgement second_look(const inspect::Probe& probe, const inspect::HttpAnswer& answer,
                                 const inspect::Probe* control);
  void try_claims_on_account();
  void try_claims_on_page();
  inspect::Judgement judge_claim(const inspect::HttpAnswer& answer) const;
  void try_echo(const std::string& path);
  void try_cookies_on(const inspect::HttpRequest& page);
  void note_what_is_passed_on(const inspect::HttpRequest& page);

  inspect::Portal portal_;
  inspect::HttpSettings settings_;
  inspect::HttpProbe http_;
  std::string sign_in_url_;
  Secret token_;
  inspect::GuardedPage page_;
  std::vector<std::string> public_bodies_;
  std::optional<inspect::Person> person_;
  bool page_shows_name_ = false;
  bool page_is_echo_ = false;
  GateReport report_;
};

}  // namespace doorward::ctl
