#include "base/config.h"

#include <map>

#include "base/setting.h"
#include "t/unit/unit.h"

namespace doorward {
namespace {

struct Fixture {
  test::TempDir directory;

  std::string fault(const std::string& settings) const {
    const auto file = directory / "doorward.conf";
    std::ofstream(file) << settings;
    try {
      Config::load(file);
      return "";
    } catch (const ConfigError& error) {
      return error.what();
    }
  }
  std::string fault_of_domain(const std::string& domain,
                              const std::string& url = "https://portal.example.com") const {
    return fault("public_url = " + url + "\ncookie_domain = " + domain + "\n");
  }
};

BOOST_FIXTURE_TEST_SUITE(config, Fixture)

BOOST_AUTO_TEST_CASE(cookie_domain_is_one_that_our_host_is_below) {
  for (const auto domain : {"", "example.com", "portal.example.com"})
    BOOST_TEST(fault_of_domain(domain) == "", domain);
  BOOST_TEST(fault_of_domain("example.com", "https://portal.example.com:8443") == "");
  for (const auto domain :
       {"com", ".com", ".example.com", "example.com.", "ample.com", "example.net", "Example.com",
        "files.example.com", "https://example.com", "example.com; Secure"})
    BOOST_TEST(fault_of_domain(domain).starts_with("cookie_domain must be"), domain);
  BOOST_TEST(fault_of_domain("localhost", "http://localhost:8080") != "");
}

BOOST_AUTO_TEST_CASE(return_origins_are_as_secure_as_we_are) {
  const std::string https = "public_url = https://portal.example.com\nreturn_origins = ";
  BOOST_TEST(fault(https + "https://files.example.com, https://wiki.example.com:8443") == "");
  for (const auto origin : {"http://files.example.com", "files.example.com", "https://files/x",
                            "https://", "https://Files.example.com"})
    BOOST_TEST(fault(https + origin).starts_with("return_origins: "), origin);
  BOOST_TEST(fault("public_url = http://localhost:8080\nreturn_origins = http://localhost:3000") ==
             "");
}

BOOST_AUTO_TEST_CASE(database_hosts_are_hosts_and_their_tls_is_whole) {
  const std::string url = "public_url = https://portal.example.com\n";
  const std::string hosts = url + "database_hosts = ";
  BOOST_TEST(fault(hosts + "db1.internal, 10.0.0.12:3307, [2001:db8::1]:3306, /run/db.sock") == "");
  for (const auto host : {"db1:x", "http://db1", "db1, db2:0", "2001:db8::1"})
    BOOST_TEST(fault(hosts + host).starts_with("database_hosts: "), host);
  BOOST_TEST(fault(url + "database_port = 70000").starts_with("database_port"));
  BOOST_TEST(fault(url + "database_read_timeout = 3s").starts_with("database_read_timeout"));
  BOOST_TEST(fault(hosts + "db1\ndatabase_tls_ca = /ca.pem") == "");
  BOOST_TEST(fault(url + "database_socket =\ndatabase_host = db1\ndatabase_tls_ca = /ca.pem") ==
             "");
  // Nobody may believe to be encrypted who isn't.
  BOOST_TEST(fault(url + "database_tls_ca = /ca.pem").starts_with("database_tls_ca"));
  BOOST_TEST(fault(hosts + "db1\ndatabase_tls_cert = /c\ndatabase_tls_key = /k")
                 .starts_with("database_tls_cert needs"));
  BOOST_TEST(fault(hosts + "db1\ndatabase_tls_ca = /ca\ndatabase_tls_key = /k")
                 .starts_with("database_tls_cert and"));
}

BOOST_AUTO_TEST_CASE(every_setting_is_explained_and_its_default_can_be_read) {
  const auto file = directory / "doorward.conf";
  std::ofstream out(file);
  out << "public_url = https://portal.example.com\n";
  std::map<std::string, std::string> explained;
  for (const auto& setting : explained_settings()) {
    BOOST_TEST(setting.text.ends_with("."), setting.key + ": " + setting.text);
    explained[setting.key] = setting.default_value;
    if (setting.key != "public_url") out << setting.key << " = " << setting.default_value << "\n";
  }
  out.close();
  for (const auto& [key, value] : shown_settings(Config::load(file)))
    if (key != "public_url") BOOST_TEST(explained.at(key) == value, key);
  BOOST_TEST(explained.at("keep_letters") == "30d");
  BOOST_TEST(explained.at("session_absolute") == "12h");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
