// empty_page — the ceiling of the sign-in page: doorward-web's own FastCGI loop on fd 0, and an
// empty page of CTemplate with no header but its type. A page by this loop can't be faster.

#include <cstdlib>
#include <string>

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <unistd.h>

#include "base/random.h"
#include "base/run.h"
#include "http/listener.h"

using namespace doorward;

int main() {
  StopSignal stop;
  SystemRandom random;
  ctemplate::TemplateCache cache;
  cache.StringToTemplateCache("page", "<!doctype html>\n", ctemplate::DO_NOT_STRIP);
  cache.Freeze();
  http::Listener listener(STDIN_FILENO, stop, random, 0);
  while (listener.next()) {
    std::string page;
    cache.ExpandNoLoad("page", ctemplate::DO_NOT_STRIP, nullptr, nullptr, &page);
    listener.reply(http::Response::html(200, page));
  }
  return EXIT_SUCCESS;
}
