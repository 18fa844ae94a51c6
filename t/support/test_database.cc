#include "t/support/test_database.h"

#include <cstdlib>
#include <stdexcept>

#include "store/migration.h"

namespace doorward::test {
namespace {

Config test_config() {
  const char* socket = std::getenv("DOORWARD_TEST_DB_SOCKET");
  if (socket == nullptr)
    throw std::runtime_error("DOORWARD_TEST_DB_SOCKET is not set: run by t/support/with_database");
  Config config;
  config.public_url = "http://localhost:8080";
  config.site_name = "Example customer portal";
  config.support_contact = "help@example.com";
  config.template_dir = "templates";
  config.time_zone = "Etc/UTC";
  config.gate_counters_file.clear();
  config.migration_dir = "sql";
  config.database.socket = socket;
  config.database.name = "doorward_test";
  config.database.user = "root";
  config.smtp.from = "Example customer portal <portal@example.com>";
  // The least the settings allow: tests hash often, and what is tested is not the cost.
  config.password.memory_kib = 8192;
  config.password.passes = 1;
  return config;
}

}  // namespace

ManualClock::ManualClock() : now_(SystemClock().now()) {}

TestDatabase::TestDatabase()
    : config_(test_config()), database_(config_.database, clock_, store::SchemaCheck::skipped) {
  store::migrate(database_, store::load_migrations(config_.migration_dir), clock_);
  for (const char* table :
       {"heartbeat", "held_key", "licence_letter", "revocation", "audit_event", "outbox", "attempt",
        "flow", "known_browser", "session", "invitation", "account_group", "account",
        "company_address", "company_domain", "company"})
    run("DELETE FROM " + std::string(table));
}

store::Database TestDatabase::another() {
  return store::Database(config_.database, clock_);
}

store::Company TestDatabase::add_company(const std::string& slug, const std::string& domain) {
  store::Company company{.id = new_id(random_, clock_.now()),
                         .slug = slug,
                         .name = "The " + slug + " company",
                         .contact = "licensing@" + domain,
                         .licence_from = std::nullopt,
                         .licence_until = std::nullopt,
                         .suspended_at = std::nullopt,
                         .seats = std::nullopt,
                         .created_at = clock_.now()};
  database_.transact([&](store::Transaction& tx) {
    store::companies::add(tx, company);
    store::companies::add_domain(tx, company, DomainPattern::parse(domain).value(), clock_.now());
  });
  return company;
}

std::string TestDatabase::value(const std::string& sql) {
  return database_.read([&](store::Transaction& tx) {
    return tx.all(sql.c_str()).at(0).maybe_text(0).value_or("NULL");
  });
}

void TestDatabase::run(const std::string& sql) {
  database_.transact([&](store::Transaction& tx) { tx.run_once(sql); });
}

}  // namespace doorward::test
