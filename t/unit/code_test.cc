#include "domain/code.h"

#include <set>

#include "base/crypto.h"
#include "t/unit/unit.h"

namespace doorward {
namespace {

const std::string kKey(32, 'k');
const Id kFlow(16, '\x01');

Email mia() {
  return Email::parse("mia@example.com").value();
}

std::string code(std::uint32_t generation = 1) {
  return code_for(kKey, FlowKind::sign_in, kFlow, generation, mia());
}

BOOST_AUTO_TEST_SUITE(code_of_letters)

BOOST_AUTO_TEST_CASE(truncation_matches_rfc_4226_appendix_d) {
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"cc93cf18508d94934c64b65d8ba7667fb7cde4b0", "755224"},
      {"75a48a19d4cbe100644e8ac1397eea747a2d33ab", "287082"},
      {"0bacb7fa082fef30782211938bc1c5e70416ff44", "359152"},
      {"66c28227d03a2d5529262ff016a1e6ef76557ece", "969429"},
      {"a904c900a64b35909874b33e61c5938a8e15ed1c", "338314"},
      {"a37e783d7b7233c083d4f62926c7a25f238d0316", "254676"},
      {"bc9cd28561042c83f219324d3c607256c03272ae", "287922"},
      {"a4fb960c0bc06e1eabb804e5b397cdc4b45596fa", "162583"},
      {"1b3c89f65e6c9e883012052823443f048b4332db", "399871"},
      {"1637409809a679dc698207310c8c7fc07290d9e5", "520489"}};
  for (const auto& [mac, expected] : vectors)
    BOOST_TEST(truncate_to_code(test::from_hex(mac)) == expected);
}

BOOST_AUTO_TEST_CASE(hmac_sha256_codes_match_rfc_6238_appendix_b) {
  // Eight digits there; the last six are those of the same number modulo 10^6.
  const std::string key = "12345678901234567890123456789012";
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"0000000000000001", "119246"}, {"00000000023523ec", "084774"},
      {"00000000023523ed", "062674"}, {"000000000273ef07", "819424"},
      {"0000000003f940aa", "698825"}, {"0000000027bc86aa", "737706"}};
  for (const auto& [counter, expected] : vectors)
    BOOST_TEST(truncate_to_code(hmac_sha256(key, test::from_hex(counter))) == expected);
}

BOOST_AUTO_TEST_CASE(codes_keep_their_leading_zeros) {
  std::string mac(32, '\0');
  BOOST_TEST(truncate_to_code(mac) == "000000");
  mac[3] = 7;
  BOOST_TEST(truncate_to_code(mac) == "000007");
  BOOST_CHECK_THROW(truncate_to_code(std::string(19, 'x')), std::logic_error);
}

BOOST_AUTO_TEST_CASE(same_question_has_the_same_code) {
  BOOST_TEST(code() == code());
  BOOST_TEST(code().size() == 6U);
}

BOOST_AUTO_TEST_CASE(code_is_bound_to_all_that_it_is_for) {
  const auto tom = Email::parse("tom@example.com").value();
  const std::set<std::string> codes{
      code(),
      code(2),
      code_for(std::string(32, 'l'), FlowKind::sign_in, kFlow, 1, mia()),
      code_for(kKey, FlowKind::reset, kFlow, 1, mia()),
      code_for(kKey, FlowKind::validate, kFlow, 1, mia()),
      code_for(kKey, FlowKind::sign_up, kFlow, 1, mia()),
      code_for(kKey, FlowKind::sign_in, Id(16, '\x02'), 1, mia()),
      code_for(kKey, FlowKind::sign_in, kFlow, 1, tom),
  };
  BOOST_TEST(codes.size() == 8U);
}

BOOST_AUTO_TEST_CASE(codes_are_spread_over_all_first_digits) {
  std::set<char> first_digits;
  for (std::uint32_t generation = 0; generation < 200; ++generation)
    first_digits.insert(code(generation)[0]);
  BOOST_TEST(first_digits.size() == 10U);
}

BOOST_AUTO_TEST_CASE(code_without_a_flow_is_a_bug) {
  BOOST_CHECK_THROW(code_for(kKey, FlowKind::sign_in, "", 1, mia()), std::logic_error);
}

BOOST_AUTO_TEST_CASE(blanks_and_hyphens_are_dropped_from_what_was_typed) {
  for (const auto typed :
       {"123456", " 123456 ", "123 456", "123-456", "1 2 3 4 5 6", "\t123456\r\n", "12-34-56"})
    BOOST_TEST(normalise_code(typed).value() == "123456", typed);
  BOOST_TEST(normalise_code("000000").value() == "000000");
}

BOOST_AUTO_TEST_CASE(anything_but_six_ascii_digits_is_malformed) {
  for (const auto typed : {"", " ", "12345", "1234567", "12345a", "+12345", "12345.", "1e5000",
                           "0x1234", "123_456", "\uff11\uff12\uff13\uff14\uff15\uff16",
                           "\u0661\u0662\u0663\u0664\u0665\u0666", "123\u00a0456", "1.23456"})
    BOOST_TEST(!normalise_code(typed).has_value(), typed);
  BOOST_TEST(!normalise_code(test::bytes("12345\0")).has_value());
  BOOST_TEST(!normalise_code(test::bytes("123456\0")).has_value());
  BOOST_TEST(normalise_code("123456" + std::string(58, ' ')).has_value());
  BOOST_TEST(!normalise_code("123456" + std::string(59, ' ')).has_value());
}

BOOST_AUTO_TEST_CASE(only_the_very_code_matches) {
  BOOST_TEST(code_matches("012345", "012345"));
  for (const auto typed : {"012346", "112345", "12345", "0123450", ""})
    BOOST_TEST(!code_matches("012345", typed), typed);
}

BOOST_AUTO_TEST_CASE(empty_code_is_never_expected) {
  BOOST_CHECK_THROW(code_matches("", ""), std::logic_error);
}

BOOST_AUTO_TEST_CASE(lives_ten_minutes_and_takes_five_tries) {
  BOOST_TEST((kCodeLife == std::chrono::minutes(10)));
  BOOST_TEST(kTriesMax == 5U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
