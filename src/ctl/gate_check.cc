#include "ctl/gate_check.h"

#include <sysexits.h>

#include "ctl/command.h"
#include "inspect/gate_headers.h"
#include "inspect/gate_links.h"

namespace doorward::ctl {
namespace {

constexpr const char* kRefused = "refused";
constexpr const char* kLetIn = "let in as the same person";
// More than there are gate processes in most places, each on a turn of its own.
constexpr int kAsksAfterEnd = 10;

bool is_failure(const inspect::HttpAnswer& answer) {
  return answer.status == 0 || answer.status >= 500 || answer.status == 429;
}

inspect::HttpRequest page_of(const inspect::Portal& portal, const std::string& target) {
  auto request = plain_probe(portal).request;
  request.target = target;
  return request;
}

inspect::HttpRequest claiming(inspect::HttpRequest request, const inspect::Lines& lines) {
  request.headers.insert(request.headers.end(), lines.begin(), lines.end());
  return request;
}

std::string joined(const std::vector<std::string>& parts, const char* separator) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : separator) + part;
  return text;
}

inspect::Judgement judge_echo(const inspect::HttpAnswer& answer,
                              const std::vector<std::string>& faults) {
  if (is_failure(answer)) return {inspect::Outcome::doubt, "answered " + description(answer)};
  if (answer.status != 200 || faults.empty()) return {};  // 401: the portal was told nothing
  return {inspect::Outcome::hole,
          joined(faults, "; ") +
              ": include snippets/doorward-proxy.conf, or doorward-fastcgi.conf in"
              " place of other parameters, in that very location"};
}

}  // namespace

GateCheck::GateCheck(inspect::Portal portal, const inspect::HttpSettings& settings,
                     std::string sign_in_url)
    : portal_(std::move(portal)),
      settings_(settings),
      http_(settings),
      sign_in_url_(std::move(sign_in_url)) {}

inspect::HttpAnswer GateCheck::send(const inspect::HttpRequest& request) {
  const auto stopped = [&] { return settings_.stop && settings_.stop(); };
  if (!stopped()) {
    auto answer = http_.send(filled_in(request, token_.view()));
    if (!stopped()) return answer;
  }
  throw Failure(EX_TEMPFAIL, "stopped before the end: nothing is proven, run it again");
}

bool GateCheck::page_is_guarded() {
  auto probe = plain_probe(portal_);
  const auto answer = send(probe.request);
  if (answer.status == 404) probe.advice = "there is no such page, or " + probe.advice;
  const auto url = portal_.origin + probe.request.target;
  if (answer.status == 0)
    throw Failure(EX_UNAVAILABLE, url + ": " + description(answer) +
                                      ": see that nginx runs and the name leads to it; --resolve"
                                      " and --cacert try a server that is not public yet");
  if (answer.status >= 500)
    throw Failure(EX_UNAVAILABLE, url + " answered " + description(answer) +
                                      ": see that doorward-gate runs; nothing was proven");
  auto judgement = judge(probe, answer, page_, sign_in_url_).value();
  if (answer.status >= 300 && answer.status < 400 && judgement.outcome == inspect::Outcome::hole)
    judgement = {inspect::Outcome::doubt,
                 "answered " + description(answer) +
                     ", which is not this site's sign-in: give the URL it leads"
                     " to, or see public_url"};
  report_.add(probe.group, kRefused, judgement, curl(probe.request));
  public_bodies_.push_back(answer.body);
  if (judgement.outcome == inspect::Outcome::refused) learn_public_pages();
  return judgement.outcome == inspect::Outcome::refused;
}

void GateCheck::learn_public_pages() {
  const auto& base = portal_.base_path;
  for (const auto& target :
       {std::string("/"), base + "/", base + "/sign-in", base + "/help", portal_.elsewhere().path})
    public_bodies_.push_back(send(page_of(portal_, target)).body);
  portal_.neighbours = inspect::neighbours_of(public_bodies_, portal_.path, base);
}

bool GateCheck::look_with(std::string_view token) {
  token_ = Secret(std::string(token));
  const auto request = with_session(portal_, plain_probe(portal_).request);
  const auto answer = send(request);
  inspect::Judgement judgement;
  if (refused_by_guard(answer, sign_in_url_))
    judgement = {inspect::Outcome::doubt,
                 "the session is not let in (" + description(answer) +
                     "): it may have ended, or nginx asks another site's gate"};
  else if (answer.status == 403)
    judgement = {inspect::Outcome::doubt,
                 "the session is denied (403): its account or licence, or this URL wants a role"
                 " that the person has not"};
  else if (is_failure(answer))
    judgement = {inspect::Outcome::doubt, "answered " + description(answer) + " to the session"};
  report_.add("the page, with the session", "let in", judgement, curl(request));
  if (judgement.outcome != inspect::Outcome::refused) return false;
  if (answer.status == 200) learn_session_page(answer.body);
  page_is_echo_ = inspect::is_echo(inspect::echoed(answer.body));
  person_ = inspect::person_of(
      send(with_session(portal_, page_of(portal_, portal_.base_path + "/api/me"))).body);
  page_shows_name_ = person_ && (answer.body.find(person_->name) != answer.body.npos ||
                                 answer.body.find(person_->email) != answer.body.npos);
  return true;
}

void GateCheck::learn_session_page(const std::string& body) {
  page_ = inspect::GuardedPage(body, public_bodies_);
  if (!page_.known())
    report_.note(
        "the page says nothing to a session that public pages don't say: answers were"
        " judged by their status alone");
  portal_.links = inspect::links_below(body, portal_.path.substr(0, portal_.path.rfind('/') + 1));
  std::erase_if(portal_.links, [&](const std::string& link) { return portal_.is_public(link); });
  auto pages = public_bodies_;
  pages.push_back(body);
  portal_.neighbours = inspect::neighbours_of(pages, portal_.path, portal_.base_path);
}

void GateCheck::try_without_session() {
  if (!portal_.is_folder())
    report_.not_looked_at("what lies below " + portal_.path +
                          ": give the URL of a folder, which ends in /");
  send_and_judge(anonymous_probes(portal_), anonymous_probes(portal_.elsewhere()));
  if (!token_.empty()) send_and_judge(almost_session_probes(portal_), {});
}

void GateCheck::send_and_judge(const std::vector<inspect::Probe>& probes,
                               const std::vector<inspect::Probe>& controls) {
  for (std::size_t i = 0; i < probes.size(); ++i) {
    const auto answer = send(probes[i].request);
    const auto first = judge(probes[i], answer, page_, sign_in_url_);
    const auto* control = i < controls.size() ? &controls[i] : nullptr;
    report_.add(probes[i].group, kRefused, first ? *first : second_look(probes[i], answer, control),
                curl(probes[i].request));
  }
}

inspect::Judgement GateCheck::second_look(const inspect::Probe& probe,
                                          const inspect::HttpAnswer& answer,
                                          const inspect::Probe* control) {
  std::optional<inspect::HttpAnswer> twin;
  if (!probe.public_twin.empty()) twin = send(page_of(portal_, probe.public_twin));
  return compare(probe, answer, twin,
                 control != nullptr ? send(control->request) : inspect::HttpAnswer(), page_);
}

void GateCheck::try_with_session(const std::string& echo) {
  for (auto probe : anonymous_probes(portal_)) {
    if (probe.expect != inspect::Expect::hidden) continue;
    probe.request = with_session(portal_, std::move(probe.request));
    report_.add(probe.group + ", with the session", "hidden",
                judge(probe, send(probe.request), inspect::GuardedPage(), sign_in_url_).value(),
                curl(probe.request));
  }
  if (!person_) {
    report_.not_looked_at("whose name the portal is told: " + portal_.base_path +
                          "/api/me did not say whose session it is");
    return;
  }
  try_claims_on_account();
  if (page_is_echo_ || !echo.empty()) try_echo(echo.empty() ? portal_.path + portal_.query : echo);
  if (page_is_echo_) return;
  try_claims_on_page();
  if (!echo.empty()) return;
  report_.not_looked_at(
      "which Remote-* headers reach the portal, and whether Doorward's cookies do: --echo PATH"
      " looks, with a page that prints the headers it gets (see docs/install.md, \"Prove it\")");
}

void GateCheck::try_claims_on_account() {
  const auto me = page_of(portal_, portal_.base_path + "/api/me");
  for (const auto& lines : identity_claims(portal_)) {
    const auto request = with_session(portal_, claiming(me, lines));
    const auto answer = send(request);
    const auto told = inspect::person_of(answer.body);
    inspect::Judgement judgement;
    if (is_failure(answer) || !told)
      judgement = {inspect::Outcome::doubt, "answered " + description(answer)};
    else if (told != person_)
      judgement = {inspect::Outcome::hole,
                   "Doorward's own pages take the session for somebody else's"};
    report_.add("made-up identities, at Doorward's own pages", kLetIn, judgement, curl(request));
  }
}

void GateCheck::try_claims_on_page() {
  for (const auto& lines : identity_claims(portal_)) {
    const auto request = with_session(portal_, claiming(plain_probe(portal_).request, lines));
    report_.add("made-up identities, with the session",
                page_shows_name_ ? kLetIn : "do not show on the page", judge_claim(send(request)),
                curl(request));
  }
}

inspect::Judgement GateCheck::judge_claim(const inspect::HttpAnswer& answer) const {
  if (is_failure(answer)) return {inspect::Outcome::doubt, "answered " + description(answer)};
  if (answer.body.find(portal_.mark) != answer.body.npos)
    return {inspect::Outcome::hole,
            "the page shows what the client claims to be: include"
            " snippets/doorward-proxy.conf or doorward-fastcgi.conf there"};
  const bool lost = page_shows_name_ && answer.status == 200 &&
                    answer.body.find(person_->name) == answer.body.npos &&
                    answer.body.find(person_->email) == answer.body.npos;
  if (lost) return {inspect::Outcome::hole, "the page no longer shows the session's own name"};
  return {};
}

void GateCheck::try_echo(const std::string& path) {
  const auto page = page_of(portal_, path);
  const auto plain = send(with_session(portal_, page));
  if (plain.status != 200 || !inspect::is_echo(inspect::echoed(plain.body))) {
    report_.add("what the portal is told", kLetIn,
                {inspect::Outcome::doubt, path + " answered " + description(plain) +
                                              " and does not print the headers it gets: see"
                                              " docs/install.md, \"Prove it\""},
                curl(with_session(portal_, page)));
    return;
  }
  std::vector<inspect::HttpRequest> requests{with_session(portal_, page)};
  for (const auto& lines : identity_claims(portal_))
    requests.push_back(with_session(portal_, claiming(page, lines)));
  for (const auto& request : requests) {
    const auto answer = send(request);
    report_.add("what the portal is told", kLetIn,
                judge_echo(answer, identity_faults(answer.body, *person_)), curl(request));
  }
  try_cookies_on(page);
  note_what_is_passed_on(page);
}

void GateCheck::try_cookies_on(const inspect::HttpRequest& page) {
  for (const auto& lines : cookie_mixtures(portal_)) {
    const auto request = claiming(page, lines);
    const auto answer = send(request);
    report_.add("cookies on the way to the portal", "held back",
                judge_echo(answer, inspect::cookie_faults(answer.body, token_.view())),
                curl(request));
  }
}

void GateCheck::note_what_is_passed_on(const inspect::HttpRequest& page) {
  inspect::Lines all;
  for (const auto& lines : identity_claims(portal_))
    all.insert(all.end(), lines.begin(), lines.end());
  const auto answer = send(with_session(portal_, claiming(page, all)));
  const auto names = joined(inspect::passed_on(inspect::echoed(answer.body), portal_.mark), ", ");
  if (!names.empty())
    report_.note("the portal receives these as a client sends them, and must not believe them: " +
                 names);
}

void GateCheck::try_ended_session() {
  auto probe = plain_probe(portal_);
  probe.request = with_session(portal_, std::move(probe.request));
  probe.advice =
      "the session ended more than a second ago, and a gate still lets it in; see that"
      " every gate reaches the database";
  for (int i = 0; i < kAsksAfterEnd; ++i)
    report_.add("after the session's end", kRefused,
                judge(probe, send(probe.request), inspect::GuardedPage(), sign_in_url_).value(),
                curl(probe.request));
}

}  // namespace doorward::ctl
