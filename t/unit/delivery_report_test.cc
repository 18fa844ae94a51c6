#include "domain/delivery_report.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

// As Postfix sends it.
std::string report(const std::string& recipients) {
  return "Return-Path: <>\r\n"
         "Subject: Undelivered Mail Returned to Sender\r\n"
         "Content-Type: multipart/report; report-type=delivery-status;\r\n"
         "\tboundary=\"4Q9.1700/mail.example.com\"\r\n"
         "\r\n"
         "This is a MIME-encapsulated message.\r\n"
         "\r\n"
         "--4Q9.1700/mail.example.com\r\n"
         "Content-Type: text/plain; charset=us-ascii\r\n"
         "\r\n"
         "Action: failed\r\nStatus: 5.1.1\r\nFinal-Recipient: rfc822; text@example.com\r\n"
         "\r\n"
         "--4Q9.1700/mail.example.com\r\n"
         "Content-Description: Delivery report\r\n"
         "Content-Type: message/delivery-status\r\n"
         "\r\n"
         "Reporting-MTA: dns; mail.example.com\r\n"
         "X-Postfix-Sender: rfc822; bounce@example.com\r\n"
         "\r\n" +
         recipients +
         "\r\n"
         "--4Q9.1700/mail.example.com\r\n"
         "Content-Type: message/rfc822\r\n"
         "\r\n"
         "Action: failed\r\nStatus: 5.1.1\r\nFinal-Recipient: rfc822; returned@example.com\r\n"
         "--4Q9.1700/mail.example.com--\r\n";
}

std::string shown(const std::string& message) {
  std::string out;
  for (const auto& delivery : failed_deliveries(message)) {
    for (const auto& recipient : delivery.recipients) out += recipient.text() + " ";
    out += delivery.status + ";";
  }
  return out;
}

BOOST_AUTO_TEST_SUITE(delivery_report)

BOOST_AUTO_TEST_CASE(tells_whom_a_letter_did_not_reach_and_why) {
  BOOST_TEST(shown(report("Final-Recipient: rfc822; Mia@Example.com\r\n"
                          "Original-Recipient: rfc822;mia@portal.example\r\n"
                          "Action: failed\r\nStatus: 5.1.1\r\n"
                          "Diagnostic-Code: smtp; 550 5.1.1 No such\r\n mailbox\r\n")) ==
             "mia@portal.example mia@example.com 5.1.1;");
}

BOOST_AUTO_TEST_CASE(takes_line_ends_case_comments_and_brackets_as_they_come) {
  auto message = report(
      "FINAL-RECIPIENT: RFC822; <mia@example.com>\r\nAction:FAILED\r\n"
      "status: 5.2.1 (mailbox disabled)\r\n");
  BOOST_TEST(shown(message) == "mia@example.com 5.2.1;");
  std::erase(message, '\r');
  BOOST_TEST(shown(message) == "mia@example.com 5.2.1;");
}

BOOST_AUTO_TEST_CASE(each_recipient_has_fields_of_its_own) {
  BOOST_TEST(shown(report("Final-Recipient: rfc822; a@example.com\r\nAction: failed\r\n"
                          "Status: 5.1.1\r\n\r\n"
                          "Final-Recipient: rfc822; b@example.com\r\nAction: delayed\r\n"
                          "Status: 4.4.1\r\n\r\n"
                          "Final-Recipient: rfc822; c@example.com\r\nAction: relayed\r\n"
                          "Status: 2.0.0\r\n\r\n"
                          "Final-Recipient: rfc822; d@example.com\r\nAction: failed\r\n"
                          "Status: 5.7.1\r\n")) == "a@example.com 5.1.1;d@example.com 5.7.1;");
}

BOOST_AUTO_TEST_CASE(neither_text_nor_the_returned_letter_is_a_report) {
  BOOST_TEST(shown(report("")) == "");
  auto plain = report(
      "Final-Recipient: rfc822; a@example.com\r\nAction: failed\r\n"
      "Status: 5.1.1\r\n");
  plain.replace(plain.find("multipart/report"), 16, "multipart/mixed ");
  BOOST_TEST(shown(plain) == "");
  BOOST_TEST(shown("Subject: hi\n\nAction: failed\nStatus: 5.1.1\n") == "");
}

BOOST_AUTO_TEST_CASE(ends_early_without_harm) {
  const auto whole = report(
      "Final-Recipient: rfc822; a@example.com\r\nAction: failed\r\n"
      "Status: 5.1.1\r\n");
  for (std::size_t length = 0; length < whole.size(); ++length)
    failed_deliveries(std::string_view(whole).substr(0, length));
  BOOST_TEST(shown("Content-Type: multipart/report; boundary=\"\n\n--\n") == "");
  BOOST_TEST(shown("Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type:") == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
