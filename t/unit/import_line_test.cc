#include "domain/import_line.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

using Fields = std::vector<std::string>;
using test::bytes;

ImportColumns columns(const Fields& header) {
  return std::get<ImportColumns>(ImportColumns::from_header(header));
}

// "address|name|company|groups", or "refused: reason".
std::string read(const Fields& header, const Fields& fields) {
  const auto read = columns(header).read(fields);
  if (const auto* refused = std::get_if<RefusedLine>(&read)) return "refused: " + refused->reason;
  const auto& line = std::get<ImportLine>(read);
  auto shown = line.email.text() + "|" + line.name + "|" + line.company.value_or("-") + "|";
  if (!line.groups) return shown + "-";
  for (const auto& group : *line.groups) shown += group + " ";
  return shown;
}

std::string address(const Fields& header, const Fields& fields) {
  const auto shown = read(header, fields);
  return shown.substr(0, shown.find('|'));
}

bool refused(const Fields& header, const Fields& fields) {
  return read(header, fields).starts_with("refused: ");
}

BOOST_AUTO_TEST_SUITE(import_line)

BOOST_AUTO_TEST_CASE(our_own_columns) {
  const Fields header{"email", "name", "company", "groups"};
  BOOST_TEST(read(header, {"Mia@Example.com", "Mia  Quist", "acme", "editors, admins"}) ==
             "mia@example.com|Mia Quist|acme|admins editors ");
  BOOST_TEST(read(header, {" mia@example.com ", "Mia", "", "a;b|a c"}) ==
             "mia@example.com|Mia|-|a b c ");
  BOOST_TEST(read(header, {"mia@example.com", "Mia", "", ""}) == "mia@example.com|Mia|-|");
  BOOST_TEST(read({"E-Mail", "NAME "}, {"mia@example.com", "Mia"}) == "mia@example.com|Mia|-|-");
}

BOOST_AUTO_TEST_CASE(the_portals_download_of_users) {
  const Fields header{"userPrincipalName",
                      "displayName",
                      "surname",
                      "mail",
                      "givenName",
                      "objectId",
                      "userType",
                      "jobTitle",
                      "department",
                      "accountEnabled",
                      "usageLocation",
                      "streetAddress",
                      "alternateEmailAddress"};
  Fields fields(header.size());
  fields[0] = "3f2a@contoso.onmicrosoft.com";
  fields[1] = "Mia Quist";
  fields[9] = "True";
  BOOST_TEST(refused(header, fields));  // no mailbox behind that address
  fields[12] = "mia@example.com";
  BOOST_TEST(read(header, fields) == "mia@example.com|Mia Quist|-|-");
  fields[3] = "mia.quist@example.com";
  BOOST_TEST(address(header, fields) == "mia.quist@example.com");
  fields[9] = "False";
  BOOST_TEST(read(header, fields).find("accountEnabled is false") != std::string::npos);
  fields[9] = "perhaps";
  BOOST_TEST(refused(header, fields));
}

BOOST_AUTO_TEST_CASE(the_address_to_sign_in_with_comes_before_all_others) {
  const Fields header{"mail", "identities", "otherMails", "userPrincipalName"};
  const auto identities =
      R"([{"signInType":"federated","issuer":"google.com","issuerAssignedId":"108"},)"
      R"({"signInType":"emailAddress","issuer":"c.onmicrosoft.com","issuerAssignedId":"s@b.example"}])";
  BOOST_TEST(address(header, {"m@b.example", identities, "o@b.example", "u@b.example"}) ==
             "s@b.example");
  BOOST_TEST(address(header, {"m@b.example", "[]", "o@b.example", "u@b.example"}) == "m@b.example");
  BOOST_TEST(address(header, {"", "", "o@b.example", "u@b.example"}) == "o@b.example");
  BOOST_TEST(address(header, {"", "", R"(["o@b.example"])", "u@b.example"}) == "o@b.example");
  // Which of several is not ours to guess.
  BOOST_TEST(address(header, {"", "", "o@b.example;p@b.example", "u@b.example"}) == "u@b.example");
  BOOST_TEST(refused(header, {"", "", "", "u_b.example#EXT#@c.onmicrosoft.com"}));
}

BOOST_AUTO_TEST_CASE(identities_as_they_are_written) {
  const Fields header{"identities", "mail"};
  const auto of = [&](const char* identities) {
    return address(header, {identities, "m@b.example"});
  };
  BOOST_TEST(of(R"({"SignInType":"emailAddress","IssuerAssignedId":"s@b.example"})") ==
             "s@b.example");
  BOOST_TEST(of("Microsoft.Graph.PowerShell.Models.MicrosoftGraphObjectIdentity") == "m@b.example");
  BOOST_TEST(of(R"([{"signInType":"userName","issuerAssignedId":"s@b.example"}])") ==
             "m@b.example");
  BOOST_TEST(of(R"([1, null, {"signInType": 5}, [[]]])") == "m@b.example");
  BOOST_TEST(of("[{") == "m@b.example");
  BOOST_TEST(address({"signInNames"}, {R"([{"type":"emailAddress","value":"s@b.example"}])"}) ==
             "s@b.example");
  BOOST_TEST(address({"signInNames.emailAddress"}, {"s@b.example"}) == "s@b.example");
}

BOOST_AUTO_TEST_CASE(somebody_without_a_name_is_called_by_what_there_is) {
  const Fields header{"mail", "displayName", "givenName", "surname"};
  const auto name = [&](const char* display, const char* given, const char* surname) {
    return read(header, {"mia.quist@b.example", display, given, surname});
  };
  BOOST_TEST(name("Mia Q.", "Mia", "Quist") == "mia.quist@b.example|Mia Q.|-|-");
  BOOST_TEST(name("unknown", "Mia", "Quist") == "mia.quist@b.example|Mia Quist|-|-");
  BOOST_TEST(name("", "", "Quist") == "mia.quist@b.example|Quist|-|-");
  BOOST_TEST(name("unknown", "", "") == "mia.quist@b.example|mia quist|-|-");
}

BOOST_AUTO_TEST_CASE(what_people_wrote_of_their_company_is_not_believed) {
  BOOST_TEST(read({"mail", "displayName", "companyName"}, {"m@b.example", "Mia", "acme"}) ==
             "m@b.example|Mia|-|-");
}

BOOST_AUTO_TEST_CASE(refuses_what_could_not_be_typed_in_either) {
  const Fields header{"email", "name", "company", "groups"};
  BOOST_TEST(refused(header, {"mia", "Mia", "", ""}));
  BOOST_TEST(refused(header, {"", "Mia", "", ""}));
  BOOST_TEST(refused(header, {std::string(bytes("m\0@b.example")), "Mia", "", ""}));
  BOOST_TEST(refused(header, {"m@b.example", "see https://evil.example", "", ""}));
  BOOST_TEST(refused(header, {"m@b.example",
                              "M\xfc"
                              "ller",
                              "", ""}));
  BOOST_TEST(refused(header, {"m@b.example", std::string(bytes("Mia\0")), "", ""}));
  BOOST_TEST(refused(header, {"m@b.example", "Mia", "Acme Ltd", ""}));
  BOOST_TEST(refused(header, {"m@b.example", "Mia", "", "company:acme"}));
  BOOST_TEST(refused(header, {"m@b.example", "Mia", "", "Admins"}));
  BOOST_TEST(refused(header, {"m@b.example", "Mia", ""}));
  BOOST_TEST(refused(header, {"m@b.example", "Mia", "", "", ""}));
  std::string many;
  for (int i = 0; i < 51; ++i) many += "g" + std::to_string(i) + ",";
  BOOST_TEST(refused(header, {"m@b.example", "Mia", "", many}));
}

BOOST_AUTO_TEST_CASE(a_header_needs_an_address_and_no_column_twice) {
  const auto wrong = [](const Fields& header) {
    return std::holds_alternative<std::string>(ImportColumns::from_header(header));
  };
  BOOST_TEST(wrong({"name", "company"}));
  BOOST_TEST(wrong({"email", "E-mail", "name"}));
  BOOST_TEST(!wrong({"mail", "otherMails", "objectId", "objectId"}));
  BOOST_TEST(columns({"x", "Mail ", "name"}).used() == (Fields{"Mail", "name"}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
