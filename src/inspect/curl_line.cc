#include "inspect/curl_line.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "inspect/gate_probes.h"

namespace doorward::inspect {
namespace {

constexpr std::array kMarks{kTokenWithoutLast, kTokenWithoutFirst, kToken, kOversized};
constexpr std::size_t kOversizedBytes = 9000;

std::string value_of(std::string_view mark, std::string_view token) {
  if (mark == kOversized) return std::string(kOversizedBytes, 'A');
  if (mark == kTokenWithoutLast) return std::string(token.substr(0, token.size() - 1));
  if (mark == kTokenWithoutFirst) return std::string(token.substr(1));
  return std::string(token);
}

bool plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_-./:=@%,+").find(c) != std::string_view::npos;
}

// Between single quotes; as $'…' where a terminal could be disturbed.
std::string quoted(std::string_view text) {
  const bool printable = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  std::string out = printable ? "'" : "$'";
  for (const char c : text) {
    if (printable && c == '\'')
      out += "'\\''";
    else if (!printable && (c < ' ' || c > '~'))
      out += "\\x" + text::hex(std::string(1, c));
    else if (!printable && (c == '\'' || c == '\\'))
      out += std::string("\\") + c;
    else
      out += c;
  }
  return out + "'";
}

std::string word(std::string_view text) {
  if (!text.empty() && std::ranges::all_of(text, plain)) return std::string(text);
  std::string out;
  while (!text.empty()) {
    std::size_t first = text.size();
    std::string_view mark;
    for (const auto candidate : kMarks)
      if (const auto at = text.find(candidate); at < first) {
        first = at;
        mark = candidate;
      }
    if (first > 0) out += quoted(text.substr(0, first));
    if (!mark.empty()) out += '"' + std::string(mark) + '"';
    text.remove_prefix(first + mark.size());
  }
  return out.empty() ? "''" : out;
}

}  // namespace

std::string curl_line(const HttpRequest& request, const HttpSettings& settings) {
  std::string line = "curl -si";
  const auto option = [&](const char* name, std::string_view value) {
    line += std::string(" ") + name + " " + word(value);
  };
  if (!settings.ca_file.empty()) option("--cacert", settings.ca_file);
  for (const auto& entry : settings.resolve) option("--resolve", entry);
  if (request.version == HttpVersion::http_1_0) line += " --http1.0";
  if (request.version == HttpVersion::http_1_1) line += " --http1.1";
  if (request.method == "HEAD") line += " --head";
  if (request.method != "GET" && request.method != "HEAD") option("-X", request.method);
  for (const auto& header : request.headers) option("-H", header);
  if (!request.body.empty()) {
    if (request.method == "GET") option("-X", request.method);
    option("--data-binary", request.body);
  }
  const bool simple = request.target.starts_with('/') &&
                      request.target.find_first_of("?#[]{}\\") == std::string::npos;
  if (!simple) option("--request-target", request.target);
  return line + " --path-as-is " + word(request.origin + (simple ? request.target : "/"));
}

std::string filled_in(std::string text, std::string_view token) {
  for (const auto mark : kMarks)
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
      const auto value = value_of(mark, token);
      text.replace(at, mark.size(), value);
      at += value.size();
    }
  return text;
}

HttpRequest filled_in(HttpRequest request, std::string_view token) {
  request.target = filled_in(std::move(request.target), token);
  for (auto& header : request.headers) header = filled_in(std::move(header), token);
  return request;
}

}  // namespace doorward::inspect
