// Whoever is sent to an accepted address arrives at one of our origins, and not at the sign-in.
#include "domain/return_address.h"

#include <algorithm>

#include "t/fuzz/property.h"

namespace {

using doorward::fuzz::property;

const std::vector<std::string> kOrigins = {"https://portal.example.com",
                                           "https://app.example.com:8443"};

// As browsers do (WHATWG URL section 4.4): they drop tabs and line ends, take "\" for "/" and
// read as a host what follows two of them.
std::string origin_for_browsers(std::string_view address) {
  std::string url;
  for (const char c : address)
    if (c != '\t' && c != '\r' && c != '\n') url += c == '\\' ? '/' : c;
  while (!url.empty() && static_cast<unsigned char>(url[0]) <= ' ') url.erase(0, 1);
  const auto scheme = url.find(':');
  const bool absolute = scheme != std::string::npos && scheme < url.find_first_of("/?#");
  if (!absolute && !url.starts_with("//")) return kOrigins[0];
  const auto from = url.find_first_not_of('/', absolute ? scheme + 1 : 0);
  if (from == std::string::npos) return "";
  return (absolute ? url.substr(0, scheme) : "https") + "://" +
         url.substr(from, url.find_first_of("/?#", from) - from);
}

bool is_printable(char c) {
  return c > ' ' && c < 0x7f && c != '\\';
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto rd = doorward::fuzz::view(data, size);
  const auto accepted = doorward::parse_return_address(rd, "/auth", kOrigins);
  const auto resolved = doorward::resolved_path(rd);
  property(doorward::resolved_path(rd.substr(0, rd.find_first_of("?#"))) == resolved,
           "no query counts in a path");
  property(resolved.empty() || (resolved.front() == '/' && !resolved.ends_with('/')),
           "a resolved path begins with a slash and ends with none");
  property(resolved.find("//") == std::string::npos, "slashes are merged");
  if (!accepted) return 0;
  property(*accepted == rd, "it is used byte for byte");
  property(accepted->size() <= doorward::kReturnAddressBytesMax, "it is no longer than the limit");
  property(std::ranges::all_of(*accepted, is_printable), "it is safe in a header");
  property(std::ranges::find(kOrigins, origin_for_browsers(*accepted)) != kOrigins.end(),
           "it leads to one of our origins");
  const auto path = accepted->substr(accepted->front() == '/' ? 0 : accepted->find('/', 8));
  const auto judged = doorward::resolved_path(path);
  property(judged != "/auth" && !judged.starts_with("/auth/"), "it does not lead to the sign-in");
  property(doorward::parse_return_address(path, "/auth", kOrigins) == path,
           "its path alone is accepted too");
  property(!doorward::parse_return_address("https://evil.example" + *accepted, "/auth", kOrigins),
           "the same is refused behind another's origin");
  property(!doorward::parse_return_address("/" + path, "/auth", kOrigins),
           "the same is refused behind a second slash");
  return 0;
}
