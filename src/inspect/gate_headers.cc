#include "inspect/gate_headers.h"

#include "inspect/gate_path_tricks.h"

namespace doorward::inspect {
namespace {

// Has the form of a token: 32 bytes in base64url.
std::string forged_token() {
  return std::string(43, 'A');
}

std::vector<Lines> as_headers(const std::vector<std::string>& cookies) {
  std::vector<Lines> headers;
  for (const auto& line : cookies) headers.push_back({"Cookie: " + line});
  return headers;
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

std::vector<Lines> identity_claims(const Portal& portal) {
  const auto nobody = portal.mark + "@" + kNobody;
  std::vector<Lines> claims;
  Lines all;
  for (const auto* name :
       {"Remote-User", "REMOTE-USER", "remote-user", "Remote_User", "REMOTE_USER",
        "HTTP_REMOTE_USER", "Remote-Email", "Remote_Email", "Remote-Name", "Remote_Name",
        "Remote-Groups", "Remote_Groups", "X-Remote-User", "X-Forwarded-User", "X-Forwarded-Email",
        "X-Forwarded-Groups", "X-Auth-Request-User", "X-Authenticated-User", "X-User"}) {
    all.push_back(std::string(name) + ": " + nobody);
    claims.push_back({all.back()});
  }
  claims.push_back(all);
  claims.push_back({all.front(), all.front()});
  claims.push_back({"Remote-User;"});
  // "portal:portal": where nginx or a portal also takes passwords.
  claims.push_back({"Authorization: Basic cG9ydGFsOnBvcnRhbA=="});
  return claims;
}

std::vector<Lines> forwarding_claims(const Portal& portal) {
  const auto page = portal.base_path + "/sign-in";
  std::vector<Lines> lines;
  for (const auto* name : {"X-Original-URL", "X-Rewrite-URL", "X-Original-URI", "X-Forwarded-URI",
                           "X-Accel-Redirect", "X-Sendfile", "X-Forwarded-Prefix"})
    lines.push_back({std::string(name) + ": " + page});
  for (const auto* name : {"X-Forwarded-For", "X-Real-IP", "X-Client-IP", "X-Forwarded-Server",
                           "X-Forwarded-Host", "CF-Connecting-IP", "True-Client-IP"})
    lines.push_back({std::string(name) + ": 127.0.0.1"});
  for (const auto* line :
       {"X-Forwarded-Proto: https", "X-Forwarded-Proto: http", "X-Forwarded-Method: OPTIONS",
        "X-Original-Method: OPTIONS", "X-HTTP-Method-Override: OPTIONS",
        "Forwarded: for=127.0.0.1;host=localhost;proto=https", "Via: 1.1 localhost",
        "X-Doorward-Reason: none", "X-Accel-Buffering: no", "Referer: /auth/sign-in"})
    lines.push_back({line});
  return lines;
}

std::vector<Lines> forged_cookies(const Portal& portal) {
  const auto& name = portal.cookie;
  const auto is = name + "=";
  const auto token = forged_token();
  auto forged = as_headers({is + token,
                            is,
                            is + "x",
                            is + '"' + token + '"',
                            is + token + "A",
                            is + token.substr(1),
                            is + token + "%00",
                            is + token + "=",
                            is + "' OR 1=1 -- ",
                            is + "../../../x",
                            is + "\xff\xfe\x80",
                            is + "admin",
                            name,
                            "=" + token,
                            is + token + "; " + is + token,
                            in_capitals(is) + token,
                            "__Host-doorward=" + token,
                            "__Secure-doorward=" + token,
                            "doorward=" + token,
                            name + "-flow=" + token,
                            name + "-browser=" + token,
                            "$Version=1; " + is + token,
                            "a=\"b; " + is + token,
                            ";;;; ,",
                            name + "==",
                            is + token + "," + is + token});
  forged.push_back({"Cookie: " + is + token, "Cookie: " + is + token});
  forged.push_back({"Cookie2: " + is + token});
  return forged;
}

std::vector<Lines> oversized_cookies(const Portal& portal) {
  return as_headers({portal.cookie + "=" + std::string(kOversized),
                     repeated("a=b; ", 500) + portal.cookie + "=" + forged_token()});
}

std::vector<Lines> almost_session_headers(const Portal& portal) {
  const auto is = portal.cookie + "=";
  const std::string token(kToken);
  auto almost = as_headers(
      {is + std::string(kTokenWithoutLast), is + std::string(kTokenWithoutFirst), is + token + "x",
       is + "x" + token, is + '"' + token + '"', is + token + "%00", is + " " + token,
       portal.cookie + " =" + token, is + token + "; " + is + token, is + token + "; " + is,
       is + "x; " + is + token, is + token + "," + is + "x", in_capitals(is) + token,
       "x" + is + token, portal.cookie + "x=" + token, portal.cookie + "-flow=" + token, token});
  almost.push_back({"Cookie: " + is + token, "Cookie: " + is + token});
  almost.push_back({"Authorization: Bearer " + token});
  almost.push_back({"X-Cookie: " + is + token});
  return almost;
}

std::vector<Lines> cookie_mixtures(const Portal& portal) {
  const auto ours = portal.cookie + "=" + std::string(kToken);
  auto mixtures = as_headers(
      {ours, "theme=dark; " + ours, ours + "; theme=dark", "theme=dark; " + ours + "; lang=en",
       "theme=dark;" + ours + ";lang=en", "theme=dark;    " + ours + " ;  lang=en",
       "theme=dark;\t" + ours + "\t;lang=en", "a=\"b; " + ours + "; c\"", ";" + ours + ";;",
       ours + "; " + portal.cookie + "-flow=x; " + portal.cookie + "-browser=x",
       "DOORWARD=x; " + ours, "a=doorward; " + ours, "a=" + portal.cookie + "=x; " + ours,
       "$Version=1; " + ours + "; $Path=/", "a, " + ours, ours + ", b=c",
       repeated(portal.cookie + "-x=y; ", 12) + ours});
  mixtures.push_back({"Cookie: theme=dark", "Cookie: " + ours, "Cookie: lang=en"});
  mixtures.push_back({"cookie: " + ours});
  return mixtures;
}

}  // namespace doorward::inspect
