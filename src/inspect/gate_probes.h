// What `check gate` asks of a guarded URL: every way round a guard that we know of, as requests.
//
// Pure: a URL becomes a list, and nothing is sent here. No request holds a session's token: where
// one belongs stands a mark, such as $SESSION, that a shell would replace too.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/http_probe.h"

namespace doorward::inspect {

struct Portal {
  std::string origin;  // "https://portal.example.com"
  std::string path;    // "/members/"
  std::string query;   // "?a=b", or ""
  std::string base_path = "/auth";
  std::string cookie;                      // the session cookie's name
  std::vector<std::string> require_paths;  // where nginx asks the gate
  std::vector<std::string> neighbours;     // "static": what lies beside it
  std::vector<std::string> links;          // "/members/a": pages below it
  std::vector<std::string> public_paths;   // meant for everybody, though they lie below it
  std::string mark;  // a word that no page has: what we claim to be, and pages that can't exist

  bool is_folder() const { return path.ends_with('/'); }
  // Doorward's own pages, and what is meant for everybody.
  bool is_public(std::string_view target) const;
  // The same portal at a path that nobody has: a folder if this is one.
  Portal elsewhere() const;
};

// None unless `url` is one of `origins`, and a path of visible characters without a fragment.
std::optional<Portal> portal_of(std::string_view url, const std::vector<std::string>& origins);

// The token, cut at either end, and a value too long for any server. As a shell writes them.
inline constexpr std::string_view kToken = "$SESSION";
inline constexpr std::string_view kTokenWithoutLast = "${SESSION%?}";
inline constexpr std::string_view kTokenWithoutFirst = "${SESSION#?}";
inline constexpr std::string_view kOversized = "$(printf %9000s | tr ' ' A)";

enum class Expect {
  guard,   // the guard refuses: 401, or 303 to sign-in
  closed,  // that, or any other refusal; or what everybody may see anyway
  hidden,  // not there at all
};

struct Probe {
  std::string group;
  std::string advice;  // what to mend when it gets through
  HttpRequest request = {};
  Expect expect = Expect::guard;
  // Statuses that are as good as a refusal by the guard.
  std::vector<int> also = {};
  // nginx reads the target as the guarded path, or one below it.
  bool inside = true;
  // A path that everybody may see if this one leads there; "" for none.
  std::string public_twin = "";
};

// The page, as a browser asks for it; and the same with the session's cookie.
Probe plain_probe(const Portal& portal);
HttpRequest with_session(const Portal& portal, HttpRequest request);

// Without a session. The nth probe of portal.elsewhere() is the nth of portal with a path that
// can't exist in place of the guarded one: whoever answers both alike shows nothing of the page.
std::vector<Probe> anonymous_probes(const Portal& portal);
// With what is nearly the token of a session. All must be refused.
std::vector<Probe> almost_session_probes(const Portal& portal);

}  // namespace doorward::inspect
