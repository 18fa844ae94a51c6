#include "base/language.h"

#include "base/config.h"
#include "base/text.h"
#include "http/language.h"
#include "t/unit/unit.h"

namespace doorward {
namespace {

const Timestamp kWinter = *text::from_iso_date("2026-11-24") + std::chrono::minutes(642);
const Timestamp kSummer = *text::from_iso_date("2026-06-30") + std::chrono::minutes(1380);

BOOST_AUTO_TEST_SUITE(language)

BOOST_AUTO_TEST_CASE(each_writes_dates_in_its_own_way) {
  const auto moment = [](const char* code) {
    return Language(code, "Etc/UTC").date_and_time(kWinter);
  };
  BOOST_TEST(moment("en") == "24 November 2026, 10:42 UTC");
  BOOST_TEST(moment("de") == "24. November 2026, 10:42 UTC");
  BOOST_TEST(moment("fr") == "24 novembre 2026, 10:42 UTC");
  BOOST_TEST(moment("es") == "24 de noviembre de 2026, 10:42 UTC");
  BOOST_TEST(moment("ja") == "2026年11月24日 10:42 UTC");
  BOOST_TEST(moment("ar") == "24 نوفمبر 2026، 10:42 UTC");
}

BOOST_AUTO_TEST_CASE(times_are_in_the_sites_zone_and_name_it) {
  const Language english("en", "Europe/Berlin");
  BOOST_TEST(english.time_of_day(kWinter) == "11:42 CET");
  BOOST_TEST(english.date_and_time(kSummer) == "1 July 2026, 01:00 CEST");
  BOOST_TEST(Language("de", "Europe/Berlin").time_of_day(kWinter) == "11:42 MEZ");
  BOOST_TEST(Language("en", "America/New_York").date_and_time(kWinter) ==
             "November 24, 2026, 05:42 EST");
}

BOOST_AUTO_TEST_CASE(a_day_is_the_same_in_every_zone) {
  for (const auto* zone : {"Pacific/Honolulu", "Etc/UTC", "Pacific/Auckland"})
    BOOST_TEST(Language("de", zone).day(*text::from_iso_date("2027-03-01")) == "1. März 2027");
}

BOOST_AUTO_TEST_CASE(its_name_is_as_its_speakers_write_it) {
  const auto name = [](const char* code) { return Language(code, "").name(); };
  BOOST_TEST(name("en") == "English");
  BOOST_TEST(name("fr") == "Français");
  BOOST_TEST(name("es") == "Español");
  BOOST_TEST(name("ja") == "日本語");
  BOOST_TEST(name("ar") == "العربية");
  BOOST_TEST(Language("ar", "").right_to_left());
  BOOST_TEST(!Language("ja", "").right_to_left());
}

BOOST_AUTO_TEST_CASE(a_zone_that_is_none_is_refused) {
  for (const auto* bad : {"Mars/Olympus", "CEST+2:00:00:00", "Europe/Berlin\n"})
    BOOST_CHECK_THROW(Language("en", bad), ConfigError);
}

BOOST_AUTO_TEST_CASE(the_browser_is_asked_for_the_best_of_what_there_is) {
  const std::vector<std::string> offered{"en", "de", "fr", "pt-BR"};
  const auto best = [&](std::string_view header) {
    return http::best_language(header, offered).value_or("none");
  };
  BOOST_TEST(best("de") == "de");
  BOOST_TEST(best("de-AT,de;q=0.9,en;q=0.8") == "de");
  BOOST_TEST(best("it,fr;q=0.4,de;q=0.7") == "de");
  BOOST_TEST(best("fr;q=0.5, de;q=0.5") == "fr");
  BOOST_TEST(best("DE-de ; Q=0.3 , nl") == "de");
  BOOST_TEST(best("pt-br") == "pt-BR");
  BOOST_TEST(best("pt") == "none");
  BOOST_TEST(best("de;q=0, fr;q=0.001") == "fr");
  BOOST_TEST(best("de-CH, de;q=0") == "none");
  BOOST_TEST(best("nl, *;q=0.5") == "none");
  BOOST_TEST(best("de;q=1.000, en;q=1.001") == "de");
}

BOOST_AUTO_TEST_CASE(a_header_that_is_none_asks_for_nothing) {
  const std::vector<std::string> offered{"en", "de"};
  for (const auto* bad : {"", ",", ";", "de;", "de;q", "de;q=", "de;q=2", "de;q=0.1234", "de;q=-1",
                          "de;x=1", "../de", "de_DE", "d\u00e9"})
    BOOST_TEST(http::best_language(bad, offered).value_or("none") == "none", bad);
  std::string long_one;
  for (int i = 0; i < 100'000; ++i) long_one += "xx-";
  BOOST_TEST(http::best_language(long_one + ",de", offered).value_or("none") == "de");
}

BOOST_AUTO_TEST_CASE(what_the_visitor_chose_goes_before_their_browser) {
  Config config;
  config.public_url = "https://portal.example.com";
  const http::CookieNames names(config);
  const std::vector<std::string> offered{"en", "de", "fr"};
  http::Request request;
  request.accept_language = "de";
  const auto with_cookie = [&](const std::string& cookie) {
    request.cookies = http::Cookies::parse(cookie);
    return http::language_of(request, names, offered);
  };
  BOOST_TEST(with_cookie("") == "de");
  BOOST_TEST(with_cookie("__Host-doorward-language=fr") == "fr");
  for (const auto* bad : {"__Host-doorward-language=it", "__Host-doorward-language=../fr",
                          "__Host-doorward-language=fr; __Host-doorward-language=en"})
    BOOST_TEST(with_cookie(bad) == "de", bad);
  request.accept_language = "it";
  BOOST_TEST(with_cookie("") == "en");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
