#include "web/language_link.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace doorward::web {
namespace {

constexpr std::string_view kField = "language";
constexpr std::chrono::days kLifetime{400};

// What a form names so that its page can be shown again, and how its address says it.
constexpr std::pair<std::string_view, std::string_view> kFormFields[] = {
    {"rd", "rd"}, {"for", "for"}, {"person", "id"}};

}  // namespace

std::string link_to_here(const Context& context, std::string_view flow) {
  // A path that is none of ours could name another host.
  const auto& path = context.request().path;
  const auto home = context.config().base_path + "/";
  std::string link = text::percent_encode(path.starts_with(home) ? path : home) + "?";
  // Where to go in the end only as the page itself would.
  const auto add = [&](std::string_view key, std::string_view value) {
    link += std::string(key) + "=" +
            text::percent_encode(key == "rd" ? context.return_address() : value) + "&";
  };
  const auto& query = context.query;
  for (const auto key : query.keys())
    if (key != kField) add(text::percent_encode(key), query.text(key));
  if (!flow.empty() && !query.has("flow")) add("flow", flow);
  for (const auto& [field, key] : kFormFields)
    if (context.form.has(field) && !query.has(key) && flow.empty())
      add(key, context.form.text(field));
  return link;
}

std::optional<http::Response> change_language(Context& context) {
  const auto chosen = context.query.text(kField);
  const auto& languages = context.site().templates.languages();
  if (std::ranges::find(languages, chosen) == languages.end()) return std::nullopt;
  const auto& names = context.site().cookie_names;
  // Another site's link must not decide in which language somebody's letters are written.
  const auto& asked_by = context.request().fetch_site;
  if (asked_by.empty() || asked_by == "same-origin" || asked_by == "none")
    context.set_cookie(names.set(names.language(), chosen, kLifetime));
  auto here = link_to_here(context, "");
  here.pop_back();  // its last & or ?
  return http::Response::see_other(here);
}

}  // namespace doorward::web
