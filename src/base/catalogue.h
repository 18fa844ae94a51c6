// The texts of one language: a gettext catalogue (.mo), as msgfmt makes it of a .po file.
//
// The key of a text is the English one. Nothing is known here of templates.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <locale>
#include <optional>
#include <string>
#include <vector>

namespace doorward {

class Catalogue {
 public:
  // Throws std::runtime_error when the file can't be read or is no catalogue.
  explicit Catalogue(const std::filesystem::path& file);

  // None when the catalogue lacks the text, or has it untranslated.
  std::optional<std::string> find(const std::string& text) const;

  // The forms of a text that changes with a number ("1 minute", "5 minutes"): as many as the
  // language has, and which of them goes with a number. None as above.
  static constexpr std::size_t kCycle = 200;
  struct Forms {
    std::vector<std::string> texts;
    std::array<std::uint8_t, kCycle> form_of{};  // by the number, as form_of_count takes it
  };
  std::optional<Forms> find_forms(const std::string& singular) const;

 private:
  std::locale locale_;
};

// Where a count is found in Forms: no language looks at more than the last two digits, but for
// numbers below the hundred.
constexpr std::size_t cycle_index(std::uint64_t count) {
  return static_cast<std::size_t>(count < Catalogue::kCycle ? count : 100 + count % 100);
}

}  // namespace doorward
