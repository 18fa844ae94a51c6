// What an answer to a probe proves. Pure: judged by what came back, what the guarded page says when
// there is a session to see it with, and what anybody may see.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/gate_probes.h"
#include "inspect/http_probe.h"

namespace doorward::inspect {

enum class Outcome {
  refused,
  public_page,  // nothing that is not public anyway
  hole,
  doubt,  // could not be told, or something failed that should not
};

struct Judgement {
  Outcome outcome = Outcome::refused;
  std::string why = "";
};

// What the guarded page says that no public page does.
class GuardedPage {
 public:
  GuardedPage() = default;  // never seen: it is shown nowhere
  GuardedPage(std::string_view body, const std::vector<std::string>& public_bodies);

  bool known() const { return !said_.empty(); }
  bool shown_in(std::string_view body) const;

 private:
  std::vector<std::string> said_;
};

// "303 to https://portal.example.com/auth/sign-in", "no answer (Empty reply from server)"
std::string description(const HttpAnswer& answer);

// The guard's own: 401, or 303 to this site's sign-in.
bool refused_by_guard(const HttpAnswer& answer, std::string_view sign_in_url);

// Without a session, or with what is none. None: the answer is a page, and what it is worth must be
// told by comparing it with public ones.
std::optional<Judgement> judge(const Probe& probe, const HttpAnswer& answer,
                               const GuardedPage& page, std::string_view sign_in_url);

// `twin`: what everybody sees where the probe leads; none when it leads nowhere else. `control`:
// the answer to the same probe with a path that can't exist.
Judgement compare(const Probe& probe, const HttpAnswer& answer,
                  const std::optional<HttpAnswer>& twin, const HttpAnswer& control,
                  const GuardedPage& page);

}  // namespace doorward::inspect
