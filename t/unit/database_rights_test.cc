#include "domain/database_rights.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

using Lines = std::vector<std::string>;

const std::string kUsage = "GRANT USAGE ON *.* TO `ctl`@`localhost` IDENTIFIED BY PASSWORD '*2A'";

BOOST_AUTO_TEST_SUITE(database_rights_of)

BOOST_AUTO_TEST_CASE(all_on_the_one_database_is_just_right) {
  for (const auto line : {"GRANT ALL PRIVILEGES ON `doorward`.* TO `ctl`@`localhost`",
                          "GRANT ALL PRIVILEGES ON `door\\ward`.* TO `ctl`@`localhost`",
                          "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, REFERENCES, INDEX, ALTER,"
                          " LOCK TABLES ON `doorward`.* TO `ctl`@`localhost`"}) {
    const auto rights = database_rights({kUsage, line}, "doorward");
    BOOST_TEST(rights.missing == Lines{}, boost::test_tools::per_element());
    BOOST_TEST(rights.beyond == Lines{}, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named) {
  const auto rights = database_rights(
      {kUsage, "GRANT SELECT, INSERT, UPDATE, DELETE, INDEX ON `doorward`.* TO `ctl`@`localhost`",
       "GRANT ALTER ON `doorward`.`flow` TO `ctl`@`localhost`",
       "GRANT CREATE ON `other`.* TO `ctl`@`localhost`"},
      "doorward");
  BOOST_TEST(rights.missing == (Lines{"CREATE", "ALTER", "REFERENCES"}),
             boost::test_tools::per_element());
  BOOST_TEST(rights.beyond == (Lines{"CREATE on other"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_goes_beyond_is_named_without_the_hash_of_the_password) {
  const auto rights = database_rights(
      {"GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` IDENTIFIED BY PASSWORD '*2A' WITH GRANT "
       "OPTION",
       "GRANT PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION",
       "GRANT `a_role`@`%` TO `root`@`localhost`"},
      "doorward");
  BOOST_TEST(rights.missing == Lines{}, boost::test_tools::per_element());
  BOOST_TEST(rights.beyond == (Lines{"ALL PRIVILEGES on every database", "GRANT OPTION"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(names_of_databases_are_patterns) {
  const auto missing = [](const std::string& pattern) {
    return database_rights({"GRANT ALL PRIVILEGES ON `" + pattern + "`.* TO `u`@`localhost`"},
                           "u1_door")
        .missing.size();
  };
  for (const auto pattern : {"u1_door", "u1\\_door", "u1\\_%", "u_\\_door", "%"})
    BOOST_TEST(missing(pattern) == 0, pattern);
  for (const auto pattern : {"u1\\_doo", "u1\\_doors", "u\\_\\_door", "u2%", ""})
    BOOST_TEST(missing(pattern) == 8, pattern);
  const auto beyond =
      database_rights({"GRANT ALL PRIVILEGES ON `u1\\_%`.* TO `u`@`localhost`"}, "u1_door").beyond;
  BOOST_TEST(beyond == (Lines{"ALL PRIVILEGES on u1_%"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
