// A request as a curl command line, for somebody who wants to see for himself.
#pragma once

#include <string>
#include <string_view>

#include "inspect/http_probe.h"

namespace doorward::inspect {

// One line for bash. The marks of gate_probes.h stay what they are, so that the shell fills them in
// (it needs a variable SESSION) and no token is shown.
std::string curl_line(const HttpRequest& request, const HttpSettings& settings);

// `text` with `token` in place of the marks, as a shell would.
std::string filled_in(std::string text, std::string_view token);
// The same for all that is sent.
HttpRequest filled_in(HttpRequest request, std::string_view token);

}  // namespace doorward::inspect
