// What a browser does by itself: keeps cookies, remembers pages, fills in forms.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "t/case/page.h"
#include "t/case/world.h"

namespace doorward::cases {

// The cookies of one browser. Ours are spoken of by role: session, flow or browser.
class CookieJar {
 public:
  void take(const Headers& headers);
  // A Cookie header without those roles; "" when nothing is left.
  std::string header(const std::vector<std::string>& without_roles) const;
  void forget(std::string_view role);
  void forget_all() { cookies_.clear(); }
  // Closes the browser: what has no Max-Age goes.
  void restart();
  // "" when there is none.
  std::string value(std::string_view role) const;
  // REQUIRES: one of our cookies is here, to tell the site's names from.
  void set(std::string_view role, const std::string& value);

 private:
  struct Cookie {
    std::string name;
    std::string value;
    bool lasting = false;
  };
  std::vector<Cookie> cookies_;
};

// What a tab shows.
struct Shown {
  std::string url = "/";
  Page page;
  std::optional<Asked> loaded;  // the request it answered
};

// One tab: tabs of a browser share its jar.
struct Tab : Shown {
  std::shared_ptr<CookieJar> jar = std::make_shared<CookieJar>();
  Answer answer;                   // the last one, shown or not
  std::optional<Asked> submitted;  // the last step's request
  std::vector<Shown> history;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

// What a step says about its request, beyond what the browser would do.
struct Wishes {
  Headers headers;
  std::vector<std::string> without;  // fields, headers, "cookie ROLE", "cookies"
  Fields fields;
  std::vector<std::string> cookies;  // raw, after the jar's
  std::optional<std::string> body;
  std::string from;
  bool patient = false;  // asked again until it is as expected
};
// Throws std::runtime_error for a line that is no wish.
Wishes read_wishes(const std::vector<std::string>& lines);

// A request as the browser of `tab` sends it.
Asked compose(const Tab& tab, const std::string& method, std::string target, const Fields& form,
              const Wishes& wishes);
// The fields that pressing `button` sends.
Fields form_fields(const Tab& tab, const Button& button);
// Only the hidden ones, of the form with a token: what a made-up request needs to be let in.
Fields hidden_fields(const Tab& tab);

// Takes the answer in: cookies, and the page unless it leads elsewhere.
void show(Tab& tab, const Asked& asked, Answer answer);
void go_back(Tab& tab);
// Path and query of `href` as found on the page; absolute URLs of other sites stay as they are.
std::string resolve(const Tab& tab, const std::string& href, const std::string& origin);

}  // namespace doorward::cases
