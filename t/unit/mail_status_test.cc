#include "domain/mail_status.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

BOOST_AUTO_TEST_SUITE(mail_status)

BOOST_AUTO_TEST_CASE(the_enhanced_status_comes_after_the_reply_code) {
  BOOST_TEST(enhanced_status("550 5.1.1 No such mailbox") == "5.1.1");
  BOOST_TEST(enhanced_status("550-5.1.10 No such 5.1.1 mailbox") == "5.1.10");
  BOOST_TEST(enhanced_status("250 2.0.0") == "2.0.0");
  for (const char* none : {"550 No such mailbox 5.1.1", "550 5.1 x", "550 5.1.1.1 x", "550 5.1.x",
                           "550 5.1.1: x", "550", "550 ", "", "5505.1.1 x", "550  5.1.1 x"})
    BOOST_TEST(enhanced_status(none) == "", none);
}

BOOST_AUTO_TEST_CASE(a_status_of_another_class_than_the_reply_is_none) {
  BOOST_TEST(enhanced_status("450 5.1.1 Perhaps later") == "");
  BOOST_TEST(enhanced_status("550 4.1.1 Never") == "");
}

BOOST_AUTO_TEST_CASE(only_five_say_that_a_mailbox_is_gone) {
  std::string gone;
  for (const char* kind : {"2", "4", "5"})
    for (int subject = 0; subject < 8; ++subject)
      for (int detail = 0; detail < 40; ++detail) {
        const auto status =
            std::string(kind) + "." + std::to_string(subject) + "." + std::to_string(detail);
        if (means_mailbox_gone(status)) gone += status + " ";
      }
  BOOST_TEST(gone == "5.1.1 5.1.2 5.1.6 5.1.10 5.2.1 ");
  BOOST_TEST(!means_mailbox_gone(""));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
