// doorwardctl account set-email.
#pragma once

namespace doorward::ctl {

class Context;

int set_email(Context& context);

}  // namespace doorward::ctl
