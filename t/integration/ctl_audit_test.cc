// doorwardctl audit and company report: what is found, how it is printed, how it is forgotten.

#define BOOST_TEST_DYN_LINK
#include <algorithm>
#include <set>

#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "base/json.h"
#include "base/text.h"
#include "store/audit.h"
#include "t/integration/ctl_program.h"
#include "t/support/test_services.h"

using namespace doorward;
using namespace std::chrono_literals;
using Words = std::vector<std::string>;

namespace {

struct Fixture : test::TestServices {
  test::CtlProgram ctl;
  store::Company acme = db.add_company("acme", "acme.example");
  store::Company other = db.add_company("other", "other.example");

  void record(const store::audit::Event& event, std::chrono::microseconds ago = 0s) {
    db.clock().advance(1ms);  // events of one moment have no order
    db.database().transact([&](store::Transaction& tx) {
      store::audit::add(tx, db.random(), event, db.clock().now() - ago);
    });
  }
  Json listed(Words more = {}) {
    Words words{"audit", "list", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return Json::parse(ctl.out_of(words));
  }
  std::string names(const Words& more) {
    std::string text;
    for (const auto& event : listed(more))
      text += (text.empty() ? "" : " ") + event.at("event").get<std::string>();
    return text;
  }
  int status(const Words& words) { return ctl.run(words).status; }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_audit, Fixture)

BOOST_AUTO_TEST_CASE(an_event_of_a_person_is_one_of_the_company_too) {
  const auto mia = add_account(acme, "mia@acme.example", "correct horse battery");
  record({"signed_in", "REQ", mia.id, "mia@acme.example", "192.0.2.0/24", "Firefox on Linux"});
  record({"code_wrong", "REQ", std::nullopt, "kim@other.example", "", "sign_up", other.id});
  record({"flow_begun", "REQ", std::nullopt, "nobody@free.example", "", "sign_up"});
  BOOST_TEST(names({"--company", "acme"}) == "signed_in");
  BOOST_TEST(names({"--company", "other"}) == "code_wrong");
  BOOST_TEST(names({"--account", "nobody@free.example"}) == "flow_begun");
  BOOST_TEST(names({"--event", "flow_begun"}) == "flow_begun");
  BOOST_TEST(names({}) == "signed_in code_wrong flow_begun");
  const auto event = listed({"--company", "acme"}).at(0);
  BOOST_TEST(event.at("company").get<std::string>() == "acme");
  BOOST_TEST(event.at("account").get<std::string>() == text::hex(mia.id));
  BOOST_TEST(event.at("id").get<std::string>().size() == 32u);
}

BOOST_AUTO_TEST_CASE(an_account_is_found_by_what_its_address_was) {
  const auto mia = add_account(acme, "mia@acme.example", "correct horse battery");
  record({"signed_in", "REQ", mia.id, "mia@acme.example", "", ""});
  ctl.out_of({"company", "domain", "rename", "acme.example", "new.example"});
  BOOST_TEST(names({"--account", "mia@new.example"}) == "signed_in email_changed");
  BOOST_TEST(names({"--account", "mia@new.example", "--company", "other"}) == "");
}

BOOST_AUTO_TEST_CASE(a_removed_company_is_still_found_by_its_name) {
  const auto mia = add_account(acme, "mia@acme.example", "correct horse battery");
  record({"signed_in", "REQ", mia.id, "mia@acme.example", "", ""});
  ctl.out_of({"company", "remove", "acme", "--yes"});
  BOOST_TEST(names({"--company", "acme"}) == "signed_in account_removed company_removed");
  BOOST_TEST(status({"audit", "list", "--company", "nobody"}) == EX_NOUSER);
}

BOOST_AUTO_TEST_CASE(since_counts_from_a_day_a_moment_or_so_long_ago) {
  record({"older", "REQ", std::nullopt, "", "", ""}, 3h);
  record({"newer", "REQ", std::nullopt, "", "", ""}, 30min);
  BOOST_TEST(names({"--since", "1h"}) == "newer");
  BOOST_TEST(names({"--since", "240m"}) == "older newer");
  BOOST_TEST(names({"--since", "2d"}) == "older newer");
  const auto moment = text::iso8601(db.clock().now() - 1h).substr(0, 19) + "Z";
  BOOST_TEST(names({"--since", moment}) == "newer");
  BOOST_TEST(names({"--since", "2099-01-01"}) == "");
  const auto shown = listed({"--event", "newer"}).at(0).at("at").get<std::string>();
  BOOST_TEST(names({"--since", shown}) == "newer");
  for (const char* wrong : {"yesterday", "2026-02-30", "2026-02-01T25:00:00Z", "h", "2026-02-01T",
                            "2026-02-01T10:00:00.Z", "2026-02-01T10:00:00.1234567Z",
                            "2026-02-01T10:00:00.1", "2026-02-01T10:00:00.+1Z"})
    BOOST_TEST(status({"audit", "list", "--since", wrong}) == EX_DATAERR, wrong);
}

BOOST_AUTO_TEST_CASE(pages_lose_nothing_and_repeat_nothing) {
  db.run(
      "INSERT INTO audit_event (id, at, request, event, email, network, detail)"
      " SELECT UNHEX(MD5(seq)), UTC_TIMESTAMP(6) - INTERVAL (seq DIV 700) SECOND, 'R', 'many', '',"
      " '', seq FROM seq_1_to_1700");
  std::set<std::string> details;
  for (const auto& event : listed()) details.insert(event.at("detail").get<std::string>());
  BOOST_TEST(details.size() == 1700u);
  BOOST_TEST(listed().size() == 1700u);
}

BOOST_AUTO_TEST_CASE(hostile_text_can_neither_break_json_nor_csv_nor_lines) {
  const std::string hostile = "=cmd|' /C calc'!A0\r\n\"x\",\xe2\x80\xae \xf0\x9f\x9a\xaa\x1b[2J";
  record({"strange", "REQ", std::nullopt, "", "", hostile});
  BOOST_TEST(listed().at(0).at("detail").get<std::string>() == hostile);
  const auto csv = ctl.out_of({"audit", "list", "--csv"});
  BOOST_TEST(csv.starts_with("at,event,company,email,network,detail,request,account,id\r\n"));
  BOOST_TEST(contains(csv, ",\"'=cmd|' /C calc'!A0\r\n\"\"x\"\",\xe2\x80\xae"));
  const auto lines = ctl.out_of({"audit", "list"});
  BOOST_TEST(std::ranges::count(lines, '\n') == 1);
  BOOST_TEST(!contains(lines, "\x1b"));
  BOOST_TEST(status({"audit", "list", "--csv", "--json"}) == EX_USAGE);
  BOOST_TEST(ctl.out_of({"audit", "list", "--json", "--event", "none"}) == "[]\n");
}

BOOST_AUTO_TEST_CASE(purge_deletes_what_is_older_and_says_so_in_the_trail) {
  db.run(
      "INSERT INTO audit_event (id, at, request, event, email, network, detail)"
      " SELECT UNHEX(MD5(seq)), UTC_TIMESTAMP(6) - INTERVAL 40 DAY, 'R', 'old', '', '', ''"
      " FROM seq_1_to_2300");
  record({"young", "REQ", std::nullopt, "", "", ""}, 20 * 24h);
  BOOST_TEST(status({"audit", "purge", "--older-than", "30"}) == EX_USAGE);
  BOOST_TEST(status({"audit", "purge", "--older-than", "0", "--yes"}) == EX_DATAERR);
  BOOST_TEST(status({"audit", "purge", "--yes"}) == EX_USAGE);
  BOOST_TEST(listed().size() == 2301u);
  BOOST_TEST(ctl.out_of({"audit", "purge", "--older-than", "30", "--yes"}) ==
             "2300 events deleted\n");
  BOOST_TEST(names({}) == "young audit_purged");
  BOOST_TEST(contains(ctl.out_of({"audit", "purge", "--older-than", "30", "--yes", "--json"}),
                      "\"deleted\": 0"));
  BOOST_TEST(names({}) == "young audit_purged");
}

BOOST_AUTO_TEST_CASE(the_report_says_who_proved_when_and_from_where) {
  ctl.out_of({"company", "set", "acme", "--seats", "5"});
  const auto mia = add_account(acme, "mia@acme.example", "correct horse battery");
  add_account(acme, "kim@acme.example", "correct horse battery");
  add_account(other, "lou@other.example", "correct horse battery");
  db.run("UPDATE account SET name = '=1+1' WHERE email = 'kim@acme.example'");
  db.run("UPDATE account SET proved_at = '2026-03-01 10:42:07' WHERE email LIKE 'mia@%'");
  record({"signed_in", "REQ", mia.id, "mia@acme.example", "198.51.100.0/24", "Old one"}, 2h);
  record({"signed_in", "REQ", mia.id, "mia@acme.example", "192.0.2.0/24", "Firefox on Linux"}, 1h);
  const auto report = Json::parse(ctl.out_of({"company", "report", "acme", "--json"}));
  BOOST_TEST(report.at("people").get<int>() == 2);
  BOOST_TEST(report.at("seats").get<int>() == 5);
  const auto& person = report.at("accounts").at(1);
  BOOST_TEST(person.at("email").get<std::string>() == "mia@acme.example");
  BOOST_TEST(person.at("proved_at").get<std::string>() == "2026-03-01T10:42:07.000000Z");
  BOOST_TEST(person.at("network").get<std::string>() == "192.0.2.0/24");
  BOOST_TEST(report.at("accounts").at(0).at("network").is_null());
  const auto csv = ctl.out_of({"company", "report", "acme", "--csv"});
  BOOST_TEST(contains(csv, "\r\nacme,kim@acme.example,\"'=1+1\",active,"));
  BOOST_TEST(std::ranges::count(csv, '\n') == 3);
  BOOST_TEST(contains(ctl.out_of({"company", "report", "acme"}), "192.0.2.0/24"));
  BOOST_TEST(status({"company", "report", "nobody"}) == EX_NOUSER);
  BOOST_TEST(status({"company", "report", "acme", "--csv", "--json"}) == EX_USAGE);
}

BOOST_AUTO_TEST_SUITE_END()
