// The levels of an nginx configuration (http, server, location, `if`), what holds at each, and
// which location answers a path.
//
// All directives that are looked at here are inherited in one way: a level that has none takes the
// nearest outer level's, and a level that has one of its own takes none of those. What nginx never
// inherits (proxy_pass, return, rewrite, set, try_files) is asked for with own().
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/nginx_config.h"
#include "inspect/nginx_pattern.h"

namespace doorward::inspect {

class Scope {
 public:
  enum class Kind { http, server, location, condition };  // a condition: `if`, `limit_except`
  enum class Match { exact, prefix, final_prefix, pattern, named };

  Scope(Kind kind, const Directive& directive, const Scope* parent);
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  Kind kind() const { return kind_; }
  const Place& place() const { return directive_.place; }
  const Scope* parent() const { return parent_; }
  const std::vector<std::unique_ptr<Scope>>& children() const { return children_; }
  const Directive& directive() const { return directive_; }
  const Scope& server() const;    // REQUIRES: it is a server, or within one
  const Scope& location() const;  // itself, or the location that a condition stands in

  // For a location: how it matches, and the path, pattern or name. A server is prefix "".
  Match match() const { return match_; }
  const std::string& path() const { return path_; }
  bool is_named() const { return kind_ == Kind::location && match_ == Match::named; }
  // What all its paths begin with: of a pattern "^/a/\.x" is "/a/.x", of "\.x$" that of the
  // location around it. "" at the top.
  const std::string& domain() const { return domain_; }
  // REQUIRES: match() is pattern.
  const NginxPattern& pattern() const { return *pattern_; }

  std::vector<const Directive*> own(std::string_view name) const;
  const Directive* own_one(std::string_view name) const;  // the last; null when there is none
  // What holds here, from the nearest level that has any.
  std::vector<const Directive*> effective(std::string_view name) const;
  const Directive* effective_one(std::string_view name) const;
  // The nearest level that has it; null when there is none.
  const Scope* level_of(std::string_view name) const;
  // First argument of effective_one, or `otherwise`.
  std::string value(std::string_view name, const std::string& otherwise) const;

  // Itself and the conditions in it, theirs included; not the locations.
  std::vector<const Scope*> with_conditions() const;
  // All locations in it, at any depth, in the order of the file.
  std::vector<const Scope*> locations() const;
  const Scope* named(const std::string& name) const;  // of this server; null when there is none

  // The location that nginx would take for that path, or the server itself. REQUIRES: a server.
  const Scope& resolve(const std::string& uri) const;

  // "location ^~ /members/", "server"
  std::string title() const;

 private:
  void read_location();
  const Scope* static_match(const std::string& uri) const;
  // Null when nothing at this level fits; `settled` when nothing outside may overrule it.
  const Scope* find(const std::string& uri, bool& settled) const;

  Kind kind_;
  const Directive& directive_;
  const Scope* parent_;
  Match match_ = Match::prefix;
  std::string path_;
  std::string domain_;
  std::optional<NginxPattern> pattern_;
  std::vector<std::unique_ptr<Scope>> children_;
};

// The http levels of a configuration; nginx allows one. `directives` must outlive them.
std::unique_ptr<Scope> http_scope(const std::vector<Directive>& directives);

}  // namespace doorward::inspect
