#include "base/password_hash.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

constexpr HashCost kCheap{8192, 1};

BOOST_AUTO_TEST_SUITE(password_hash)

BOOST_AUTO_TEST_CASE(right_password_is_right_and_no_other) {
  const auto hash = hash_password("correct horse", kCheap);
  BOOST_TEST(verify_password(hash, "correct horse"));
  for (const auto wrong :
       {"correct horsf", "Correct horse", "correct horse ", " correct horse", ""})
    BOOST_TEST(!verify_password(hash, wrong), wrong);
}

BOOST_AUTO_TEST_CASE(every_byte_counts) {
  const auto hash = hash_password(test::bytes("before\0after"), kCheap);
  BOOST_TEST(verify_password(hash, test::bytes("before\0after")));
  BOOST_TEST(!verify_password(hash, "before"));
  BOOST_TEST(!verify_password(hash, test::bytes("before\0other")));
  const std::string longest(512, 'x');
  BOOST_TEST(!verify_password(hash_password(longest, kCheap), longest.substr(1)));
}

BOOST_AUTO_TEST_CASE(hash_is_argon2id_with_the_cost_asked_for_and_a_salt) {
  const auto hash = hash_password("x", {9000, 3});
  BOOST_TEST(hash.starts_with("$argon2id$v=19$m=9000,t=3,p=1$"));
  BOOST_TEST(hash != hash_password("x", {9000, 3}));
}

BOOST_AUTO_TEST_CASE(hash_from_the_reference_implementation_is_verified) {
  // RFC 9106's authors' program: `echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1`.
  BOOST_TEST(verify_password(
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
      "password"));
}

BOOST_AUTO_TEST_CASE(what_is_no_hash_fits_no_password) {
  for (const auto hash : {"", "x", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv", "password"})
    BOOST_TEST(!verify_password(hash, "password"), hash);
}

BOOST_AUTO_TEST_CASE(only_a_cost_that_rose_asks_for_a_new_hash) {
  const auto hash = hash_password("x", {9000, 2});
  BOOST_TEST(!needs_rehash(hash, {9000, 2}));
  BOOST_TEST(!needs_rehash(hash, {8999, 1}));
  BOOST_TEST(needs_rehash(hash, {9001, 2}));
  BOOST_TEST(needs_rehash(hash, {9000, 3}));
  BOOST_TEST(needs_rehash("$argon2i$v=19$m=99999,t=9,p=1$c29tZXNhbHQ$x", {9000, 2}));
  BOOST_TEST(needs_rehash("", {9000, 2}));
}

BOOST_AUTO_TEST_CASE(decoy_is_a_real_hash_made_once) {
  const auto& decoy = decoy_hash(kCheap);
  BOOST_TEST(decoy.starts_with("$argon2id$v=19$m=8192,t=1,p=1$"));
  BOOST_TEST(decoy_hash(kCheap) == decoy);
  BOOST_TEST(!verify_password(decoy, ""));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
