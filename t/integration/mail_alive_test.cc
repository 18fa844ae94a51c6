// The courier's sign of life, which the operator's alarm looks at.

#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>

#include "store/heartbeat.h"
#include "t/support/post_office.h"

using namespace doorward;
using namespace std::chrono_literals;

namespace {

struct Fixture : test::PostOffice {
  Timestamp seen() {
    return db.database()
        .read([](store::Transaction& tx) { return store::heartbeats::last(tx, store::kMailer); })
        .value_or(Timestamp());
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mail_alive, Fixture)

BOOST_AUTO_TEST_CASE(it_notes_every_ten_seconds_that_it_is_alive) {
  courier.deliver_due();
  const auto first = db.clock().now();
  BOOST_TEST((seen() == first));
  db.clock().advance(9s);
  courier.deliver_due();
  BOOST_TEST((seen() == first));
  db.clock().advance(1s);
  courier.deliver_due();
  BOOST_TEST((seen() == first + 10s));
}

BOOST_AUTO_TEST_CASE(it_notes_that_it_is_alive_between_slow_letters) {
  queue("mia@example.com");
  queue("kim@example.com");
  transport.after = [&](const mail::Message&) { db.clock().advance(30s); };
  const auto started = db.clock().now();
  courier.deliver_due();
  BOOST_TEST(db.value("SELECT COUNT(*) FROM outbox WHERE state = 'sent'") == "2");
  BOOST_TEST((seen() == started + 30s));
}

BOOST_AUTO_TEST_SUITE_END()
