// doorward-gate as a function: may this request go on, and who is it?
//
// Judged by the session cookie, what the database says of it, and the groups that nginx asks for;
// never by method, body, host or URL. The URL is only handed back as the place to return to.
#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "base/key_file.h"
#include "base/template.h"
#include "gate/leases.h"
#include "gate/metrics.h"
#include "http/cookie_names.h"
#include "http/request.h"
#include "http/response.h"

namespace doorward::gate {

class Gate {
 public:
  Gate(const Config& config, Clock& clock, Leases& leases, const KeyFile& session_keys,
       const Templates& templates);

  // /_doorward/require/…: 200 with Remote-*, 401 with Location, 403 with X-Doorward-Reason, 503.
  // /api/authz/auth-request: the same for those who come from Authelia, without groups; where to
  // return to is what X-Original-URL says.
  // /healthz: 200 while this process answers; /readyz: 200 when the database does too; /metrics.
  // /auth/badge: the name and its menu, or the way to sign in, as a fragment for unguarded pages.
  // Never throws, and never answers 2xx but where it names a person or anonymity.
  http::Response handle(const http::Request& request);

 private:
  http::Response answer(const http::Request& request);
  http::Response require(const http::Request& request);
  http::Response ready() const;
  http::Response metrics() const;
  http::Response badge(const http::Request& request);
  // None: no session, or its time is over. Throws store::Unavailable when it can't be told.
  std::optional<Lease> signed_in(const http::Request& request);
  std::string sign_in_url(const http::Request& request) const;
  // The address that was asked for, as far as it can be told.
  std::string asked_address(const http::Request& request) const;

  const Config& config_;
  Clock& clock_;
  Leases& leases_;
  const KeyFile& session_keys_;
  const Templates& templates_;
  http::CookieNames cookie_names_;
  Metrics metrics_;
};

}  // namespace doorward::gate
