// The fields of a form or a query string (application/x-www-form-urlencoded, WHATWG URL section 5).
//
// Stricter than browsers ask for: a field that comes twice, a broken "%" escape, or more than the
// limits is an error as a whole, never a guess. Values are bytes: a NUL or what is no UTF-8 stays
// as it is. They may be passwords, so they are not copied and are wiped at the end.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace doorward::http {

struct FormLimits {
  std::size_t fields_max = 64;
  std::size_t field_bytes_max = 4096;  // of a name, and of a value, decoded
};

class Form {
 public:
  Form() = default;
  Form(Form&& other) noexcept = default;
  Form& operator=(Form&& other) noexcept;
  ~Form();

  static std::optional<Form> parse(std::string_view encoded, const FormLimits& limits);

  bool has(std::string_view key) const { return fields_.contains(key); }
  // "" when there is none.
  std::string_view text(std::string_view key) const;
  std::vector<std::string_view> keys() const;

 private:
  bool add(std::string_view pair, std::size_t bytes_max);

  std::map<std::string, std::string, std::less<>> fields_;
};

}  // namespace doorward::http
