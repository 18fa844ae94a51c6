// What a header is read as: a cookie's value stands in it byte for byte, right after its name, and
// a neighbour's second cookie of the name takes it away instead of replacing it.
#include "http/cookies.h"
#include "t/fuzz/property.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using doorward::fuzz::property;
  using doorward::http::Cookies;
  constexpr std::string_view kName = "__Host-doorward";
  const std::string header(doorward::fuzz::view(data, size));
  const auto cookies = Cookies::parse(header);
  const auto value = cookies.value(kName);
  const auto planted = std::string(kName) + "=planted";
  if (!value) {
    // A cookie that was none before is found behind it, or it was there twice and stays none.
    const auto with_ours = Cookies::parse(header + "; " + planted);
    const auto found = with_ours.value(kName);
    property(!found || *found == "planted", "nothing but the cookie that was added is found");
    property(found || header.find(kName) != std::string::npos, "a cookie that was added is found");
    return 0;
  }
  property(value->find(';') == std::string_view::npos, "a value ends at the semicolon");
  const auto at =
      static_cast<std::size_t>(header.find(std::string(kName) + "=" + std::string(*value)));
  property(at != std::string::npos, "the value stands in the header after the very name");
  for (const auto& both : {header + "; " + planted, planted + ";" + header})
    property(!Cookies::parse(both).value(kName), "two of a name count as none");
  property(Cookies::parse("a=b; " + header + " \t; c").value(kName) == value,
           "other cookies and blanks change nothing");
  return 0;
}
