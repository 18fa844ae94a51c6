#include "inspect/gate_path_tricks.h"

#include "base/text.h"

namespace doorward::inspect {
namespace {

std::string capitalised(const std::string& path) {
  return path.substr(0, 1) + in_capitals(path.substr(1, 1)) +
         (path.size() > 2 ? path.substr(2) : "");
}

std::string escaped(char c, std::string_view with) {
  return std::string(with) + text::hex(std::string(1, c));
}

// Each character but the slashes.
std::string all_escaped(const std::string& path, std::string_view with) {
  std::string out;
  for (const char c : path) out += c == '/' ? "/" : escaped(c, with);
  return out;
}

// The first character after the slash, and the last one that is none.
std::string first_escaped(const std::string& path, std::string_view with) {
  if (path.size() < 2) return path;
  return "/" + escaped(path[1], with) + path.substr(2);
}

std::string last_escaped(const std::string& path) {
  const auto last = path.find_last_not_of('/');
  if (last == std::string::npos) return path;
  return path.substr(0, last) + escaped(path[last], "%") + path.substr(last + 1);
}

std::string without_slash(const std::string& path) {
  return path.size() > 1 && path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
}

}  // namespace

std::string in_capitals(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

std::vector<std::string> path_tricks(const std::string& path, const std::string& base_path) {
  const auto rest = path.substr(1);  // "members/"
  const auto bare = without_slash(path);
  const auto folder = bare == "/" ? bare : bare + "/";
  std::vector<std::string> tricks{
      // Slashes and dots that nginx tidies away, and some that only others do.
      "/" + path, "//" + path, folder + "/", "/." + path, "/%2e" + path, folder + "./",
      folder + "%2e/", folder + ".." + path, folder + "%2e%2e" + path, "/x/.." + path,
      "/x/%2e%2e" + path, "/x/%2E%2E" + path, "/x/.%2e" + path, "/x/..%2f" + rest,
      "/x%2f..%2f" + rest, "/x/..%5c" + rest, "/x/..\\" + rest, "/\\" + rest, "/x/..;" + path,
      "/;" + path, "/x/..//" + path, "/%2f" + rest, "/..%2f" + rest,
      // Escaped once, twice, or wrongly.
      first_escaped(path, "%"), last_escaped(path), all_escaped(path, "%"),
      first_escaped(path, "%25"), all_escaped(path, "%25"), "/x/..%252f" + rest,
      "/x/%252e%252e" + path, "/x/%c0%ae%c0%ae" + path, "/x/..%c0%af" + rest,
      "/x/%u002e%u002e" + path, first_escaped(path, "%u00"),
      // Another case.
      in_capitals(path), capitalised(path),
      // Something behind it.
      bare, bare + "%2f", bare + "%5c", bare + "\\", bare + ";/", bare + ";x/", folder + ";x",
      folder + "..;" + path, bare + "./", bare + "../", bare + "%2e", bare + "%20", bare + "%09",
      bare + "%0a", bare + "%00", bare + "%00.css", bare + "%23", bare + "%3f", bare + "~",
      bare + ".html", bare + ".json", folder + "..%2f", folder + "%2e%2e%2f", folder + "..",
      // Past what is public of ours, and what is internal.
      base_path + "/.." + path, base_path + "/%2e%2e" + path, base_path + "/..%2f" + rest,
      base_path + "/static/../.." + path, base_path + "/static/%2e%2e/%2e%2e" + path,
      base_path + "/static/..%2f..%2f" + rest, base_path + "/static.." + path,
      base_path + "/badge/../.." + path, base_path + path, "/_doorward/.." + path,
      "/_doorward/error/..%2f..%2f" + rest, "/_doorward/require/../.." + path,
      // The path where others look for it.
      "/?" + path, "/x?/.." + path, "/index.php" + path};
  return tricks;
}

std::vector<std::string> ways_from(const std::string& neighbour, const std::string& path) {
  const auto beside = "/" + neighbour;
  return {beside + ".." + path,      beside + "/.." + path,
          beside + "/%2e%2e" + path, beside + "/..%2f" + path.substr(1),
          beside + "/..;" + path,    beside + "/..%252f" + path.substr(1)};
}

std::vector<std::string> names_below(const std::string& folder, const std::string& mark) {
  std::vector<std::string> names;
  for (const auto* name : {"index.html", "index.htm", "index.php", "robots.txt", "favicon.ico",
                           ".well-known/x", ".htaccess"})
    names.push_back(folder + name);
  for (const auto* ending :
       {"",     "/",    ".html", ".htm",    ".php", ".php/x", ".asp", ".aspx",  ".jsp",  ".cgi",
        ".py",  ".css", ".js",   ".mjs",    ".map", ".json",  ".xml", ".txt",   ".md",   ".csv",
        ".png", ".jpg", ".jpeg", ".gif",    ".svg", ".webp",  ".ico", ".woff2", ".ttf",  ".mp4",
        ".pdf", ".zip", ".gz",   ".tar.gz", ".deb", ".exe",   ".iso", ".doc",   ".docx", ".xlsx"})
    names.push_back(folder + mark + ending);
  return names;
}

}  // namespace doorward::inspect
