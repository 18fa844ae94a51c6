// What the flows work with: handed in once, shared by all, owned by the program.
#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "base/key_file.h"
#include "base/random.h"
#include "store/database.h"

namespace doorward::flow {

struct Services {
  const Config& config;
  Clock& clock;
  Random& random;
  store::Database& database;
  const KeyFile& code_keys;
  const KeyFile& session_keys;
};

// Who asks: what we know of a browser before we know the person.
struct Visitor {
  std::string request_id;
  std::string network;        // "192.0.2.0/24"
  std::string browser;        // "Firefox on Linux"
  std::string flow_secret;    // 32 raw bytes from the flow cookie, "" when there is none
  std::string browser_token;  // 32 raw bytes from the browser cookie, "" when there is none
  std::string session_token;  // 32 raw bytes that we made, "" when the browser brings none
  std::string language;       // of the page they see, and of the letters they ask for
};

}  // namespace doorward::flow
