#include "base/crypto.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

BOOST_AUTO_TEST_SUITE(crypto)

BOOST_AUTO_TEST_CASE(sha256_matches_fips_180_examples) {
  BOOST_TEST(text::hex(sha256("")) ==
             "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  BOOST_TEST(text::hex(sha256("abc")) ==
             "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

BOOST_AUTO_TEST_CASE(hmac_sha256_matches_rfc_4231) {
  struct Vector {
    std::string key, message;
    std::string_view mac;
  };
  const Vector vectors[] = {
      {std::string(20, '\x0b'), "Hi There",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", "what do ya want for nothing?",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {std::string(20, '\xaa'), std::string(50, '\xdd'),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {test::from_hex("0102030405060708090a0b0c0d0e0f10111213141516171819"),
       std::string(50, '\xcd'), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
      {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {std::string(131, '\xaa'),
       "This is a test using a larger than block-size key and a larger than block-size data. The "
       "key needs to be hashed before being used by the HMAC algorithm.",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
  };
  for (const auto& [key, message, mac] : vectors)
    BOOST_TEST(text::hex(hmac_sha256(key, message)) == mac);
}

BOOST_AUTO_TEST_CASE(comparison_sees_every_byte_and_the_length) {
  BOOST_TEST(equal_in_constant_time("", ""));
  BOOST_TEST(equal_in_constant_time("abc", "abc"));
  BOOST_TEST(!equal_in_constant_time("abc", "abd"));
  BOOST_TEST(!equal_in_constant_time("xbc", "abc"));
  BOOST_TEST(!equal_in_constant_time("abc", "ab"));
  BOOST_TEST(!equal_in_constant_time(test::bytes("a\0b"), test::bytes("a\0c")));
}

BOOST_AUTO_TEST_CASE(moved_secret_leaves_nothing_behind) {
  Secret first("short");
  const Secret second(std::move(first));
  BOOST_TEST(second.view() == "short");
  // NOLINTNEXTLINE(*-use-after-move,clang-analyzer-cplusplus.Move): what it tests.
  BOOST_TEST(first.view().find("short") == std::string_view::npos);
  BOOST_TEST(second.copy().view() == "short");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
