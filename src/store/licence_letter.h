// Which letters about the end of a licence were written.
#pragma once

#include "store/database.h"

namespace doorward::store::licence_letters {

// True when that letter was not written before, and from now on it counts as written. Belongs in
// the transaction that writes it: of two runs one does, and a renewed licence begins anew.
bool claim(Transaction& tx, const std::string& company_id, Timestamp licence_until, int days_ahead,
           Timestamp now);

}  // namespace doorward::store::licence_letters
