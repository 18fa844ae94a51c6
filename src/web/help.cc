// The help page, and the script that keeps a copy of it for who is offline.

#include "web/handlers.h"
#include "web/page.h"

namespace doorward::web {

http::Response get_help(Context& context) {
  context.allow_scripts();
  return Page(context, "help").send(200);
}

// A service worker may only ask for what the policy that came with it allows.
http::Response get_help_worker(Context& context) {
  context.allow_scripts();
  TemplateData data;
  data.set("BASE", context.config().base_path);
  return http::Response::script(
      context.site().templates.expand(context.visitor().language, "page/help-worker.js.tpl", data));
}

}  // namespace doorward::web
