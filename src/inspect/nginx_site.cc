#include "inspect/nginx_site.h"

#include <algorithm>

#include "base/text.h"
#include "inspect/nginx_backend.h"

namespace doorward::inspect {
namespace {

std::string before_variable(const std::string& text) {
  return text.substr(0, text.find('$'));
}

std::string without_trailing_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

// Whether what is left of a path, behind its plain beginning, is the path that was asked for.
bool is_same_path(const std::string& rest) {
  return rest.starts_with("$uri") || rest.starts_with("$document_uri") ||
         rest.starts_with("$request_uri");
}

// `domain` replaced by `to`; one that only puts something before the path is told as such.
Mapping replacing(const std::string& domain, const std::string& to) {
  if (to.ends_with(domain)) return {0, to.substr(0, to.size() - domain.size()), true};
  return {domain.size(), to, true};
}

Mapping file_mapping(const Scope& location) {
  const auto* base = root_or_alias(location);
  if (base == nullptr) return {0, "html", true};
  const auto& path = base->argument(0);
  if (base->name == "root") return {0, without_trailing_slash(path), true};
  if (path.find('$') != std::string::npos) return {0, before_variable(path), false};
  return replacing(location.domain(), path);
}

// `rewrite ^/app/(.*)$ /$1 break` and `try_files /app$uri …` answer with another path's content
// and ask no guard for it. `base` is what stands before that path.
std::vector<Mapping> other_mappings(const Scope& scope, const std::string& base) {
  const bool known = scope.match() != Scope::Match::pattern;
  const auto length = scope.domain().size();
  std::vector<Mapping> mappings;
  for (const auto* rewrite : scope.own("rewrite"))
    if (rewrite->argument(2) == "break")
      mappings.push_back({length, base + before_variable(rewrite->argument(1)), known});
  const auto* files = scope.own_one("try_files");
  for (std::size_t i = 0; files != nullptr && i + 1 < files->arguments.size(); ++i) {
    const auto start = before_variable(files->argument(i));
    const auto rest = files->argument(i).substr(start.size());
    if (start.empty() || (start == "/" && !rest.empty())) continue;
    if (rest == "$uri")
      mappings.push_back({0, base + start, true});
    else
      mappings.push_back({length, base + start, rest.empty()});
  }
  return mappings;
}

// "Remote-User" as FastCGI and its kind pass it on: HTTP_REMOTE_USER.
std::string parameter_name(const std::string& header) {
  std::string name = "HTTP_";
  for (const char c : header)
    name += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return name;
}

}  // namespace

std::string Answer::tree() const {
  if (!mapping.known) return mapping.to;
  const auto& domain = location->domain();
  return mapping.to + domain.substr(std::min(mapping.strip, domain.size()));
}

bool Answer::shares_source_with(const Answer& other) const {
  return std::ranges::any_of(sources,
                             [&](const auto& source) { return other.sources.contains(source); });
}

bool Answer::is_doorwards_own() const {
  const auto parameters = scope->effective("fastcgi_param");
  return std::ranges::any_of(parameters, [](const auto* parameter) {
    return parameter->argument(0).starts_with("DOORWARD_");
  });
}

std::string header_directive(const Answer& answer) {
  if (answer.protocol == "proxy" || answer.protocol == "grpc")
    return answer.protocol + "_set_header";
  return answer.protocol + "_param";
}

std::vector<const Directive*> values_sent(const Answer& answer, const std::string& header) {
  const auto directive = header_directive(answer);
  const bool is_parameter = directive.ends_with("_param");
  const auto wanted = text::lower(is_parameter ? parameter_name(header) : header);
  std::vector<const Directive*> found;
  for (const auto* set : answer.scope->effective(directive))
    if (text::lower(set->argument(0)) == wanted) found.push_back(set);
  return found;
}

Site::Site(std::vector<Directive> directives)
    : directives_(std::move(directives)), http_(http_scope(directives_)) {
  for (const auto& child : http_->children()) {
    if (child->kind() != Scope::Kind::server) continue;
    servers_.push_back(child.get());
    places_.push_back(child.get());
    for (const auto* location : child->locations()) places_.push_back(location);
    if (child->own_one("return") != nullptr) continue;  // no location is ever reached
    add_answers(*child);
    for (const auto* location : child->locations())
      if (!location->is_named()) add_answers(*location);
  }
  for (const auto* place : places_)
    if (guard_of(*place).kind == Guard::Kind::doorward) guarded_servers_.insert(&place->server());
  for (const auto& answer : answers_)
    if (answer.guarded() && answer.kind == Answer::Kind::backend)
      guarded_backends_.insert(answer.sources.begin(), answer.sources.end());
  guarded_backends_.erase("files");  // two programs may have one root
}

void Site::add_answers(const Scope& location) {
  if (location.own_one("return") != nullptr) return;
  // With a `location /` no request is left for the server itself.
  if (location.kind() == Scope::Kind::server && &location.resolve("/\x01") != &location) return;
  for (const auto* scope : location.with_conditions()) {
    const bool counts = scope->kind() != Scope::Kind::condition ||
                        std::ranges::any_of(scope->directive().block, [](const Directive& inner) {
                          return inner.name.ends_with("_pass") ||
                                 inner.name.ends_with("_set_header") ||
                                 inner.name.ends_with("_param");
                        });
    if (counts) add_answer(location, *scope);
  }
  add_fallbacks(location);
}

void Site::add_answer(const Scope& location, const Scope& scope) {
  Answer answer{.location = &location, .scope = &scope, .guard = guard_of(scope)};
  if (answer.open()) answer.guard = guard_of(location);
  answer.pass = pass_of(scope);
  if (answer.pass != nullptr) {
    read_backend(answer);
  } else if (!other_handler(scope).empty()) {
    answer.kind = Answer::Kind::other;
  } else {
    answer.mapping = file_mapping(scope);
    answer.sources = {"files"};
  }
  answers_.push_back(answer);
  const bool rooted = answer.mapping.strip == 0 && answer.mapping.known;
  const auto base = answer.sources.contains("files") ? answer.mapping.to : "";
  for (const auto& mapping : rooted ? other_mappings(scope, base) : std::vector<Mapping>{}) {
    answer.mapping = mapping;
    answers_.push_back(answer);
  }
}

// What a location falls back to answers for it, behind its guard: a named location, or the program
// of another path.
void Site::add_fallbacks(const Scope& location) {
  const auto& server = location.server();
  const auto add = [&](const std::string& fallback) {
    const Scope* place = nullptr;
    if (fallback.starts_with('@') && !fallback.starts_with("@doorward_"))
      place = server.named(fallback);
    else if (fallback.starts_with('/'))
      place = &server.resolve(fallback.substr(0, fallback.find_first_of("?$")));
    if (place == nullptr || place == &location || place->own_one("return") != nullptr) return;
    if (place->is_named() || pass_of(*place) != nullptr) add_answer(location, *place);
  };
  if (const auto* files = location.own_one("try_files"); files != nullptr)
    add(files->arguments.empty() ? "" : files->arguments.back());
  for (const auto* page : location.effective("error_page"))
    if (page->argument(0) == "404" || page->argument(0) == "405") add(page->arguments.back());
}

void Site::read_backend(Answer& answer) const {
  answer.kind = Answer::Kind::backend;
  answer.protocol = answer.pass->name.substr(0, answer.pass->name.find('_'));
  const auto target = parse_backend(answer.pass->argument(0), answer.protocol);
  answer.sources = addresses_of(*http_, target);
  const auto script = [&]() -> std::string {
    for (const auto* parameter : answer.scope->effective("fastcgi_param"))
      if (parameter->argument(0) == "SCRIPT_FILENAME") return parameter->argument(1);
    return "";
  }();
  if (answer.protocol == "fastcgi" &&
      (script.starts_with("$document_root") || script.starts_with("$realpath_root"))) {
    answer.mapping = file_mapping(*answer.scope);
    answer.sources.insert("files");
  } else if (answer.protocol == "proxy" && target.has_path) {
    const auto& domain = answer.location->domain();
    const auto start = before_variable(target.path);
    const auto rest = target.path.substr(start.size());
    answer.mapping = rest.empty()         ? replacing(domain, start)
                     : is_same_path(rest) ? Mapping{0, start, true}
                                          : Mapping{domain.size(), start, false};
  }
}

std::vector<const Scope*> Site::gates() const {
  std::vector<const Scope*> gates;
  for (const auto* place : places_) {
    const auto guard = guard_of(*place);
    if (guard.kind != Guard::Kind::doorward) continue;
    const auto* gate = &place->server().resolve(guard.directive->argument(0));
    if (std::ranges::find(gates, gate) == gates.end()) gates.push_back(gate);
  }
  return gates;
}

bool Site::feeds_guarded(const Answer& answer) const {
  return std::ranges::any_of(
      answer.sources, [&](const auto& source) { return guarded_backends_.contains(source); });
}

}  // namespace doorward::inspect
