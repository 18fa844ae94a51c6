// The rules for a new password (NIST SP 800-63B 3.1.1.2, ASVS 6.2).
//
// Length counts, composition does not. A password is text (UTF-8) and taken exactly as it was sent:
// nothing is trimmed, folded or normalised, here or when it is compared. Refused is what others
// guess soon: zxcvbn estimates the guesses over the first 64 characters and knows dictionaries,
// keyboard rows, repeats, dates, names, and beside them the given words and the common passwords of
// 12 and more characters that its own dictionary lacks.
//
// The limit is 10^8 guesses, zxcvbn's own line between "somewhat guessable" and "safely
// unguessable" (its score 3 begins there): our limits allow a stranger some thousand guesses a year
// at one account, and 10^8 guesses at a stolen Argon2id hash take a fast machine weeks, not
// minutes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace doorward {

struct PasswordRules {
  std::size_t length_min = 12;  // code points
  std::size_t length_max = 128;
};

enum class PasswordFault { missing, too_short, too_long, guessable, not_text };

// `known_words`: what a stranger knows of the person: address, name, company, site. Each counts as
// a whole and by its words, in any case.
std::optional<PasswordFault> find_fault(std::string_view password, const PasswordRules& rules,
                                        const std::vector<std::string>& known_words);

}  // namespace doorward
