// A real session of an existing account, for as long as a check needs it.
//
// It is made as sign-in makes one, but proves nothing: no mailbox was read, and neither the
// account's last proof nor its browsers change. The audit trail says who made it. It ends with this
// object, and by itself within ten minutes should the program be killed.
#pragma once

#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/key_file.h"
#include "ctl/command.h"
#include "store/account.h"

namespace doorward::ctl {

class TrialSession {
 public:
  TrialSession(Context& context, const store::Account& account);
  // Ends it, and warns when that can't be done.
  ~TrialSession();
  TrialSession(const TrialSession&) = delete;
  TrialSession& operator=(const TrialSession&) = delete;

  // The cookie's value.
  std::string_view token() const { return token_.view(); }
  // From the return of this on every gate refuses it within a second. Safe to repeat.
  void end();

 private:
  void record(store::Transaction& tx, const char* event) const;

  Context& context_;
  store::Account account_;
  Id id_;
  Secret token_;
  bool ended_ = false;
};

}  // namespace doorward::ctl
