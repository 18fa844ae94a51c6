#include "http/form.h"

#include <algorithm>
#include <utility>

#include "base/crypto.h"
#include "base/text.h"

namespace doorward::http {
namespace {

// Decodes into `decoded`, in place of returning it: a value must not leave a copy behind.
bool decode(std::string_view encoded, std::size_t bytes_max, std::string& decoded) {
  decoded.reserve(encoded.size());
  while (!encoded.empty()) {
    if (decoded.size() == bytes_max) return false;
    std::size_t taken = 1;
    if (encoded[0] == '%') {
      const auto byte = text::from_hex(encoded.substr(1, 2));
      if (!byte || byte->size() != 1) return false;
      decoded += *byte;
      taken = 3;
    } else {
      decoded += encoded[0] == '+' ? ' ' : encoded[0];
    }
    encoded.remove_prefix(taken);
  }
  return true;
}

}  // namespace

Form& Form::operator=(Form&& other) noexcept {
  fields_.swap(other.fields_);
  return *this;
}

Form::~Form() {
  for (auto& [key, value] : fields_) wipe(value);
}

std::optional<Form> Form::parse(std::string_view encoded, const FormLimits& limits) {
  std::optional<Form> form(std::in_place);
  while (!encoded.empty()) {
    const auto pair = encoded.substr(0, encoded.find('&'));
    encoded.remove_prefix(std::min(encoded.size(), pair.size() + 1));
    if (pair.empty()) continue;
    if (form->fields_.size() == limits.fields_max || !form->add(pair, limits.field_bytes_max))
      return std::nullopt;
  }
  return form;
}

std::string_view Form::text(std::string_view key) const {
  const auto field = fields_.find(key);
  return field == fields_.end() ? std::string_view() : field->second;
}

std::vector<std::string_view> Form::keys() const {
  std::vector<std::string_view> keys;
  for (const auto& [key, value] : fields_) keys.emplace_back(key);
  return keys;
}

bool Form::add(std::string_view pair, std::size_t bytes_max) {
  const auto equals = pair.find('=');
  std::string key;
  if (!decode(pair.substr(0, equals), bytes_max, key)) return false;
  const auto [field, is_new] = fields_.try_emplace(std::move(key));
  return is_new && (equals == std::string_view::npos ||
                    decode(pair.substr(equals + 1), bytes_max, field->second));
}

}  // namespace doorward::http
