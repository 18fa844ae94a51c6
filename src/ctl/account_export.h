// doorwardctl account export.
#pragma once

namespace doorward::ctl {

class Context;

int export_account(Context& context);

}  // namespace doorward::ctl
