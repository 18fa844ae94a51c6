// Where bounces come to: an address of its own for each letter, so that a bounce tells which letter
// it is about, and that we wrote it.
//
// Of bounce@example.com it is bounce+TOKEN@example.com; the token is the letter's id and a MAC of
// it under code.key. Only who got a letter can know its token: a bounce to a guessed address is
// nothing, and who forges one for the letter in their own mailbox harms themselves.
#pragma once

#include <optional>
#include <string_view>

#include "base/key_file.h"
#include "base/random.h"
#include "domain/email.h"

namespace doorward {

class BounceAddress {
 public:
  // None when it is no address, or its local part has more than 15 characters or a "+": servers
  // need not take more than 64, and the token needs 48.
  static std::optional<BounceAddress> parse(std::string_view text);

  // The envelope sender of that letter.
  Email sender(const Id& letter, const KeyFile& code_keys) const;

  // The letter that such an address in `message` names, wherever it stands there; the token proves
  // it. None when there is none, or it was not made with any of the keys.
  std::optional<Id> letter_in(std::string_view message, const KeyFile& code_keys) const;

 private:
  explicit BounceAddress(Email address) : address_(std::move(address)) {}
  Email address_;
};

}  // namespace doorward
