// What limits are counted by, and how waits grow. The limits themselves are settings.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace doorward {

// The key under which a budget is counted for one subject, such as {"mia@example.com", network}: 32
// raw bytes. No two pairs of budget and subject share one, and it tells neither.
std::string bucket(std::string_view budget, std::initializer_list<std::string_view> subject);

// `first` for the first failure past the limit (0), twice as long for each further one, up to
// `max`.
std::chrono::seconds doubling_wait(std::uint32_t failures_over_limit, std::chrono::seconds first,
                                   std::chrono::seconds max);

}  // namespace doorward
