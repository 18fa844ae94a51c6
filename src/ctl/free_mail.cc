#include "ctl/free_mail.h"

#include <algorithm>
#include <string_view>

namespace doorward::ctl {
namespace {

constexpr std::string_view kFreeMail[] = {
    "126.com",      "163.com",        "aim.com",     "aol.com",        "bk.ru",
    "bluewin.ch",   "btinternet.com", "comcast.net", "duck.com",       "email.com",
    "fastmail.com", "fastmail.fm",    "foxmail.com", "free.fr",        "freenet.de",
    "gmail.com",    "gmx.at",         "gmx.ch",      "gmx.com",        "gmx.de",
    "gmx.net",      "googlemail.com", "hey.com",     "hotmail.co.uk",  "hotmail.com",
    "hotmail.de",   "hotmail.es",     "hotmail.fr",  "hotmail.it",     "hushmail.com",
    "icloud.com",   "inbox.ru",       "laposte.net", "libero.it",      "list.ru",
    "live.co.uk",   "live.com",       "live.de",     "live.fr",        "mac.com",
    "mail.com",     "mail.de",        "mail.ru",     "mailbox.org",    "mailinator.com",
    "me.com",       "msn.com",        "naver.com",   "o2.pl",          "orange.fr",
    "outlook.com",  "outlook.de",     "outlook.fr",  "pm.me",          "posteo.de",
    "proton.me",    "protonmail.com", "qq.com",      "rediffmail.com", "rocketmail.com",
    "seznam.cz",    "sfr.fr",         "sina.com",    "t-online.de",    "tuta.com",
    "tutanota.com", "tutanota.de",    "uol.com.br",  "virgilio.it",    "wanadoo.fr",
    "web.de",       "wp.pl",          "ya.ru",       "yahoo.co.jp",    "yahoo.co.uk",
    "yahoo.com",    "yahoo.com.br",   "yahoo.de",    "yahoo.es",       "yahoo.fr",
    "yahoo.it",     "yandex.com",     "yandex.ru",   "ymail.com",      "zoho.com",
    "zohomail.com"};
static_assert(std::ranges::is_sorted(kFreeMail));

}  // namespace

bool is_free_mail(const DomainPattern& domain) {
  const auto text = domain.text();
  std::string_view name = text;
  if (name.starts_with("*.")) name.remove_prefix(2);
  return std::ranges::binary_search(kFreeMail, name);
}

}  // namespace doorward::ctl
