// Every function of src/store, called once as the programs call it, in the middle of full tables.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "store/account.h"
#include "store/company.h"
#include "store/flow.h"
#include "store/outbox.h"
#include "t/support/test_database.h"

namespace doorward::test {

// What the calls are about: rows that are in the tables, one of each kind.
struct Sample {
  explicit Sample(TestDatabase& db);

  Random& random;
  Timestamp now;
  store::Account account;
  store::Company company;
  store::Company other_company;
  store::Flow flow;
  store::Letter letter;
  Id session_id;
  std::string token_hash;
  Id invitation_id;
  std::string bucket;
};

struct StoreCall {
  std::function<void(store::Transaction&)> call;
  // Why it may read a table from one end to the other, or more rows than a slice; null: it may not.
  const char* excuse = nullptr;
};
using StoreCalls = std::vector<StoreCall>;

// They keep a reference to the sample.
StoreCalls calls_about_people(const Sample& s);   // accounts, companies, invitations, imports
StoreCalls calls_about_traffic(const Sample& s);  // sessions, flows, budgets
StoreCalls calls_about_records(const Sample& s);  // letters, the audit trail, what is over

}  // namespace doorward::test
