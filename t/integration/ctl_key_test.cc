// doorwardctl key rotate and retire, beside processes that say which keys they hold.

#define BOOST_TEST_DYN_LINK
#include <fstream>

#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "base/key_change.h"
#include "store/held_key.h"
#include "t/integration/ctl_program.h"

using namespace doorward;

namespace {

struct Fixture : test::CtlProgram {
  Fixture() { out_of({"key", "create"}); }

  KeyFile keys(const std::string& purpose) const { return KeyFile::load(file(purpose + ".key")); }

  // A process that has read the files as they are now; at its end it says so.
  struct Process {
    Process(Fixture& at, const std::string& program, const std::vector<std::string>& purposes)
        : report(at.db.database(), at.db.clock(), at.random, program) {
      files.reserve(purposes.size());
      for (const auto& purpose : purposes) {
        files.push_back(at.keys(purpose));
        report.holds(purpose, files.back());
      }
      report.give_when_due();
    }
    std::vector<KeyFile> files;
    store::KeyReport report;
  };

  void refuses(const std::vector<std::string>& words, const std::string& why, int status) {
    const auto before = content(words[2] + ".key");
    const auto ran = run(words);
    BOOST_TEST(ran.status == status, ran.out + ran.err);
    BOOST_TEST(ran.err.find(why) != std::string::npos, ran.err);
    BOOST_TEST(content(words[2] + ".key") == before);
  }

  SystemRandom random;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_key, Fixture)

BOOST_AUTO_TEST_CASE(a_key_is_added_first_and_used_when_everybody_has_it) {
  out_of({"key", "rotate", "session"});
  BOOST_TEST(keys("session").current().id == "k1");
  BOOST_REQUIRE(keys("session").find("k2") != nullptr);
  refuses({"key", "rotate", "session"}, "no doorward-web has said", EX_TEMPFAIL);
  const Process web(*this, "web", {"session", "code", "form"});
  refuses({"key", "rotate", "session"}, "no doorward-gate has said", EX_TEMPFAIL);
  const Process gate(*this, "gate", {"session"});
  out_of({"key", "rotate", "session"});
  BOOST_TEST(keys("session").current().id == "k2");
  BOOST_TEST(keys("session").find("k1") != nullptr);
}

BOOST_AUTO_TEST_CASE(one_process_that_lacks_the_key_is_named_until_it_ends) {
  {
    const Process old(*this, "web", {"form"});
    out_of({"key", "rotate", "form"});
    const Process fresh(*this, "web", {"form"});
    refuses({"key", "rotate", "form"}, "doorward-web (process ", EX_TEMPFAIL);
    BOOST_TEST(out_of({"key", "holders", "--json"}).find("k2:") != std::string::npos);
  }
  const Process fresh(*this, "web", {"form"});
  out_of({"key", "rotate", "form"});
  BOOST_TEST(keys("form").current().id == "k2");
}

BOOST_AUTO_TEST_CASE(another_machines_key_of_the_same_id_does_not_count) {
  const auto original = content("form.key");
  out_of({"key", "rotate", "form"});
  const auto ours = content("form.key");
  std::ofstream(file("form.key")) << original;
  add_key(file("form.key"), random);
  const Process elsewhere(*this, "web", {"form"});
  std::ofstream(file("form.key")) << ours;
  refuses({"key", "rotate", "form"}, "does not have this form key k2", EX_TEMPFAIL);
}

BOOST_AUTO_TEST_CASE(a_process_that_was_killed_is_forgotten_after_ninety_seconds) {
  const Process killed(*this, "web", {"form"});
  out_of({"key", "rotate", "form"});
  const Process fresh(*this, "web", {"form"});
  db.run("UPDATE held_key SET at = at - INTERVAL 80 SECOND WHERE keys_held NOT LIKE '%k2%'");
  refuses({"key", "rotate", "form"}, "does not have", EX_TEMPFAIL);
  db.run("UPDATE held_key SET at = at - INTERVAL 20 SECOND WHERE keys_held NOT LIKE '%k2%'");
  out_of({"key", "rotate", "form"});
}

BOOST_AUTO_TEST_CASE(an_old_key_goes_when_nothing_was_made_with_it_for_an_hour) {
  {
    const Process web(*this, "web", {"form"});
    out_of({"key", "rotate", "form"});
  }
  {
    const Process web(*this, "web", {"form"});
    out_of({"key", "rotate", "form"});
    refuses({"key", "retire", "form", "k2"}, "is the one in use", EX_DATAERR);
    refuses({"key", "retire", "form", "k1"}, "still makes things with", EX_TEMPFAIL);
  }
  refuses({"key", "retire", "form", "k1"}, "may still lie open", EX_TEMPFAIL);
  db.run("UPDATE held_key SET at = at - INTERVAL 61 MINUTE");
  out_of({"key", "retire", "form", "k1"});
  BOOST_TEST(keys("form").all().size() == 1U);
  BOOST_TEST(keys("form").current().id == "k2");
}

BOOST_AUTO_TEST_CASE(two_changes_at_once_are_one_and_a_refusal) {
  std::ofstream(file("form.key.new")) << "";
  refuses({"key", "rotate", "form"}, "another change of this key file is under way", EX_CONFIG);
}

BOOST_AUTO_TEST_SUITE_END()
