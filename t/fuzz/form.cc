// A form's fields stay within the limits, and written out they are read as the same again.
#include "http/form.h"

#include "base/text.h"
#include "t/fuzz/property.h"

namespace {

using doorward::fuzz::property;
using doorward::http::Form;

std::string written(const Form& form) {
  std::string out;
  for (const auto key : form.keys())
    out += (out.empty() ? "" : "&") + doorward::text::percent_encode(key) + "=" +
           doorward::text::percent_encode(form.text(key));
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr doorward::http::FormLimits kLimits{.fields_max = 8, .field_bytes_max = 64};
  const auto form = Form::parse(doorward::fuzz::view(data, size), kLimits);
  if (!form) return 0;
  const auto keys = form->keys();
  property(keys.size() <= kLimits.fields_max, "no more fields than the limit");
  for (const auto key : keys) {
    property(form->has(key), "a field that is listed is there");
    property(key.size() <= kLimits.field_bytes_max, "no longer name than the limit");
    property(form->text(key).size() <= kLimits.field_bytes_max, "no longer value than the limit");
  }
  const auto again = Form::parse(written(*form), kLimits);
  property(again && again->keys() == keys, "written out it has the same fields");
  for (const auto key : keys)
    property(again->text(key) == form->text(key), "written out it has the same values");
  const auto twice = written(*form) + "&" + written(*form);
  property(keys.empty() || !Form::parse(twice, {.fields_max = 64, .field_bytes_max = 64}),
           "a field that comes twice is an error");
  return 0;
}
