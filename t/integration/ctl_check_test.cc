// `doorwardctl check`: silent praise when all is well, and each thing that can be wrong by its
// name.

#define BOOST_TEST_DYN_LINK
#include <filesystem>
#include <fstream>

#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "base/json.h"
#include "store/audit.h"
#include "store/heartbeat.h"
#include "store/outbox.h"
#include "t/integration/ctl_program.h"
#include "t/support/scripted_smtp.h"

using namespace doorward;
using namespace std::chrono_literals;
using store::Transaction;

namespace {

namespace fs = std::filesystem;

constexpr const char* kUser = "ctl_check";
constexpr const char* kGuarded = R"(# configuration file /etc/nginx/nginx.conf:
http {
  server {
    listen 80;
    server_name portal.example.com;
    location /members/ { auth_request /_doorward/require/; return 200 "hello"; }
  }
}
)";

// All is well; each test breaks one thing.
struct Fixture : test::CtlProgram {
  Fixture() {
    db.run("CREATE OR REPLACE USER " + user());
    db.run("GRANT ALL ON `" + db.config().database.name + "`.* TO " + user());
    set("database_user", kUser);
    set("smtp_url", server.url());
    out_of({"key", "create"});
    db.add_company("acme", "acme.example");
    beat(0s);
  }
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;
  ~Fixture() { db.run("DROP USER " + user()); }

  static std::string user() { return std::string(kUser) + "@localhost"; }

  void beat(std::chrono::seconds ago) {
    db.database().transact([&](Transaction& tx) {
      store::heartbeats::beat(tx, store::kMailer, db.clock().now() - ago);
    });
  }

  // `nginx -T`
  void nginx_says(const std::string& text) { std::ofstream(file("nginx.txt")) << text; }

  Json look(int status) {
    if (!fs::exists(file("nginx.txt"))) nginx_says("# configuration file /nginx.conf:\nhttp {}\n");
    const auto ran = run({"check", "--json", "--file", file("nginx.txt")});
    BOOST_TEST(ran.status == status, ran.out + ran.err);
    return Json::parse(ran.out);
  }

  // "FAIL: what is wrong; what mends it" of one line; "" when there is no such line.
  std::string said_of(const std::string& check, int status) {
    const auto seen = look(status);
    for (const auto& line : seen["checks"])
      if (line["check"] == check)
        return line["result"].get<std::string>() + ": " + line["detail"].get<std::string>() + "; " +
               line["mend"].get<std::string>();
    return "";
  }
  bool fails(const std::string& check, const std::string& words) {
    const auto said = said_of(check, EX_CONFIG);
    BOOST_TEST_MESSAGE(said);
    return said.starts_with("FAIL: ") && said.find(words) != std::string::npos;
  }
  bool warns(const std::string& check, const std::string& words) {
    const auto said = said_of(check, EX_OK);
    BOOST_TEST_MESSAGE(said);
    return said.starts_with("WARN: ") && said.find(words) != std::string::npos;
  }

  test::ScriptedSmtp server;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_check, Fixture)

BOOST_AUTO_TEST_CASE(what_is_well_is_ok_and_no_letter_is_sent) {
  const auto seen = look(EX_OK);
  BOOST_TEST(seen["failed"] == 0);
  BOOST_TEST(seen["warned"] == 1);  // nginx guards nothing
  std::string names;
  for (const auto& line : seen["checks"])
    if (line["result"] == "OK") names += line["check"].get<std::string>() + ", ";
  BOOST_TEST(names ==
             "settings, session key, code key, form key, templates, mail_from, smtp settings, mail "
             "server, database, schema, rights, clock, mailer, outbox, companies, ");
  BOOST_TEST(server.count_of("MAIL") == 0U);
  BOOST_TEST(server.count_of("EHLO") == 1U);
}

BOOST_AUTO_TEST_CASE(people_read_a_line_each_and_what_to_do) {
  fs::permissions(file("form.key"), fs::perms(0604));
  const auto ran = run({"check", "--nginx", file("no-nginx").string()});
  BOOST_TEST(ran.status == EX_CONFIG);
  BOOST_TEST(ran.out.find("\nOK      session key    ") != std::string::npos, ran.out);
  BOOST_TEST(ran.out.find("\nFAIL    form key       " + file("form.key").string() +
                          ": is open to everybody; mend it with chmod o= ") != std::string::npos,
             ran.out);
  BOOST_TEST(ran.out.ends_with("\n1 failed, 1 to look at.\n"), ran.out);
}

BOOST_AUTO_TEST_CASE(settings_that_are_wrong_are_all_there_is_to_say) {
  set("session_idle", "soon");
  BOOST_TEST(fails("settings", "session_idle must be a time"));
  BOOST_TEST(look(EX_CONFIG)["checks"].size() == 2U);
}

BOOST_AUTO_TEST_CASE(keys_and_templates) {
  fs::permissions(file("form.key"), fs::perms(0640));
  BOOST_TEST(warns("form key mode", "chmod 600 " + file("form.key").string()));
  fs::remove(file("code.key"));
  BOOST_TEST(fails("code key", "no such key file"));
  set("template_dir", file("nothing"));
  BOOST_TEST(fails("templates", "docs/branding.md"));
}

BOOST_AUTO_TEST_CASE(the_mail_server) {
  server.answer("(greeting)", "554 5.7.1 You are on a list");
  BOOST_TEST(fails("mail server", "You are on a list"));
  server.answer("(greeting)", "220 scripted ESMTP");
  set("smtp_tls", "starttls");
  BOOST_TEST(fails("mail server", "STARTTLS"));
  set("smtp_tls", "none");
  server.go_away();
  BOOST_TEST(fails("mail server", "docs/mail.md"));
  set("smtp_url", "mail.example.com");
  BOOST_TEST(fails("smtp settings", "smtp_url must be"));
  BOOST_TEST(said_of("mail server", EX_CONFIG) == "");
}

BOOST_AUTO_TEST_CASE(a_login_that_the_mail_server_refuses) {
  std::ofstream(file("password")) << "wrong\n";
  fs::permissions(file("password"), fs::perms(0600));
  set("smtp_user", "portal");
  set("smtp_password_file", file("password"));
  server.answer("AUTH PLAIN", "535 5.7.8 Who are you?");
  BOOST_TEST(fails("mail server", ""));
}

BOOST_AUTO_TEST_CASE(the_database_and_what_its_user_may_do) {
  const auto name = db.config().database.name;
  db.run("REVOKE CREATE, ALTER ON `" + name + "`.* FROM " + user());
  BOOST_TEST(fails("rights", "ctl_check lacks CREATE, ALTER"));
  set("database_user", db.config().database.user);
  BOOST_TEST(warns("rights", "ALL PRIVILEGES on every database"));
  set("database_user", "nobody_we_know");
  BOOST_TEST(fails("database", "database_ settings"));
  BOOST_TEST(said_of("schema", EX_CONFIG) == "");
}

BOOST_AUTO_TEST_CASE(tables_of_another_release) {
  db.run("UPDATE schema_migration SET min_program = '99.0.0' WHERE version = 1");
  const auto said = said_of("schema", EX_CONFIG);
  db.run("UPDATE schema_migration SET min_program = '0.1.0' WHERE version = 1");
  BOOST_TEST(said.starts_with("FAIL: "), said);
  BOOST_TEST(said.find("db status") != std::string::npos, said);
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_off) {
  db.run("SET GLOBAL init_connect = 'SET timestamp = UNIX_TIMESTAMP() + 20'");
  const auto said = said_of("clock", EX_OK);
  db.run("SET GLOBAL init_connect = ''");
  BOOST_TEST(said.starts_with("WARN: this machine and the database are "), said);
  BOOST_TEST(said.find("NTP") != std::string::npos, said);
}

BOOST_AUTO_TEST_CASE(a_mailer_that_is_dead_or_was_never_there) {
  beat(600s);
  BOOST_TEST(fails("mailer", "systemctl status doorward-mailer"));
  db.run("DELETE FROM heartbeat");
  BOOST_TEST(warns("mailer", "systemctl enable --now doorward-mailer"));
}

BOOST_AUTO_TEST_CASE(letters_that_wait) {
  const auto now = db.clock().now();
  db.database().transact([&](Transaction& tx) {
    store::outbox::add(tx,
                       {.id = new_id(db.random(), now),
                        .letter = "password_changed",
                        .recipient = Email::parse("mia@acme.example").value(),
                        .flow_id = std::nullopt,
                        .name = "Mia",
                        .browser = "",
                        .network = "",
                        .urgent = false,
                        .due_at = now,
                        .handed_at = std::nullopt,
                        .answer = "",
                        .created_at = now},
                       now);
    tx.execute(
        "UPDATE outbox SET created_at = created_at - INTERVAL 1 HOUR,"
        " due_at = due_at - INTERVAL 1 HOUR, answer = 'Connection refused'");
  });
  BOOST_TEST(fails("outbox", "1 letter waiting"));
  BOOST_TEST(fails("outbox", "Connection refused"));
}

BOOST_AUTO_TEST_CASE(what_the_alarms_know) {
  db.database().transact([&](Transaction& tx) {
    for (int i = 0; i < 3; ++i)
      store::audit::add(tx, db.random(),
                        {.name = "code_wrong",
                         .request = "",
                         .account_id = std::nullopt,
                         .email = "mia@acme.example",
                         .network = "",
                         .detail = ""},
                        db.clock().now());
  });
  set("alarm_wrong_codes", "3");
  BOOST_TEST(warns("wrong_codes", "doorwardctl audit list --event code_wrong"));
}

BOOST_AUTO_TEST_CASE(companies_and_licences_near_their_end) {
  out_of({"company", "set", "acme", "--until", "2020-01-01"});
  BOOST_TEST(warns("companies", "no licence runs"));
  db.run("UPDATE company SET licence_until = UTC_TIMESTAMP(6) + INTERVAL 10 DAY");
  BOOST_TEST(warns("licence", "doorwardctl company set acme --until"));
  BOOST_TEST(said_of("companies", EX_OK) == "OK: 1 running licence; ");
  db.run("UPDATE company SET licence_until = UTC_TIMESTAMP(6) + INTERVAL 40 DAY");
  BOOST_TEST(said_of("licence", EX_OK) == "");
  out_of({"company", "remove", "acme", "--yes"});
  BOOST_TEST(warns("companies", "doorwardctl company add"));
}

BOOST_AUTO_TEST_CASE(nginx_as_it_is_set_up) {
  BOOST_TEST(warns("nginx", "docs/nginx.md"));
  nginx_says(kGuarded);
  BOOST_TEST(fails("nginx", "doorwardctl check nginx"));
  const auto absent = run({"check", "--nginx", file("nginx").string()});
  BOOST_TEST(absent.status == EX_OK);
  BOOST_TEST(absent.out.find("WARN    nginx          was not looked at: ") != std::string::npos,
             absent.out);
}

BOOST_AUTO_TEST_CASE(a_session_that_every_host_below_a_domain_is_sent) {
  set("public_url", "https://portal.example.com");
  set("cookie_domain", "example.com");
  BOOST_TEST(warns("cookie_domain", "every host below example.com"));
}

BOOST_AUTO_TEST_SUITE_END()
