#include "http/request.h"

#include "base/crypto.h"

namespace doorward::http {

Request::~Request() {
  wipe(body);
}

}  // namespace doorward::http
