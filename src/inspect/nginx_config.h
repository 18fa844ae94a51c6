// nginx's configuration as nginx reads it: directives, each with its words, block and place.
//
// The grammar is nginx's own to the letter (ngx_conf_read_token): where a quote, a brace, a comment
// or an escape counts and where it is an ordinary character. What directives mean is nothing that
// this file knows, `include` excepted: in the output of `nginx -T` each file stands once, and an
// include names the files that belong in its place.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace doorward::inspect {

struct Place {
  std::string file;
  int line = 0;

  bool operator==(const Place&) const = default;
};

struct Directive {
  std::string name;
  std::vector<std::string> arguments = {};
  Place place = {};
  std::vector<Directive> block = {};

  // "" when there are fewer.
  const std::string& argument(std::size_t i) const;
};

// The text is no nginx configuration, or none that is whole; says where.
class NginxSyntaxError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The directives of one file, includes left in place.
std::vector<Directive> parse_nginx_file(std::string_view text, const std::string& file);

// What `nginx -T` printed (what stands before the first file is skipped), includes resolved. Throws
// NginxSyntaxError, also when an included file is not in it or when files include each other.
std::vector<Directive> parse_nginx_dump(std::string_view dump);

}  // namespace doorward::inspect
