// The cookies of one request (RFC 6265 section 5.4), read with mistrust.
//
// Names are compared byte by byte, and only spaces and tabs around a pair are dropped: browsers
// guard the "__Host-" prefix by bytes, so a name that becomes ours by trimming or decoding is not
// ours. A name that comes twice counts as none: one of the two was planted by a neighbouring host.
// Values are taken as they stand, without the decoding of quotes that lets one cookie swallow
// others.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace doorward::http {

class Cookies {
 public:
  Cookies() = default;
  static Cookies parse(std::string header) { return Cookies(std::move(header)); }

  // Reads the header once, whatever is in it. Valid as long as this object.
  std::optional<std::string_view> value(std::string_view name) const;

 private:
  explicit Cookies(std::string header) : header_(std::move(header)) {}

  std::string header_;
};

}  // namespace doorward::http
