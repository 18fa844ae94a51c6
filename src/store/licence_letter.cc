#include "store/licence_letter.h"

namespace doorward::store::licence_letters {

bool claim(Transaction& tx, const std::string& company_id, Timestamp licence_until, int days_ahead,
           Timestamp now) {
  return tx.execute(
             "INSERT IGNORE INTO licence_letter (company_id, licence_until, days_ahead, created_at)"
             " VALUES (?, ?, ?, ?)",
             {company_id, licence_until, std::int64_t{days_ahead}, now}) == 1;
}

}  // namespace doorward::store::licence_letters
