#include "t/support/test_services.h"

#include <cstdlib>
#include <stdexcept>

#include "base/password_hash.h"
#include "domain/code.h"

namespace doorward::test {
namespace {

std::filesystem::path new_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "doorward-keys.XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  return name;
}

}  // namespace

TestKeys::TestKeys(Random& random)
    : folder_(new_folder()),
      code_(make("code", random)),
      session_(make("session", random)),
      form_(make("form", random)) {}

TestKeys::~TestKeys() {
  std::filesystem::remove_all(folder_);
}

KeyFile TestKeys::make(const char* purpose, Random& random) {
  const auto path = folder_ / purpose;
  KeyFile::create(path, purpose, random);
  return KeyFile::load(path);
}

flow::Visitor TestServices::visitor(const std::string& network) {
  return {"TESTREQUES", network, "Firefox on Linux", db.random().bytes(32), "", "", ""};
}

store::Flow TestServices::reload(const store::Flow& flow) {
  return db.database().read(
      [&](store::Transaction& tx) { return store::flows::find(tx, flow.id).value(); });
}

std::string TestServices::code(const store::Flow& flow) {
  const auto now = reload(flow);
  return code_for(keys.code().find(now.code_key_id)->bytes.view(), now.kind, now.id, now.generation,
                  now.email);
}

std::string TestServices::wrong_code(const store::Flow& flow) {
  auto wrong = code(flow);
  wrong[5] = wrong[5] == '0' ? '1' : '0';
  return wrong;
}

store::Account TestServices::add_account(const store::Company& company, const std::string& email,
                                         const std::string& password) {
  const auto& cost = db.config().password;
  store::Account account{.id = new_id(db.random(), db.clock().now()),
                         .email = Email::parse(email).value(),
                         .name = "Mia Quist",
                         .password_hash = hash_password(password, {cost.memory_kib, cost.passes}),
                         .company_id = company.id,
                         .status = store::AccountStatus::active,
                         .role = "member",
                         .proved_at = std::nullopt,
                         .created_at = db.clock().now()};
  db.database().transact(
      [&](store::Transaction& tx) { store::accounts::add(tx, account, db.clock().now()); });
  return account;
}

}  // namespace doorward::test
