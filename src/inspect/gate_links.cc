#include "inspect/gate_links.h"

#include <algorithm>

namespace doorward::inspect {
namespace {

constexpr std::size_t kLinksMax = 20;
constexpr std::size_t kNeighboursMax = 24;

// Of every attribute that names a resource, as it is written.
std::vector<std::string_view> addresses(std::string_view html) {
  std::vector<std::string_view> found;
  for (const std::string_view attribute : {"href=\"", "src=\"", "href='", "src='"})
    for (auto at = html.find(attribute); at != html.npos; at = html.find(attribute, at + 1)) {
      const auto start = at + attribute.size();
      const auto end = html.find(attribute.back(), start);
      if (end != html.npos) found.push_back(html.substr(start, end - start));
    }
  return found;
}

bool is_simple(std::string_view address) {
  return std::ranges::all_of(address, [](char c) {
    return c > ' ' && c <= '~' && std::string_view("\\&\"'<>#").find(c) == std::string_view::npos;
  });
}

void add_once(std::vector<std::string>& list, std::string item) {
  if (std::ranges::find(list, item) == list.end()) list.push_back(std::move(item));
}

// "static" of "/static/x.css"; "" of "/x.css".
std::string first_folder(std::string_view path) {
  if (!path.starts_with('/')) return "";
  const auto end = path.find('/', 1);
  return end == path.npos ? "" : std::string(path.substr(1, end - 1));
}

}  // namespace

std::vector<std::string> links_below(std::string_view html, const std::string& folder) {
  std::vector<std::string> links;
  for (auto address : addresses(html)) {
    address = address.substr(0, address.find('#'));
    if (address.empty() || !is_simple(address) || address.find("..") != address.npos) continue;
    const bool relative = address.find_first_of("/?") != 0 && address.find(':') == address.npos;
    const auto target = (relative ? folder : "") + std::string(address);
    if (target.starts_with(folder) && target != folder && links.size() < kLinksMax)
      add_once(links, target);
  }
  return links;
}

std::vector<std::string> neighbours_of(const std::vector<std::string>& pages,
                                       const std::string& path, const std::string& base_path) {
  std::vector<std::string> neighbours;
  for (const auto& page : pages)
    for (const auto address : addresses(page)) {
      const auto folder = first_folder(address);
      if (!folder.empty() && is_simple(folder)) add_once(neighbours, folder);
    }
  for (const auto* usual : {"static", "assets", "images", "img", "css", "js", "media", "files",
                            "public", "pub", "downloads", "uploads", "docs", "api"})
    add_once(neighbours, usual);
  std::erase_if(neighbours, [&](const std::string& folder) {
    return "/" + folder == base_path || folder == first_folder(path + "/");
  });
  if (neighbours.size() > kNeighboursMax) neighbours.resize(kNeighboursMax);
  return neighbours;
}

}  // namespace doorward::inspect
