// Whom the mailer trusts with a letter, and with its password.

#define BOOST_TEST_DYN_LINK
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "mail/smtp.h"
#include "t/support/outcome_text.h"
#include "t/support/scripted_smtp.h"

using namespace doorward;
using namespace std::chrono_literals;

using enum mail::Outcome;

namespace {

class TempFolder {
 public:
  TempFolder() {
    auto name = (std::filesystem::temp_directory_path() / "doorward-mail-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = name;
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void write_secret(const std::filesystem::path& file) {
  std::ofstream(file) << "a secret\n";
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
}

// A mail server that takes letters over TLS only, with a certificate of its own for `name`.
class TlsServer {
 public:
  explicit TlsServer(const std::string& name) {
    const auto command = "t/support/tls_smtp " + name + " " + folder_.path().string();
    output_ = popen(command.c_str(), "r");
    if (std::fscanf(output_, "%d %d %d", &pid_, &starttls_port_, &tls_port_) != 3)
      throw std::runtime_error("t/support/tls_smtp did not start");
  }
  ~TlsServer() {
    kill(pid_, SIGTERM);
    pclose(output_);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  std::filesystem::path certificate() const { return folder_.path() / "certificate.pem"; }
  std::string port(SmtpTls tls) const {
    return std::to_string(tls == SmtpTls::tls ? tls_port_ : starttls_port_);
  }

 private:
  TempFolder folder_;
  std::FILE* output_;
  int pid_ = 0;
  int starttls_port_ = 0;
  int tls_port_ = 0;
};

struct Fixture {
  test::ScriptedSmtp server;
  TempFolder folder;
  Config config;

  Fixture() {
    config.public_url = "https://portal.example.com";
    config.smtp.url = server.url();
    config.smtp.tls = SmtpTls::none;
    config.smtp.timeout = 5s;
  }

  mail::Delivery send() {
    return mail::Smtp(config).send({.to = Email::parse("mia@example.com").value(),
                                    .from = mail::Mailbox::parse("portal@example.com").value(),
                                    .subject = "038501 is your verification code",
                                    .text = "038501\r\n",
                                    .html = "<p>038501</p>\r\n",
                                    .message_id = "<2a@portal.example.com>",
                                    .date = Timestamp{}});
  }
  mail::Outcome outcome() { return send().outcome; }

  mail::Delivery send_to(const TlsServer& tls_server, SmtpTls tls,
                         const std::filesystem::path& ca_file) {
    config.smtp.url = "smtp://localhost:" + tls_server.port(tls);
    config.smtp.tls = tls;
    config.smtp.ca_file = ca_file;
    return send();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mail_tls, Fixture)

BOOST_AUTO_TEST_CASE(a_server_with_a_trusted_certificate_gets_the_letter) {
  const TlsServer tls_server("localhost");
  for (const auto tls : {SmtpTls::starttls, SmtpTls::tls})
    BOOST_TEST(send_to(tls_server, tls, tls_server.certificate()).outcome == accepted);
}

BOOST_AUTO_TEST_CASE(a_certificate_that_nobody_vouches_for_gets_none) {
  const TlsServer tls_server("localhost");
  const TlsServer another("localhost");
  for (const auto tls : {SmtpTls::starttls, SmtpTls::tls}) {
    for (const std::filesystem::path& ca_file : {std::filesystem::path(), another.certificate()}) {
      const auto delivery = send_to(tls_server, tls, ca_file);
      BOOST_TEST(delivery.outcome == unreachable);
      BOOST_TEST(delivery.answer.find("certificate") != std::string::npos, delivery.answer);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_certificate_for_another_name_gets_none) {
  const TlsServer tls_server("mail.example.com");
  for (const auto tls : {SmtpTls::starttls, SmtpTls::tls}) {
    const auto delivery = send_to(tls_server, tls, tls_server.certificate());
    BOOST_TEST(delivery.outcome == unreachable);
    BOOST_TEST(delivery.answer.find("subject name") != std::string::npos, delivery.answer);
  }
}

BOOST_AUTO_TEST_CASE(starttls_missing_defers_when_required) {
  config.smtp.tls = SmtpTls::starttls;
  BOOST_TEST(outcome() == unreachable);
  server.answer("EHLO", "250-scripted\r\n250 STARTTLS");
  server.answer("STARTTLS", "454 4.7.0 TLS not available");
  BOOST_TEST(outcome() == unreachable);
  BOOST_TEST(server.count_of("MAIL") == 0u);
}

BOOST_AUTO_TEST_CASE(tls_is_never_given_up_for_plain_text) {
  config.smtp.tls = SmtpTls::tls;
  BOOST_TEST(outcome() == unreachable);
  BOOST_TEST(server.taken().empty());
}

BOOST_AUTO_TEST_CASE(auth_failure_defers) {
  const auto file = folder.path() / "password";
  write_secret(file);
  config.smtp.user = "portal";
  config.smtp.password_file = file;
  const std::string credentials = "AHBvcnRhbABhIHNlY3JldA==";  // "\0portal\0a secret"
  server.answer(credentials, "235 2.7.0 Welcome");
  BOOST_TEST(outcome() == accepted);
  BOOST_TEST(server.count_of(credentials) == 1u);
  server.answer(credentials, "535 5.7.8 Bad credentials");
  const auto delivery = send();
  BOOST_TEST(delivery.outcome == unreachable);
  BOOST_TEST(delivery.answer == "535 5.7.8 Bad credentials");
}

BOOST_AUTO_TEST_CASE(settings_that_contradict_each_other_do_not_start) {
  config.smtp.password_file = folder.path() / "password";
  write_secret(config.smtp.password_file);
  const auto refuses = [&](const char* url, SmtpTls tls, const char* user = "") {
    config.smtp.url = url;
    config.smtp.tls = tls;
    config.smtp.user = user;
    BOOST_CHECK_THROW(mail::Smtp{config}, ConfigError);
  };
  refuses("mail.example.com", SmtpTls::starttls);
  refuses("https://mail.example.com", SmtpTls::starttls);
  refuses("smtp://me:secret@mail.example.com", SmtpTls::starttls);
  refuses("smtp://mail.example.com/path", SmtpTls::starttls);
  refuses("smtp://", SmtpTls::starttls);
  refuses("smtps://mail.example.com", SmtpTls::none);
  refuses("smtp://mail.example.com", SmtpTls::none, "portal");
  refuses("smtp://localhost.example.com", SmtpTls::none, "portal");
  refuses("smtp://127.0.0.1.example.com", SmtpTls::none, "portal");
  config.smtp.url = "smtp://mail.example.com";
  config.smtp.tls = SmtpTls::starttls;
  BOOST_CHECK_NO_THROW(mail::Smtp{config});
}

BOOST_AUTO_TEST_SUITE_END()
