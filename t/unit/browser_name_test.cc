#include "domain/browser_name.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

BOOST_AUTO_TEST_SUITE(browser)

BOOST_AUTO_TEST_CASE(browsers_are_named_as_people_do) {
  const std::pair<const char*, const char*> browsers[] = {
      {"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
       "Firefox on Linux"},
      {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
       "Chrome/126.0.0.0 Safari/537.36",
       "Chrome on Windows"},
      {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
       "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
       "Edge on Windows"},
      {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
       "Version/17.5 Safari/605.1.15",
       "Safari on Mac"},
      {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
       "Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
       "Safari on iPhone"},
      {"Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
       "CriOS/126.0 Mobile/15E148 Safari/604.1",
       "Chrome on iPad"},
      {"Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) "
       "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
       "Samsung Internet on Android"},
      {"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) "
       "Chrome/126.0.0.0 Safari/537.36",
       "Chrome on ChromeOS"},
      {"Firefox/128.0", "Firefox"},
      {"Lynx/2.9 (Linux)", "a browser on Linux"},
  };
  for (const auto& [user_agent, name] : browsers) BOOST_TEST(browser_name(user_agent) == name);
}

BOOST_AUTO_TEST_CASE(what_strangers_send_is_never_echoed) {
  for (const auto user_agent : {"", "curl/8.0", "Firefox", "<b>Call 0900 123</b>", "\r\nBcc: x",
                                "Your account is closed, go to evil.test"})
    BOOST_TEST(browser_name(user_agent) == "a browser", user_agent);
  BOOST_TEST(browser_name("evil.test Firefox/1 Windows evil.test") == "Firefox on Windows");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
