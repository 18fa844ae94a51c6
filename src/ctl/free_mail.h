// Domains at which anybody can have an address: a company that owns one lets in the world.
#pragma once

#include "domain/domain_name.h"

namespace doorward::ctl {

// Knows the large ones; false proves nothing.
bool is_free_mail(const DomainPattern& domain);

}  // namespace doorward::ctl
