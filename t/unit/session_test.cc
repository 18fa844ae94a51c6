#include "domain/session.h"

#include <sys/stat.h>

#include "base/crypto.h"
#include "t/unit/unit.h"

namespace doorward {
namespace {

using namespace std::chrono_literals;
using test::kNow;
using test::kTick;

const std::string kBytes = test::from_hex("000102030405060708090a0b0c0d0eff");

struct Keys {
  test::TempDir directory;

  KeyFile load(const std::string& content) const {
    const auto path = directory / "session.key";
    std::ofstream(path) << content;
    BOOST_REQUIRE(chmod(path.c_str(), 0600) == 0);
    return KeyFile::load(path);
  }
  KeyFile one() const { return load("k1 " + std::string(64, '1') + "\ncurrent k1\n"); }
  KeyFile two() const {
    return load("k1 " + std::string(64, '1') + "\nk2 " + std::string(64, '2') + "\ncurrent k2\n");
  }
  KeyFile other() const { return load("k1 " + std::string(64, '3') + "\ncurrent k1\n"); }
};

BOOST_FIXTURE_TEST_SUITE(session, Keys)

BOOST_AUTO_TEST_CASE(token_is_the_bytes_and_their_mac) {
  const auto keys = one();
  const auto token = make_token(kBytes, keys.current());
  BOOST_TEST(token.size() == 43U);
  const auto mac = hmac_sha256(std::string(32, '\x11'), "session" + kBytes).substr(0, 16);
  BOOST_TEST(token == text::base64url(kBytes + mac));
  BOOST_TEST(open_token(token, keys).value() == kBytes + mac);
}

BOOST_AUTO_TEST_CASE(token_of_an_older_key_is_still_ours) {
  const auto token = make_token(kBytes, one().current());
  BOOST_TEST(open_token(token, two()).has_value());
  BOOST_TEST(open_token(make_token(kBytes, two().current()), two()).has_value());
}

BOOST_AUTO_TEST_CASE(token_of_another_key_is_not) {
  BOOST_TEST(!open_token(make_token(kBytes, other().current()), two()).has_value());
}

BOOST_AUTO_TEST_CASE(every_changed_bit_is_seen) {
  const auto keys = one();
  const auto raw = text::from_base64url(make_token(kBytes, keys.current())).value();
  for (std::size_t i = 0; i < raw.size() * 8; ++i) {
    auto changed = raw;
    changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << i % 8));
    BOOST_TEST(!open_token(text::base64url(changed), keys).has_value());
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_token_is_refused) {
  const auto keys = one();
  const auto token = make_token(kBytes, keys.current());
  for (const auto& value : {std::string(), token.substr(1), token + "A", token + "=", " " + token,
                            token + "\n", std::string(43, 'A'), std::string(43, '='),
                            std::string(10'000, 'A'), "+" + token.substr(1)})
    BOOST_TEST(!open_token(value, keys).has_value(), value);
  BOOST_TEST(!open_token(test::bytes("\0"), keys).has_value());
}

BOOST_AUTO_TEST_CASE(token_has_one_spelling) {
  const auto keys = one();
  auto token = make_token(kBytes, keys.current());
  // The last character has two unused bits.
  const char last = token.back();
  for (const char c :
       std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                        "-_")) {
    token.back() = c;
    BOOST_TEST(open_token(token, keys).has_value() == (c == last));
  }
}

BOOST_AUTO_TEST_CASE(database_gets_the_sha256_of_the_whole_token) {
  BOOST_TEST(token_hash("abc") == sha256("abc"));
}

BOOST_AUTO_TEST_CASE(token_of_too_few_bytes_is_a_bug) {
  BOOST_CHECK_THROW(make_token("short", one().current()), std::logic_error);
}

BOOST_AUTO_TEST_CASE(session_ends_at_its_very_end) {
  BOOST_TEST(session_runs(kNow + kTick, kNow, kNow, 1h));
  BOOST_TEST(!session_runs(kNow, kNow, kNow, 1h));
  BOOST_TEST(!session_runs(kNow - 1h, kNow, kNow, 1h));
}

BOOST_AUTO_TEST_CASE(session_ends_when_idle_for_as_long_as_allowed) {
  BOOST_TEST(session_runs(kNow + 9h, kNow - 1h + kTick, kNow, 1h));
  BOOST_TEST(!session_runs(kNow + 9h, kNow - 1h, kNow, 1h));
  BOOST_TEST(!session_runs(kNow + 9h, kNow - 2h, kNow, 1h));
}

BOOST_AUTO_TEST_CASE(session_seen_by_a_clock_ahead_runs) {
  BOOST_TEST(session_runs(kNow + 9h, kNow + 1s, kNow, 1h));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
