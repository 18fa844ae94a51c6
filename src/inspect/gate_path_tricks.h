// Other spellings of a path: what nginx, or a portal behind it, may take for the guarded one.
#pragma once

#include <string>
#include <vector>

namespace doorward::inspect {

std::string in_capitals(std::string text);

// As many for every path. None has a query.
std::vector<std::string> path_tricks(const std::string& path, const std::string& base_path);

// Out of a neighbour's folder into the guarded one: "/static../members/".
std::vector<std::string> ways_from(const std::string& neighbour, const std::string& path);

// Names below a folder that a location of its own may take, such as ~ \.php$.
std::vector<std::string> names_below(const std::string& folder, const std::string& mark);

}  // namespace doorward::inspect
