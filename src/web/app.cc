#include "web/app.h"

#include <algorithm>
#include <new>

#include "base/log.h"
#include "web/form_guard.h"
#include "web/language_link.h"
#include "web/page.h"
#include "web/routes.h"

namespace doorward::web {
namespace {

constexpr std::chrono::seconds kRetryAfterOutage{10};

// The page's part of a path below the base path; none for what is not ours.
std::optional<std::string_view> page_of(const Context& context) {
  const std::string_view path = context.request().path;
  const auto& base = context.config().base_path;
  if (!path.starts_with(base)) return std::nullopt;
  const auto page = path.substr(base.size());
  return page.empty() ? "/" : page;
}

std::string_view fault_section(http::Request::Fault fault) {
  return fault == http::Request::Fault::too_large ? "TOO_LARGE" : "BAD_REQUEST";
}

http::Response unavailable(Context& context, const std::string& reason) {
  log::error("unavailable", {{"request", context.request().id}, {"reason", reason}});
  auto response = error_page(context, 503, "UNAVAILABLE");
  response.retry_after(kRetryAfterOutage);
  return response;
}

}  // namespace

http::Response App::handle(const http::Request& request) const {
  Context context(site_, request);
  auto response = answer(context);
  context.finish(response);
  if (request.method == http::Method::head) response.drop_body();
  return response;
}

http::Response App::answer(Context& context) const {
  try {
    return dispatch(context);
  } catch (const store::Unavailable& error) {
    return unavailable(context, error.what());
  } catch (const std::bad_alloc&) {
    return unavailable(context, "too little memory");
  } catch (const std::exception& error) {
    log::error("failed", {{"request", context.request().id}, {"reason", error.what()}});
    return error_page(context, 500, "INTERNAL");
  }
}

http::Response App::dispatch(Context& context) const {
  const auto& request = context.request();
  const auto page = page_of(context);
  const auto* route =
      page ? std::ranges::find(page_routes(), *page, &PageRoute::page).base() : nullptr;
  if (route == nullptr || route == page_routes().data() + page_routes().size())
    return error_page(context, 404, "NOT_FOUND");

  if (request.fault != http::Request::Fault::none)
    return error_page(context, request.fault == http::Request::Fault::too_large ? 413 : 400,
                      fault_section(request.fault));
  const auto& limits = context.config().limits;
  auto query = http::Form::parse(request.query, {limits.form_fields_max, limits.field_bytes_max});
  if (!query) return error_page(context, 400, "BAD_REQUEST");
  context.query = std::move(*query);

  if (request.method == http::Method::get || request.method == http::Method::head) {
    if (auto answer = change_language(context)) return std::move(*answer);
    return route->get(context);
  }
  const bool takes_posts =
      std::ranges::find(action_routes(), route->page, &ActionRoute::page) != action_routes().end();
  if (request.method != http::Method::post || !takes_posts) {
    auto response = error_page(context, 405, "METHOD_NOT_ALLOWED");
    response.header("Allow", takes_posts ? "GET, HEAD, POST" : "GET, HEAD");
    return response;
  }
  auto admitted = admit(context, *route);
  if (auto* refusal = std::get_if<http::Response>(&admitted)) return std::move(*refusal);
  return std::get<const ActionRoute*>(admitted)->post(context);
}

}  // namespace doorward::web
