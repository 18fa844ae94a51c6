// How a letter leaves the house; an interface so that tests can say what a mail server says.
#pragma once

#include <string>

#include "mail/letter.h"

namespace doorward::mail {

enum class Outcome {
  accepted,     // the server has taken it over
  deferred,     // not now: the same letter may be taken later
  refused,      // never: this letter to this person is not wanted
  unreachable,  // the server, or our account there, is the trouble: no letter would go out now
};

struct Delivery {
  Outcome outcome;
  std::string answer;  // the server's last words, else what went wrong; one printable line
  std::string recipient_status = "";  // "5.1.1", if the recipient was refused with it; else ""
};

class Transport {
 public:
  virtual ~Transport() = default;
  virtual Delivery send(const Message& message) = 0;
};

}  // namespace doorward::mail
