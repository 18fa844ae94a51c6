// Bounces as mail servers send them: the machine-readable part of a delivery status notification
// (RFC 3464).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/email.h"

namespace doorward {

struct FailedDelivery {
  std::vector<Email> recipients;  // as it was asked for, and where it went, if that is told
  std::string status;             // "5.1.1"
};

// The recipients that `message`, a whole mail, says it has failed for good to reach; those that are
// merely late, or were reached, are left out. Nothing for a mail that is no such report.
std::vector<FailedDelivery> failed_deliveries(std::string_view message);

}  // namespace doorward
