// Plays one case in a world: expands what stands in braces, sends, follows, checks.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

#include "t/case/browser.h"
#include "t/case/expect.h"
#include "t/case/script.h"
#include "t/case/world.h"

namespace doorward::cases {

// A claim that does not hold: where, what was expected, what was seen.
class Failed : public std::runtime_error {
 public:
  Failed(const Line& line, const std::string& seen);
};

class Player {
 public:
  // `unique` is part of every address, so that a stack may be used again. `steps` is the folder
  // do/.
  Player(World& world, std::filesystem::path steps, const std::string& unique);

  // Throws Failed or ScriptError.
  void play(const Case& one);

 private:
  void play(const Step& step);
  void set_up(const Line& line, const std::string& text);
  void go(const std::string& name, bool same_browser);
  void include(const Line& line, const std::string& text);
  void add_account(const Line& line, const std::string& text);
  bool handle_cookies(const std::string& text);

  void request(const Step& step);
  void request_once(const Step& step, const Wishes& wishes);
  Asked asked_by(const std::string& head, const Wishes& wishes);
  void arrive(const Line& line, const std::string& statuses);
  std::vector<std::string> expanded(const std::vector<Line>& lines);

  std::string expand(std::string text);
  std::string variable(const std::string& name);
  std::optional<std::string> code_variable(const std::string& name);
  std::string address_of(const std::string& name);
  std::vector<Letter> letters(const std::string& address);
  std::vector<std::string> codes(const std::string& address);
  std::string new_code(const std::string& address);
  std::string code(const std::string& address);
  std::string wrong_code(const std::string& address);

  Tab& tab() { return tabs_.at(current_); }

  World& world_;
  std::filesystem::path steps_;
  std::map<std::string, std::string> variables_;
  std::map<std::string, Tab> tabs_;
  std::string current_ = "first";
  std::map<std::string, std::string> remembered_;
  std::map<std::string, std::size_t> letters_before_;  // of the set-up, by address
  std::map<std::string, std::size_t> codes_read_;
};

}  // namespace doorward::cases
