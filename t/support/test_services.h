// Flows on a test database: keys made for the test, a visitor, and the code that a letter would
// carry.
#pragma once

#include <string>

#include "base/key_file.h"
#include "flow/services.h"
#include "store/account.h"
#include "store/flow.h"
#include "t/support/test_database.h"

namespace doorward::test {

// A key file in a folder of its own that is removed at the end.
class TestKeys {
 public:
  explicit TestKeys(Random& random);
  ~TestKeys();
  TestKeys(const TestKeys&) = delete;
  TestKeys& operator=(const TestKeys&) = delete;

  const KeyFile& code() const { return code_; }
  const KeyFile& session() const { return session_; }
  const KeyFile& form() const { return form_; }

 private:
  KeyFile make(const char* purpose, Random& random);

  std::filesystem::path folder_;
  KeyFile code_;
  KeyFile session_;
  KeyFile form_;
};

struct TestServices {
  TestDatabase db;
  TestKeys keys{db.random()};
  flow::Services services{db.config(),   db.clock(),  db.random(),
                          db.database(), keys.code(), keys.session()};

  // The same on another connection, as a second process.
  flow::Services on(store::Database& database) const {
    return {services.config, services.clock,     services.random,
            database,        services.code_keys, services.session_keys};
  }

  // Somebody on `network` with a browser of their own.
  flow::Visitor visitor(const std::string& network = "192.0.2.0/24");

  store::Flow reload(const store::Flow& flow);
  // What the flow's letter says now.
  std::string code(const store::Flow& flow);
  // Six digits that are not it.
  std::string wrong_code(const store::Flow& flow);

  store::Account add_account(const store::Company& company, const std::string& email,
                             const std::string& password);
};

}  // namespace doorward::test
