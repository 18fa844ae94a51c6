#include "inspect/nginx_rules.h"

#include <algorithm>

namespace doorward::inspect {

std::vector<Finding> judge(const Site& site) {
  std::vector<Finding> findings;
  for (const auto& rules : {guard_rules(), bypass_rules(), reach_rules(), subrequest_rules(),
                            identity_rules(), server_rules()})
    for (const auto& rule : rules)
      rule.look(site, [&](const Place& place, const Scope& where, const std::string& problem) {
        const bool known = std::ranges::any_of(findings, [&](const Finding& finding) {
          return finding.rule == rule.name && finding.place == place;
        });
        if (known) return;
        findings.push_back({rule.severity == Rule::Severity::hole, rule.name, place,
                            place_text(where), problem, rule.risk, rule.remedy});
      });
  std::ranges::stable_partition(findings, [](const Finding& finding) { return finding.hole; });
  return findings;
}

}  // namespace doorward::inspect
