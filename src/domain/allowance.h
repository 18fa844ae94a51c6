// What may be had of each budget, by whom it is counted for: the names of the buckets, and the
// limits that the settings give them. Who spends a budget and who explains what is left name it
// alike.
//
// `known_browser`: the hash of the browser's token when the account knows it, else "".
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"

namespace doorward {

struct Allowance {
  std::string bucket;  // 32 bytes
  std::string name;    // for the operator who reads the table
  std::uint64_t limit = 0;
  std::chrono::seconds window{0};  // begins with the first one taken
};
using Allowances = std::vector<Allowance>;

namespace allowances {

// Asked for without the right password, per canonical address.
Allowances strange_letters(const Limits& limits, std::string_view address,
                           std::string_view known_browser);
Allowances strange_codes(const Limits& limits, std::string_view address,
                         std::string_view known_browser);

// After the right password, per account (the id's bytes).
Allowances own_letters(const Limits& limits, std::string_view account_id,
                       std::string_view known_browser);
Allowances own_codes(const Limits& limits, std::string_view account_id,
                     std::string_view known_browser);

// Per account.
Allowance name_changes(const Limits& limits, std::string_view account_id);

// Flows begun without a right password.
Allowance flows(const Limits& limits, std::string_view network);

// Wrong passwords. A known browser counts by itself instead of by its network.
Allowance passwords(const Limits& limits, std::string_view address, std::string_view network,
                    std::string_view known_browser);
// All of them since the last good sign-in.
Allowance passwords_in_all(const Limits& limits, std::string_view address);

}  // namespace allowances
}  // namespace doorward
