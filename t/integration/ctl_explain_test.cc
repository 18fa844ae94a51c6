// doorwardctl account explain: each cause in a situation that has it.

#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "base/json.h"
#include "flow/budgets.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/outbox.h"
#include "t/integration/ctl_program.h"

using namespace doorward;
using namespace std::chrono_literals;

namespace {

constexpr const char* kMia = "mia@acme.example";

struct Fixture : test::CtlProgram {
  Fixture() : company(db.add_company("acme", "acme.example")), budgets(db.config().limits) {}

  void add_mia() {
    db.database().transact([&](store::Transaction& tx) {
      store::accounts::add(tx,
                           {.id = mia,
                            .email = Email::parse(kMia).value(),
                            .name = "Mia",
                            .password_hash = "some hash",
                            .company_id = company.id,
                            .status = store::AccountStatus::active,
                            .role = "member",
                            .proved_at = std::nullopt,
                            .created_at = db.clock().now()},
                           db.clock().now());
    });
  }

  Json explained(const std::string& email = kMia) const {
    return Json::parse(out_of({"account", "explain", email, "--json"}));
  }
  std::string cause(const std::string& email = kMia) const {
    return explained(email)["cause"].get<std::string>();
  }
  bool says(const std::string& part, const std::string& email = kMia) const {
    const auto out = out_of({"account", "explain", email});
    return out.substr(0, out.find('\n')).find(part) != std::string::npos;
  }

  void take(const flow::Allowances& allowances) {
    for (const auto& allowance : allowances)
      for (std::uint64_t i = 0; i < allowance.limit; ++i)
        db.database().transact([&](store::Transaction& tx) {
          store::attempts::take(tx, allowance, db.clock().now());
        });
  }

  // Whose budgets they are; the rest of a flow doesn't matter for that.
  store::Flow flow_of(FlowKind kind) const {
    return {.id = mia,
            .kind = kind,
            .secret_hash = "",
            .email = Email::parse(kMia).value(),
            .account_id = mia,
            .company_id = company.id,
            .return_address = "",
            .code_key_id = "1",
            .sent_at = std::nullopt,
            .code_ends_at = std::nullopt,
            .browser = "",
            .network = "",
            .created_at = {},
            .expires_at = {},
            .done_at = std::nullopt};
  }

  void add_letter(const std::string& state, const std::string& answer) {
    db.database().transact([&](store::Transaction& tx) {
      const auto now = db.clock().now();
      store::outbox::add(tx,
                         {.id = new_id(db.random(), now),
                          .letter = "code_sign_in",
                          .recipient = Email::parse(kMia).value(),
                          .flow_id = std::nullopt,
                          .name = "Mia",
                          .browser = "",
                          .network = "",
                          .due_at = now,
                          .handed_at = std::nullopt,
                          .answer = "",
                          .created_at = now},
                         now);
    });
    db.run("UPDATE outbox SET attempts = 1, state = '" + state + "', answer = '" + answer + "'");
  }

  store::Company company;
  flow::Budgets budgets;
  Id mia = new_id(db.random(), db.clock().now());
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_explain, Fixture)

BOOST_AUTO_TEST_CASE(a_malformed_address) {
  BOOST_TEST(cause("mia at acme") == "malformed");
}

BOOST_AUTO_TEST_CASE(no_account_and_the_domain_is_not_listed) {
  BOOST_TEST(cause("mia@elsewhere.example") == "domain_not_listed");
  BOOST_TEST(says("no company lists elsewhere.example", "mia@elsewhere.example"));
}

BOOST_AUTO_TEST_CASE(no_account_and_the_domain_is_mistyped) {
  BOOST_TEST(cause("mia@amce.example") == "domain_mistyped");
  BOOST_TEST(says("acme.example is listed", "mia@amce.example"));
}

BOOST_AUTO_TEST_CASE(a_subdomain_is_not_covered_by_the_exact_domain) {
  BOOST_TEST(cause("mia@mail.acme.example") == "subdomain_not_covered");
  BOOST_TEST(says("*.acme.example would", "mia@mail.acme.example"));
}

BOOST_AUTO_TEST_CASE(no_account_but_may_sign_up) {
  BOOST_TEST(cause() == "may_sign_up");
}

BOOST_AUTO_TEST_CASE(only_single_addresses_of_the_domain_are_listed) {
  out_of({"company", "address", "add", "acme", "kim@free.example"});
  BOOST_TEST(cause("kim@free.example") == "may_sign_up");
  BOOST_TEST(cause("eve@free.example") == "address_not_listed");
}

BOOST_AUTO_TEST_CASE(sign_up_is_closed) {
  set("sign_up_open", "no");
  BOOST_TEST(cause() == "sign_up_closed");
}

BOOST_AUTO_TEST_CASE(all_seats_are_taken_at_sign_up) {
  add_mia();
  out_of({"company", "set", "acme", "--seats", "1"});
  BOOST_TEST(cause("ben@acme.example") == "seats_full");
  BOOST_TEST(cause() == "none");
}

BOOST_AUTO_TEST_CASE(the_licence_is_over_or_has_not_started) {
  add_mia();
  out_of({"company", "set", "acme", "--from", "2020-01-01", "--until", "2020-01-31"});
  BOOST_TEST(cause() == "licence_over");
  BOOST_TEST(says("since 2020-02-01"));
  BOOST_TEST(cause("ben@acme.example") == "licence_over");
  out_of({"company", "set", "acme", "--from", "2090-01-01", "--until", "never"});
  BOOST_TEST(cause() == "licence_not_started");
}

BOOST_AUTO_TEST_CASE(the_company_is_suspended) {
  add_mia();
  out_of({"company", "suspend", "acme"});
  BOOST_TEST(cause() == "company_suspended");
}

BOOST_AUTO_TEST_CASE(the_account_is_locked_or_removed_which_goes_before_the_licence) {
  add_mia();
  out_of({"company", "suspend", "acme"});
  out_of({"account", "lock", kMia});
  BOOST_TEST(cause() == "account_locked");
  db.run("UPDATE account SET status = 'removed'");
  BOOST_TEST(cause() == "account_removed");
}

BOOST_AUTO_TEST_CASE(imported_and_never_validated) {
  add_mia();
  db.run("UPDATE account SET password_hash = NULL");
  BOOST_TEST(cause() == "never_validated");
}

BOOST_AUTO_TEST_CASE(password_tries_from_one_network_are_used_up) {
  add_mia();
  const auto passwords = budgets.passwords(kMia, "192.0.2.0/24", "");
  for (std::uint64_t i = 0; i < passwords.limit; ++i)
    db.database().transact([&](store::Transaction& tx) {
      store::attempts::take(tx, passwords, budgets.password_wait(), db.clock().now());
      store::audit::add(tx, db.random(), {"password_wrong", "1", mia, kMia, "192.0.2.0/24", ""},
                        db.clock().now());
    });
  BOOST_TEST(cause() == "password_tries_used_up");
  const auto until = db.value("SELECT DATE_FORMAT(wait_until, '%Y-%m-%d %H:%i:%s') FROM attempt");
  BOOST_TEST(says(until));
}

BOOST_AUTO_TEST_CASE(password_tries_in_all_are_used_up) {
  add_mia();
  const auto in_all = budgets.passwords_in_all(kMia);
  for (std::uint64_t i = 0; i < in_all.limit; ++i)
    db.database().transact([&](store::Transaction& tx) {
      store::attempts::take(tx, in_all, budgets.passwords_in_all_wait(), db.clock().now());
    });
  BOOST_TEST(cause() == "password_tries_used_up");
}

BOOST_AUTO_TEST_CASE(code_tries_are_used_up) {
  add_mia();
  take(budgets.wrong_codes(flow_of(FlowKind::sign_in), ""));
  BOOST_TEST(cause() == "code_tries_used_up");
}

BOOST_AUTO_TEST_CASE(the_letters_budget_is_used_up) {
  add_mia();
  auto letters = budgets.letters(flow_of(FlowKind::reset), "");
  take({letters.front()});
  BOOST_TEST(cause() == "letters_used_up");
  const auto budget = explained()["budgets"][0];
  BOOST_TEST(budget["budget"] == "strange_letters_hour");
  BOOST_TEST(budget["used"] == letters.front().limit);
}

BOOST_AUTO_TEST_CASE(a_budget_that_has_some_left_keeps_nobody_out) {
  add_mia();
  auto letters = budgets.letters(flow_of(FlowKind::sign_in), "");
  letters.front().limit = 1;
  take(letters);
  BOOST_TEST(cause() == "none");
  BOOST_TEST(explained()["budgets"].size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_mail_server_refused_the_last_letter) {
  add_mia();
  add_letter("refused", "550 no such mailbox");
  BOOST_TEST(cause() == "letter_refused");
  BOOST_TEST(says("550 no such mailbox"));
  BOOST_TEST(explained()["letters"][0]["answer"] == "550 no such mailbox");
}

BOOST_AUTO_TEST_CASE(the_last_letter_waits_in_the_queue) {
  add_mia();
  add_letter("queued", "451 try later");
  BOOST_TEST(cause() == "letter_waiting");
  add_letter("sent", "250 ok");
  BOOST_TEST(cause() == "none");
}

BOOST_AUTO_TEST_CASE(the_lists_cover_the_address_no_longer) {
  add_mia();
  out_of({"company", "domain", "remove", "acme", "acme.example"});
  BOOST_TEST(cause() == "address_not_covered");
}

BOOST_AUTO_TEST_CASE(everything_is_fine_and_the_screen_has_its_parts) {
  add_mia();
  out_of({"account", "lock", kMia});
  out_of({"account", "unlock", kMia});
  BOOST_TEST(cause() == "none");
  BOOST_TEST(explained()["events"].size() == 2u);
  const auto out = out_of({"account", "explain", kMia});
  for (const char* part : {"Nothing keeps this person out.\n", "\nbudgets\n", "\nletters\n",
                           "\nevents\n", "\nsessions\n", "account_unlocked"})
    BOOST_TEST(out.find(part) != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
