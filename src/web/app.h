// doorward-web as a function: a request in, a response out. All that HTTP can show is tested here,
// without FastCGI or nginx.
#pragma once

#include "http/request.h"
#include "http/response.h"
#include "web/context.h"

namespace doorward::web {

class App {
 public:
  explicit App(Site site) : site_(std::move(site)) {}

  // Never throws for what a request or the database does: 4xx, 500 and 503 are answers.
  http::Response handle(const http::Request& request) const;

 private:
  http::Response answer(Context& context) const;
  http::Response dispatch(Context& context) const;

  Site site_;
};

}  // namespace doorward::web
