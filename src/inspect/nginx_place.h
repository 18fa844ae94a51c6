// What can be said of one server or location: who guards it, what it answers with, what to call it.
#pragma once

#include <string>
#include <vector>

#include "inspect/nginx_scope.h"

namespace doorward::inspect {

struct Guard {
  enum class Kind { none, doorward, other };  // other: auth_basic, an address list, another gate

  Kind kind = Kind::none;
  std::string requirement = "";  // doorward: "" for a session, "admins"; other: its name
  const Directive* directive = nullptr;

  bool same_as(const Guard& other) const {
    return kind == other.kind && requirement == other.requirement;
  }
  std::string text() const;
};

Guard guard_of(const Scope& scope);
bool is_internal(const Scope& scope);
// The directive that hands the request to a backend; null when there is none.
const Directive* pass_of(const Scope& scope);
// Some other directive that answers requests, such as stub_status; "" when there is none.
std::string other_handler(const Scope& scope);
// root or alias, whichever holds: nginx takes them as one setting. Null when there is none.
const Directive* root_or_alias(const Scope& scope);

// The servers that read a request first when it comes to an address of this one: the default server
// of each address, which may be the server itself.
std::vector<const Scope*> default_servers(const Scope& server);
// It says so.
bool is_default_server(const Scope& server);

// What it answers with, for the table: "/srv/portal", "http://127.0.0.1:3000", "return 404".
std::string content_text(const Scope& place);
// "portal.example.com", or what it listens on.
std::string server_text(const Scope& server);
// "location ^~ /members/ of portal.example.com"
std::string place_text(const Scope& place);

}  // namespace doorward::inspect
