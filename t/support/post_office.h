// A courier on a test database, with a mail server that says what it is told to.
#pragma once

#include <functional>
#include <string>

#include "base/template.h"
#include "base/text.h"
#include "flow/sign_up.h"
#include "mail/courier.h"
#include "mail/smtp.h"
#include "store/outbox.h"
#include "t/support/scripted_smtp.h"
#include "t/support/test_services.h"

namespace doorward::test {

// Calls back around each letter that it hands on.
class WatchedTransport : public mail::Transport {
 public:
  explicit WatchedTransport(mail::Transport& inner) : inner_(inner) {}

  mail::Delivery send(const mail::Message& message) override {
    before(message);
    auto delivery = inner_.send(message);
    after(message);
    return delivery;
  }

  std::function<void(const mail::Message&)> before = [](const mail::Message&) {};
  std::function<void(const mail::Message&)> after = [](const mail::Message&) {};

 private:
  mail::Transport& inner_;
};

struct PostOffice : TestServices {
  ScriptedSmtp server;
  const Config& config = told(db.config(), server);
  mail::Letters letters{config, templates()};
  mail::Smtp smtp{config};
  WatchedTransport transport{smtp};
  mail::Courier courier{courier_on(db.database())};
  store::Company company = db.add_company("example", "example.com");

  mail::Courier courier_on(store::Database& database) {
    return {database, transport, letters, keys.code(), db.clock(), db.random(), config};
  }

  // A sign-up that waits for its code; its letter is queued.
  store::Flow sign_up(const char* address = "mia@example.com") {
    const auto begun =
        flow::SignUp(services).begin(Email::parse(address).value(), "/members/", visitor());
    return std::get<flow::Begun>(begun).flow;
  }

  // Queues a letter without a code; its id, in hex.
  std::string queue(const char* address, const char* letter = "password_changed") {
    const auto now = db.clock().now();
    const auto id = new_id(db.random(), now);
    db.database().transact([&](store::Transaction& tx) {
      store::outbox::add(tx,
                         {.id = id,
                          .letter = letter,
                          .recipient = Email::parse(address).value(),
                          .flow_id = std::nullopt,
                          .name = "Mia Quist",
                          .browser = "Firefox on Linux",
                          .network = "192.0.2.0/24",
                          .urgent = false,
                          .state = store::LetterState::queued,
                          .attempts = 0,
                          .due_at = now,
                          .handed_at = std::nullopt,
                          .answer = "",
                          .created_at = now},
                         now);
    });
    return text::hex(id);
  }

  // "sent", "queued", …
  std::string state(const std::string& id) {
    return db.value("SELECT state FROM outbox WHERE id = x'" + id + "'");
  }
  std::string state(const store::Flow& flow) { return of_flow("state", flow); }
  std::string of_flow(const std::string& column, const store::Flow& flow) {
    return db.value("SELECT " + column + " FROM outbox WHERE flow_id = x'" + text::hex(flow.id) +
                    "' ORDER BY id DESC LIMIT 1");
  }

  // Until then no letter that is queued is due.
  std::chrono::microseconds time_to_next() {
    return std::chrono::microseconds(
        std::stoll(db.value("SELECT TIMESTAMPDIFF(MICROSECOND, '" + written(db.clock().now()) +
                            "', MIN(due_at)) FROM outbox WHERE state = 'queued'")));
  }

 private:
  static std::string written(Timestamp time) {
    auto text = text::iso8601(time);
    text.pop_back();  // the Z
    return text;
  }
  static const Config& told(Config& config, const ScriptedSmtp& server) {
    config.smtp.url = server.url();
    config.smtp.tls = SmtpTls::none;
    config.smtp.timeout = std::chrono::seconds(2);
    return config;
  }
  static const Templates& templates() {
    static const Templates all("templates");
    return all;
  }
};

}  // namespace doorward::test
