#include "domain/password.h"

#include <utility>

#include <zxcvbn.h>

#include "base/crypto.h"
#include "base/text.h"
#include "domain/common_passwords.h"

namespace doorward {
namespace {

constexpr std::size_t kUtf8BytesMax = 4;
// zxcvbn's time grows faster than its text; past this length nothing is guessable for being short.
constexpr std::size_t kEstimatedCharactersMax = 64;
constexpr double kGuessBitsMin = 26.5754;  // log2(10^8)
// Shorter known words would devalue the same letters wherever they stand.
constexpr std::size_t kKnownWordLengthMin = 3;

// One byte a character, as zxcvbn counts: in UTF-8 six Cyrillic letters would pass for twelve
// characters. Which byte stands for one matters little, but not NUL, which would end the text.
std::string one_byte_each(std::string_view text, std::size_t count_max) {
  std::string bytes;
  while (!text.empty() && bytes.size() < count_max) {
    const char32_t c = text::take_code_point(text);
    bytes += static_cast<char>(c == 0 ? 1 : c < 0x80 ? c : 0x80 | (c & 0x7f));
  }
  return bytes;
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> words_of(std::string_view lowered) {
  std::vector<std::string> words{std::string(lowered)};
  std::string word;
  for (const char c : lowered) {
    if (is_word_byte(c)) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  words.push_back(word);
  return words;
}

std::vector<std::string> dictionary(const std::vector<std::string>& known_words) {
  std::vector<std::string> words;
  for (const auto& known : known_words) {
    if (!text::valid_utf8(known)) continue;
    for (const auto& word : words_of(text::lower(known)))
      if (auto bytes = one_byte_each(word, kEstimatedCharactersMax);
          bytes.size() >= kKnownWordLengthMin)
        words.push_back(std::move(bytes));
  }
  return words;
}

bool is_guessable(std::string_view password, const std::vector<std::string>& known_words) {
  const auto words = dictionary(known_words);
  std::vector<const char*> user_words;
  for (const auto& word : words) user_words.push_back(word.c_str());
  const auto common = common_passwords();
  user_words.insert(user_words.end(), common.begin(), common.end());
  user_words.push_back(nullptr);
  const Secret estimated(one_byte_each(password, kEstimatedCharactersMax));
  return ZxcvbnMatch(estimated.view().data(), user_words.data(), nullptr) < kGuessBitsMin;
}

}  // namespace

std::optional<PasswordFault> find_fault(std::string_view password, const PasswordRules& rules,
                                        const std::vector<std::string>& known_words) {
  if (password.empty()) return PasswordFault::missing;
  // More bytes can't be few enough characters: the rest need not be looked at.
  if (password.size() > kUtf8BytesMax * rules.length_max) return PasswordFault::too_long;
  if (!text::valid_utf8(password)) return PasswordFault::not_text;
  const auto length = text::code_point_count(password);
  if (length < rules.length_min) return PasswordFault::too_short;
  if (length > rules.length_max) return PasswordFault::too_long;
  if (is_guessable(password, known_words)) return PasswordFault::guessable;
  return std::nullopt;
}

}  // namespace doorward
