// What a page of the portal points to: where else to knock.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace doorward::inspect {

// Targets of its links, images and the like that lie at or below `folder` of this site, each once.
std::vector<std::string> links_below(std::string_view html, const std::string& folder);

// The first folders of the paths that the pages name, and those that many sites have: "static".
// Not `path`'s own, and not `base_path`.
std::vector<std::string> neighbours_of(const std::vector<std::string>& pages,
                                       const std::string& path, const std::string& base_path);

}  // namespace doorward::inspect
