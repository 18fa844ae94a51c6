#include "domain/bounce_address.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

struct Fixture {
  test::TempDir dir;
  KeyFile keys = key_file("code.key", "k1 " + std::string(64, '1') + "\ncurrent k1\n");
  BounceAddress address = BounceAddress::parse("bounce@portal.example.com").value();
  Id letter = test::from_hex("0190a1b2c3d47e5f8a9b0c1d2e3f4a5b");

  KeyFile key_file(const char* name, const std::string& content) const {
    const auto path = dir / name;
    std::ofstream(path) << content;
    std::filesystem::permissions(path, std::filesystem::perms(0600));
    return KeyFile::load(path);
  }
};

BOOST_FIXTURE_TEST_SUITE(bounce_address, Fixture)

BOOST_AUTO_TEST_CASE(each_letter_has_an_address_that_fits_into_an_envelope) {
  const auto sender = address.sender(letter, keys);
  BOOST_TEST(sender.text().starts_with("bounce+0190a1b2c3d47e5f8a9b0c1d2e3f4a5b"));
  BOOST_TEST(sender.text().ends_with("@portal.example.com"));
  const auto longest = BounceAddress::parse("a23456789012345@portal.example.com").value();
  BOOST_TEST(longest.sender(letter, keys).local().size() == 64u);
  for (const char* refused : {"a234567890123456@portal.example.com", "a+b@portal.example.com",
                              "portal.example.com", "Bounces <bounce@portal.example.com>", ""})
    BOOST_TEST(!BounceAddress::parse(refused), refused);
}

BOOST_AUTO_TEST_CASE(it_tells_the_letter_again_wherever_it_stands) {
  const auto sender = address.sender(letter, keys).text();
  for (const auto& message :
       {sender, "To: <" + sender + ">\r\n\r\nx", "X: bounce+\r\nDelivered-To: " + sender + "\r\n",
        "to bounce+" + std::string(48, '0') + "@portal.example.com or " + sender})
    BOOST_TEST(address.letter_in(message, keys).value() == letter, message);
  std::string shouted = sender;
  for (char& c : shouted) c = static_cast<char>(std::toupper(c));
  BOOST_TEST(address.letter_in(shouted, keys).value() == letter);
}

BOOST_AUTO_TEST_CASE(one_digit_off_it_is_nothing) {
  const auto sender = address.sender(letter, keys).text();
  for (std::size_t i = 7; i < 7 + 48; ++i) {
    auto forged = sender;
    forged[i] = forged[i] == '0' ? '1' : '0';
    BOOST_TEST(!address.letter_in(forged, keys), forged);
  }
  BOOST_TEST(
      !address.letter_in(sender.substr(0, sender.find('@') - 1) + "@portal.example.com", keys));
  BOOST_TEST(!address.letter_in(sender.substr(0, 40), keys));
  BOOST_TEST(!address.letter_in("bounce+" + std::string(48, 'x') + "@portal.example.com", keys));
  const auto elsewhere = BounceAddress::parse("bounce@other.example.com").value();
  BOOST_TEST(!elsewhere.letter_in(sender, keys));
}

BOOST_AUTO_TEST_CASE(a_key_that_was_replaced_is_still_known_and_a_strange_one_is_not) {
  const auto sender = address.sender(letter, keys).text();
  const auto k1 = "k1 " + std::string(64, '1') + "\n";
  const auto k2 = "k2 " + std::string(64, '2') + "\n";
  BOOST_TEST(address.letter_in(sender, key_file("both.key", k1 + k2 + "current k2\n")).value() ==
             letter);
  BOOST_TEST(!address.letter_in(sender, key_file("new.key", k2 + "current k2\n")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
