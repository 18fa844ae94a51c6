// Who loses access when a company's lists change.
//
// Whoever a list covered before a change and none covers after it is out: sessions and flows end in
// the transaction of the change. The sign-in judges by the lists themselves, so nothing else has to
// be remembered, and giving a domain back lets its people in again.
#pragma once

#include <string>
#include <vector>

#include "ctl/command.h"
#include "domain/domain_name.h"
#include "domain/email.h"
#include "store/account.h"

namespace doorward::ctl {

class Covered {
 public:
  // Those concerned who are covered now, of whatever company. Locks the companies that have people
  // among them, so that no sign-in of theirs ends meanwhile.
  Covered(store::Transaction& tx, const DomainPattern& domain);
  Covered(store::Transaction& tx, const Email& email);

  // Ends sessions and flows of those who are not covered any more, with an event for each; and the
  // sign-ups under way that no list covers. Returns how many people that concerns.
  std::size_t put_out_others(Context& context, store::Transaction& tx,
                             const std::string& why) const;

 private:
  void look(store::Transaction& tx, const std::vector<store::Account>& people);

  std::vector<store::Account> people_;
};

// "nobody is out by this", "1 person is out", "3 people are out"
std::string put_out_text(std::size_t people);

// Ends everything of that person that is under way, with an event: the sessions and the flows.
void put_out(Context& context, store::Transaction& tx, const store::Account& account,
             const char* event, const std::string& why);

}  // namespace doorward::ctl
