// The page of somebody who is known but may not go on: why, and whom to ask. Always 403.
#pragma once

#include "flow/sign_in.h"
#include "http/response.h"
#include "web/context.h"

namespace doorward::web {

// `company` may be null where the reason is not about one.
http::Response denied_page(Context& context, flow::Denial reason, const store::Company* company);

}  // namespace doorward::web
