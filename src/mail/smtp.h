// Letters over SMTP to one server, the relay. The only file that knows libcurl.
//
// The connection is kept for further letters. TLS, where asked for, is required and the server's
// certificate verified: there is no falling back to plain text. Only a 5xx to the recipient or to
// the letter itself refuses a letter; whatever else goes wrong may go well later.
#pragma once

#include <memory>

#include "base/config.h"
#include "base/crypto.h"
#include "base/random.h"
#include "mail/transport.h"

namespace doorward::mail {

class Smtp : public Transport {
 public:
  // Reads the password; connects with the first letter. Throws ConfigError when the settings
  // contradict each other, or would send the password in clear over a network.
  explicit Smtp(const Config& config);
  ~Smtp() override;

  Delivery send(const Message& message) override;

  // All that goes before a letter, TLS and login included, and then goodbye: accepted, or
  // unreachable.
  Delivery greet();

 private:
  class Session;

  void prepare();

  SmtpSettings settings_;
  std::string url_;  // with our EHLO name as its path
  Secret password_;
  std::unique_ptr<Session> session_;
};

// Sends the letter `test` straight to the server, past the outbox, for the operator to see whether
// mail works and what the server says.
Delivery send_test(const Config& config, const Templates& templates, const Email& to,
                   Random& random, Timestamp now);

}  // namespace doorward::mail
