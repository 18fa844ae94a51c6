// The world in memory: web::App and gate::Gate on a real database, letters by a real courier.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "base/key_file.h"
#include "base/template.h"
#include "gate/answer.h"
#include "gate/feed.h"
#include "mail/courier.h"
#include "t/case/world.h"
#include "t/support/test_database.h"
#include "web/app.h"

namespace doorward::cases {

// Takes every letter but those to refused@…, as the demo's catcher does.
class Mailroom : public mail::Transport {
 public:
  mail::Delivery send(const mail::Message& message) override;

  std::map<std::string, std::vector<Letter>> letters;
  bool reachable = true;
};

// What lives as long as the run: templates and keys.
struct Equipment {
  explicit Equipment(const Config& config);
  ~Equipment();

  std::filesystem::path directory;
  Templates templates;
  std::optional<KeyFile> session_keys, code_keys, form_keys;
};

class MemoryWorld : public World {
 public:
  MemoryWorld();

  Answer send(const Asked& asked) override;
  std::vector<Letter> letters(const std::string& address) override;
  std::string origin() const override { return public_url_; }
  std::chrono::milliseconds patience() const override { return std::chrono::milliseconds(0); }
  bool set_up(std::string_view word, std::string_view rest) override;
  std::string sql_value(const std::string& statement) override {
    return database_.value(statement);
  }

 private:
  void add_demo_companies();
  void start();
  void deliver();
  Answer guard(const http::Request& request);
  // "mia@example.com Mia Quist: proved, locked"
  void add_account(std::string_view rest);

  test::TestDatabase database_;
  const Equipment& equipment_;
  std::string public_url_;
  Mailroom mailroom_;
  std::unique_ptr<flow::Services> services_;
  web::RefusalLog refusals_;
  std::unique_ptr<web::App> app_;
  store::Database gate_database_;
  std::unique_ptr<gate::Leases> leases_;
  std::unique_ptr<gate::Feed> feed_;
  std::unique_ptr<gate::Gate> gate_;
  std::unique_ptr<mail::Letters> letters_;
  std::unique_ptr<mail::Courier> courier_;
};

// The password of every account that `account` makes.
inline constexpr std::string_view kPassword = "violet harbour 29 lanterns";

}  // namespace doorward::cases
