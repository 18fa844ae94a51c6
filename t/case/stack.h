// A running stack: nginx over a plain socket, letters from the folder of its mail catcher.
#pragma once

#include <filesystem>

#include "t/case/world.h"

namespace doorward::cases {

class StackWorld : public World {
 public:
  // REQUIRES: `url` is http://HOST:PORT.
  StackWorld(std::string url, std::filesystem::path inbox);

  Answer send(const Asked& asked) override;
  std::vector<Letter> letters(const std::string& address) override;
  std::string origin() const override { return url_; }
  std::chrono::milliseconds patience() const override { return std::chrono::seconds(5); }
  bool set_up(std::string_view, std::string_view) override { return false; }
  std::string sql_value(const std::string&) override { return ""; }

 private:
  std::string exchange(const std::string& bytes, const std::string& from) const;

  std::string url_;
  std::string host_;
  std::string port_;
  std::filesystem::path inbox_;
};

}  // namespace doorward::cases
