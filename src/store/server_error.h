// What the error number of a database server, or of its client library, means to us.
#pragma once

namespace doorward::store::server_error {

enum class Meaning {
  duplicate,      // a unique key said no
  already_there,  // a column or key that was to be added
  deadlock,       // the same may succeed at once
  lock_wait,      // a lock that nobody let go in time
  unavailable,    // not now: away, ending, full, read-only, or asked too much of
  refused,        // anything else, which is a fault of ours or of the set-up
};

Meaning meaning(int number);

}  // namespace doorward::store::server_error
