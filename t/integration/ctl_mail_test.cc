// doorwardctl mail retry and drop, and bash's completion of it all.

#define BOOST_TEST_DYN_LINK
#include <fstream>

#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "base/json.h"
#include "base/text.h"
#include "store/outbox.h"
#include "t/integration/ctl_program.h"

using namespace doorward;
using Words = std::vector<std::string>;

namespace {

struct Fixture : test::CtlProgram {
  // Its id.
  std::string add_letter(const std::string& state) {
    const auto now = db.clock().now();
    const auto id = new_id(db.random(), now);
    db.database().transact([&](store::Transaction& tx) {
      store::outbox::add(tx,
                         {.id = id,
                          .letter = "password_changed",
                          .recipient = Email::parse("mia@acme.example").value(),
                          .flow_id = std::nullopt,
                          .name = "Mia",
                          .browser = "",
                          .network = "",
                          .urgent = false,
                          .state = store::LetterState::queued,
                          .attempts = 0,
                          .due_at = now,
                          .handed_at = std::nullopt,
                          .answer = "",
                          .created_at = now},
                         now);
      tx.execute("UPDATE outbox SET state = ?, attempts = 3 WHERE id = ?", {state, id});
    });
    return text::hex(id);
  }
  std::string state(const std::string& id) {
    return db.value("SELECT CONCAT(state, ' ', attempts) FROM outbox WHERE id = x'" + id + "'");
  }

  // What bash offers after these words; the last one is being typed.
  std::string offered(const std::string& words) {
    std::ofstream(file("completion")) << out_of({"completion", "bash"});
    std::ofstream(file("try")) << "set -eu; source " << file("completion").string()
                               << "; COMP_WORDS=(" << words
                               << "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _doorwardctl"
                                  "; echo \"${COMPREPLY[*]-}\" > "
                               << file("offered").string();
    if (std::system(("bash " + file("try").string()).c_str()) != 0) return "bash failed";
    return std::string(text::trim(content("offered")));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_mail, Fixture)

BOOST_AUTO_TEST_CASE(a_refused_letter_is_queued_again_as_new) {
  const auto letter = add_letter("refused");
  BOOST_TEST(Json::parse(out_of({"mail", "queue", "--json"}))[0]["id"] == letter);
  BOOST_TEST(Json::parse(out_of({"mail", "retry", "--id", letter, "--json"}))["changed"] == 1);
  BOOST_TEST(state(letter) == "queued 0");
  BOOST_TEST(db.value("SELECT event FROM audit_event") == "mail_retried");
}

BOOST_AUTO_TEST_CASE(a_letter_that_was_sent_or_is_being_sent_is_left_alone) {
  for (const char* kind : {"sent", "leased"}) {
    const auto letter = add_letter(kind);
    BOOST_TEST(run({"mail", "retry", "--id", letter}).status == EX_DATAERR);
    BOOST_TEST(run({"mail", "drop", "--id", letter}).status == EX_DATAERR);
    BOOST_TEST(state(letter) == std::string(kind) + " 3");
  }
  BOOST_TEST(db.value("SELECT COUNT(*) FROM audit_event") == "0");
}

BOOST_AUTO_TEST_CASE(all_refused_ones_are_retried_and_no_others) {
  const auto refused = add_letter("refused");
  const auto dropped = add_letter("dropped");
  out_of({"mail", "retry", "--refused"});
  BOOST_TEST(state(refused) == "queued 0");
  BOOST_TEST(state(dropped) == "dropped 3");
}

BOOST_AUTO_TEST_CASE(a_dropped_letter_never_goes_out) {
  const auto one = add_letter("queued");
  const auto other = add_letter("queued");
  out_of({"mail", "drop", "--id", one});
  BOOST_TEST(state(one) == "dropped 3");
  BOOST_TEST(state(other) == "queued 3");
  out_of({"mail", "drop", "--queued"});
  BOOST_TEST(state(other) == "dropped 3");
}

BOOST_AUTO_TEST_CASE(which_letter_must_be_said) {
  const auto letter = add_letter("refused");
  for (const char* verb : {"retry", "drop"}) {
    const std::string all = std::string(verb) == "retry" ? "--refused" : "--queued";
    BOOST_TEST(run({"mail", verb}).status == EX_USAGE);
    BOOST_TEST(run({"mail", verb, "--id", letter, all}).status == EX_USAGE);
    BOOST_TEST(run({"mail", verb, "--id", "' OR 1"}).status == EX_DATAERR);
  }
  BOOST_TEST(state(letter) == "refused 3");
}

BOOST_AUTO_TEST_CASE(bash_completes_nouns_verbs_and_options) {
  BOOST_TEST(offered("doorwardctl ses") == "session");
  BOOST_TEST(offered("doorwardctl session ''") == "end list");
  BOOST_TEST(offered("doorwardctl company domain ''").starts_with("add "));
  BOOST_TEST(offered("doorwardctl --config x mail re") == "retry");
  BOOST_TEST(offered("doorwardctl session end --al") == "--all");
  BOOST_TEST(offered("doorwardctl session end --account mia@x.example --co") ==
             "--company --config");
  BOOST_TEST(offered("doorwardctl session end mia ''") == "");
}

BOOST_AUTO_TEST_SUITE_END()
