// JSON for people's scripts: strings of any bytes become valid JSON, pure ASCII. The only file that
// knows nlohmann-json.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace doorward {

// Keeps the order in which keys were set.
using Json = nlohmann::ordered_json;

// Bytes that are not UTF-8 become U+FFFD. `indent` -1: on one line.
inline std::string to_text(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', true, Json::error_handler_t::replace) + '\n';
}

}  // namespace doorward
