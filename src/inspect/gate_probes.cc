#include "inspect/gate_probes.h"

#include <algorithm>

#include "base/text.h"
#include "domain/return_address.h"
#include "inspect/gate_headers.h"
#include "inspect/gate_path_tricks.h"

namespace doorward::inspect {
namespace {

constexpr const char* kAcceptsPages = "Accept: text/html";
// Collects the probes of one group.
class Group {
 public:
  Group(std::vector<Probe>& probes, const Portal& portal, const char* name, const char* advice)
      : probes_(probes), portal_(portal), name_(name), advice_(advice) {}

  Probe& add(Expect expect = Expect::guard) {
    Probe probe{.group = name_, .advice = advice_, .expect = expect};
    probe.request.origin = portal_.origin;
    probe.request.target = portal_.path + portal_.query;
    probe.request.headers = {kAcceptsPages};
    return probes_.emplace_back(std::move(probe));
  }
  Probe& add_headers(const Lines& lines, Expect expect = Expect::guard) {
    auto& probe = add(expect);
    probe.request.headers.insert(probe.request.headers.end(), lines.begin(), lines.end());
    return probe;
  }
  Probe& add_path(const std::string& target) {
    auto& probe = add(Expect::closed);
    probe.request.target = target + (target.find('?') == target.npos ? portal_.query : "");
    const auto guarded = resolved_path(portal_.path);
    const auto found = resolved_path(target);
    probe.inside = is_at_or_below(found, guarded);
    if (portal_.is_public(target)) probe.also = {200};
    if (found != target.substr(0, target.find('?')) &&
        !is_at_or_below(text::lower(found), text::lower(guarded)))
      probe.public_twin = found.empty() ? "/" : found;
    return probe;
  }

 private:
  std::vector<Probe>& probes_;
  const Portal& portal_;
  const char* name_;
  const char* advice_;
};

// Where a POST or DELETE that gets through does no harm.
std::string harmless_target(const Portal& portal) {
  return portal.path + (portal.is_folder() ? portal.mark : "") + portal.query;
}

void add_methods(std::vector<Probe>& probes, const Portal& portal) {
  Group group(
      probes, portal, "other methods",
      "the guard is not asked for this method; see what if, limit_except and error_page do there");
  group.add().request.method = "HEAD";
  for (const auto* method : {"HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND",
                             "MKCOL", "REPORT", "SEARCH", "TRACE", "DOORWARD"}) {
    auto& probe = group.add();
    probe.request.method = method;
    probe.request.target = harmless_target(portal);
    probe.also = {405, 501};
  }
  auto& preflight = group.add_headers(
      {"Origin: https://" + std::string(kNobody), "Access-Control-Request-Method: GET"});
  preflight.request.method = "OPTIONS";
  preflight.also = {405};
  for (const auto* method : {"get", "GeT", "GETX"})
    group.add(Expect::closed).request.method = method;
}

void add_claims(std::vector<Probe>& probes, const Portal& portal) {
  Group identity(probes, portal, "made-up identities",
                 "nginx or the portal believes what a client says of itself");
  for (const auto& lines : identity_claims(portal)) identity.add_headers(lines);
  Group forwarding(probes, portal, "made-up forwarding",
                   "nginx or the portal believes a header that only a proxy should send");
  for (const auto& lines : forwarding_claims(portal)) forwarding.add_headers(lines);
  // The other way round: a public page is asked for, and a header names the guarded one.
  for (const auto* name :
       {"X-Original-URL", "X-Rewrite-URL", "X-Accel-Redirect", "X-Original-URI"}) {
    auto& probe = forwarding.add_headers({std::string(name) + ": " + portal.path}, Expect::closed);
    probe.request.target = "/";
    probe.inside = is_at_or_below("/", resolved_path(portal.path)) && portal.path == "/";
    probe.public_twin = "/";
  }
}

void add_hosts(std::vector<Probe>& probes, const Portal& portal) {
  Group group(probes, portal, "other host names",
              "another server block answers to this name, and has no guard");
  const auto host = portal.origin.substr(portal.origin.find("://") + 3);
  const auto colon = host.starts_with('[') ? host.find(':', host.find(']')) : host.find(':');
  const auto name = host.substr(0, colon);
  const auto port = colon == host.npos ? "" : host.substr(colon);
  const auto target = portal.path + portal.query;
  for (const auto& same :
       {in_capitals(name) + port, name + "." + port, name, name + ":1", name + ":"})
    group.add_headers({"Host: " + same}, Expect::closed);
  for (const auto& other :
       {std::string(kNobody), std::string("localhost"), "x." + name, std::string("127.0.0.1"),
        std::string("[::1]"), "x@" + name, name + "@" + kNobody, name + "/x", name + "%00"})
    group.add_headers({"Host: " + other}, Expect::closed).inside = false;
  group.add_headers({"Host;"}, Expect::closed).inside = false;
  group.add_headers({"Host:"}, Expect::closed).inside = false;

  Group forms(probes, portal, "other request lines",
              "another server block or location answers, and has no guard");
  for (const auto& absolute : {portal.origin + target, "HTTP://" + host + target,
                               std::string("http://") + kNobody + target})
    forms.add(Expect::closed).request.target = absolute;
  forms.add(Expect::closed).request.target = portal.path.substr(1) + portal.query;
  forms.add(Expect::closed).request.target = target + "#x";
  auto& without_host = forms.add_headers({"Host:"}, Expect::closed);
  without_host.inside = false;
  without_host.request.version = HttpVersion::http_1_0;
  forms.add().request.version = HttpVersion::http_1_0;
  if (portal.origin.starts_with("https://")) {
    forms.add().request.version = HttpVersion::http_2;
    if (port.empty()) forms.add(Expect::closed).request.origin = "http://" + host;
  }
}

void add_paths(std::vector<Probe>& probes, const Portal& portal) {
  Group tricks(probes, portal, "path tricks",
               "a location without a guard answers to this spelling, or the portal reads it "
               "differently from nginx");
  for (const auto& target : path_tricks(portal.path, portal.base_path)) tricks.add_path(target);
  Group neighbours(probes, portal, "ways in from beside",
                   "an alias whose location does not end in / leads out of its folder, or the "
                   "portal reads the path differently from nginx");
  for (const auto& neighbour : portal.neighbours)
    for (const auto& target : ways_from(neighbour, portal.path)) neighbours.add_path(target);
  if (portal.is_folder()) {
    Group below(probes, portal, "names below it",
                "another location takes this name, and has no guard (a regular expression wins "
                "over a prefix: write location ^~)");
    for (const auto& target : names_below(portal.path, portal.mark)) {
      auto& probe = below.add();
      probe.request.target = target;
      if (portal.is_public(target)) probe.also = {200, 404};
    }
  }
  Group links(probes, portal, "pages it links to",
              "a location of its own takes this page, without a guard (auth_request off?)");
  for (const auto& link : portal.links) links.add().request.target = link;
}

void add_cookies(std::vector<Probe>& probes, const Portal& portal) {
  Group group(probes, portal, "forged cookies", "this is no session, and was let in");
  for (const auto& lines : forged_cookies(portal)) group.add_headers(lines);
  for (const auto& lines : oversized_cookies(portal)) group.add_headers(lines, Expect::closed);
}

void add_bodies(std::vector<Probe>& probes, const Portal& portal) {
  Group group(probes, portal, "bodies, ranges, upgrades",
              "the guard is not asked for such a request");
  const auto add_post = [&](const Lines& lines, const std::string& body) {
    auto& probe = group.add_headers(lines);
    probe.request.method = "POST";
    probe.request.target = harmless_target(portal);
    probe.request.body = body;
    probe.also = {405, 413};
  };
  add_post({"Content-Type: application/x-www-form-urlencoded"}, "a=b&" + std::string(100, 'c'));
  add_post({"Content-Type: application/json"}, "{\"a\": 1}");
  add_post({"Content-Type: text/plain", "Transfer-Encoding: chunked"}, std::string(100, 'c'));
  group.add().request.body = "a=b";
  for (const auto& lines : std::vector<Lines>{
           {"Range: bytes=0-99"},
           {"Range: bytes=-1"},
           {"If-None-Match: *"},
           {"If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"},
           {"Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: ZG9vcndhcmQtY2hlY2stMQ=="},
           {"Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"},
           {"Connection: close, Cookie, Remote-User"},
           {"Accept: application/json"},
           {"Accept: text/event-stream"},
           {"X-Requested-With: XMLHttpRequest"},
           {"Sec-Fetch-Mode: cors"},
           {"Cache-Control: only-if-cached"},
           {"Accept-Encoding: gzip"}})
    group.add_headers(lines);
}

void add_hidden(std::vector<Probe>& probes, const Portal& portal) {
  Group group(probes, portal, "the gate itself",
              "its location must be internal, as snippets/doorward-server.conf has it");
  const auto add = [&](const std::string& target) {
    group.add(Expect::hidden).request.target = target;
  };
  for (const auto& path : portal.require_paths) {
    add(path);
    add(path + "admins");
    add("/x/.." + path);
    add("/" + path);
    if (path.starts_with("/_")) add("/%5f" + path.substr(2));
  }
  add("/_doorward/");
  add("/_doorward/error/unavailable.html");
  add("/_doorward/x");
}

}  // namespace

Portal Portal::elsewhere() const {
  Portal portal = *this;
  portal.path = "/" + mark + (is_folder() ? "/" : "");
  return portal;
}

bool Portal::is_public(std::string_view target) const {
  const auto found = resolved_path(target);
  return is_at_or_below(found, base_path) ||
         std::ranges::any_of(public_paths, [&](const std::string& public_path) {
           return is_at_or_below(found, resolved_path(public_path));
         });
}

std::optional<Portal> portal_of(std::string_view url, const std::vector<std::string>& origins) {
  for (const auto& origin : origins) {
    if (!url.starts_with(origin)) continue;
    const auto rest = url.substr(origin.size());
    const auto visible = [](char c) { return c > ' ' && c <= '~' && c != '\\' && c != '#'; };
    if ((!rest.empty() && rest[0] != '/') || !std::ranges::all_of(rest, visible)) continue;
    Portal portal;
    portal.origin = origin;
    portal.path = rest.empty() ? "/" : std::string(rest.substr(0, rest.find('?')));
    portal.query = rest.find('?') == rest.npos ? "" : std::string(rest.substr(rest.find('?')));
    return portal;
  }
  return std::nullopt;
}

Probe plain_probe(const Portal& portal) {
  std::vector<Probe> probes;
  return Group(probes, portal, "the page",
               "the location has no guard (see snippets/doorward-guard.conf), or something undoes "
               "it: return and rewrite run before it, satisfy any and error_page 401 =200 let in "
               "whom it refuses")
      .add();
}

HttpRequest with_session(const Portal& portal, HttpRequest request) {
  request.headers.push_back("Cookie: " + portal.cookie + "=" + std::string(kToken));
  return request;
}

std::vector<Probe> anonymous_probes(const Portal& portal) {
  std::vector<Probe> probes;
  add_claims(probes, portal);
  add_hosts(probes, portal);
  add_paths(probes, portal);
  add_cookies(probes, portal);
  add_bodies(probes, portal);
  add_hidden(probes, portal);
  add_methods(probes, portal);
  return probes;
}

std::vector<Probe> almost_session_probes(const Portal& portal) {
  std::vector<Probe> probes;
  Group group(probes, portal, "nearly a session", "this is not the session cookie, and was let in");
  for (const auto& lines : almost_session_headers(portal)) group.add_headers(lines);
  return probes;
}

}  // namespace doorward::inspect
