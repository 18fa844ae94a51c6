// Where the cases are played: in memory, or against a running stack.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace doorward::cases {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Asked {
  std::string method;
  std::string target;  // "/auth/verify?flow=…"
  Headers headers;     // with Cookie and Content-Type
  std::string body;
  std::string from;  // the visitor's address; "" for the usual one
};

struct Answer {
  int status = 0;
  Headers headers;
  std::string body;
};

struct Letter {
  std::string subject;
  std::string text;
};

class World {
 public:
  virtual ~World() = default;

  virtual Answer send(const Asked& asked) = 0;
  // Everything that was mailed to the address so far, oldest first.
  virtual std::vector<Letter> letters(const std::string& address) = 0;
  // "http://localhost:8080": what an absolute URL of this site begins with.
  virtual std::string origin() const = 0;
  // How long something that happens by itself (a letter, a revocation) may take.
  virtual std::chrono::milliseconds patience() const = 0;
  // Set-up, e.g. "clock" "+ 11m"; false when this world can't do it.
  virtual bool set_up(std::string_view word, std::string_view rest) = 0;
  // The first column of the first row; "" where there is no database to ask.
  virtual std::string sql_value(const std::string& statement) = 0;
};

// The value of the first header of that name, ignoring case; "" when there is none.
std::string header(const Headers& headers, std::string_view name);
// Sets it, replacing what is there.
void set_header(Headers& headers, std::string_view name, std::string_view value);
void drop_header(Headers& headers, std::string_view name);

}  // namespace doorward::cases
