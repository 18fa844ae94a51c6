// What an nginx configuration does with a request: which location answers it with what, and who
// guards that. The rules judge these answers.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "inspect/nginx_place.h"
#include "inspect/nginx_scope.h"

namespace doorward::inspect {

// How a path becomes the name of a file, or the path that a backend is asked for.
struct Mapping {
  std::size_t strip = 0;  // bytes of the path that go
  std::string to;         // what comes in their place
  bool known = true;      // false: it has variables, and `to` is what stands before the first
};

// One thing that a request to `location` may be answered with.
struct Answer {
  enum class Kind { files, backend, other };

  const Scope* location = nullptr;  // which the client asked for, and whose guard decides
  const Scope* scope = nullptr;  // where it is made: the same, an `if` in it, or a named location
  Kind kind = Kind::files;
  std::string protocol = "";        // proxy, fastcgi, uwsgi, scgi, grpc, memcached
  const Directive* pass = nullptr;  // of a backend
  Guard guard = {};
  Mapping mapping = {};
  std::set<std::string> sources = {};  // "files", and addresses of backends

  // All that it can be, as a beginning of file names or backend paths.
  std::string tree() const;
  bool shares_source_with(const Answer& other) const;
  bool guarded() const { return guard.kind == Guard::Kind::doorward; }
  bool open() const { return guard.kind == Guard::Kind::none; }
  // One of Doorward's own pages or answers, which read none of what a client claims.
  bool is_doorwards_own() const;
};

class Site {
 public:
  // Throws NginxSyntaxError when there is no http level.
  explicit Site(std::vector<Directive> directives);

  const Scope& http() const { return *http_; }
  const std::vector<const Scope*>& servers() const { return servers_; }
  // Servers and their locations, in the order of the file.
  const std::vector<const Scope*>& places() const { return places_; }
  const std::vector<Answer>& answers() const { return answers_; }

  // The places that ask the gate on behalf of a guard, each once.
  std::vector<const Scope*> gates() const;
  bool has_guard(const Scope& server) const { return guarded_servers_.contains(&server); }
  // Some location that is guarded gets its pages from one of these.
  bool feeds_guarded(const Answer& answer) const;

 private:
  void add_answers(const Scope& location);
  void add_answer(const Scope& location, const Scope& scope);
  void add_fallbacks(const Scope& location);
  void read_backend(Answer& answer) const;

  std::vector<Directive> directives_;
  std::unique_ptr<Scope> http_;
  std::vector<const Scope*> servers_;
  std::vector<const Scope*> places_;
  std::vector<Answer> answers_;
  std::set<const Scope*> guarded_servers_;
  std::set<std::string> guarded_backends_;
};

// The values that a backend is given under that name, in any spelling; none when nobody sets it.
// For proxy_pass a header ("Remote-User"), else the parameter that stands for it.
std::vector<const Directive*> values_sent(const Answer& answer, const std::string& header);
// Where values_sent() looks.
std::string header_directive(const Answer& answer);

}  // namespace doorward::inspect
