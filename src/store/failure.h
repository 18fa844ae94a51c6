// What can go wrong with the database, as far as a caller may want to know it.
#pragma once

#include <stdexcept>

namespace doorward::store {

// The database can't be reached, or did not answer in time. The same request may succeed later.
class Unavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A unique key said no. Thrown by the statement; the transaction may go on.
class Duplicate : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A deadlock, or another node of a cluster was first, after transact() has tried again; or a lock
// that nobody let go within three seconds.
class Contended : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

// The lock of those: it has waited already.
class LockWait : public Contended {
 public:
  using Contended::Contended;
};

// A column or key that was to be added is there. Only migrations add any.
class AlreadyThere : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Any other refusal, which is a bug of ours or of the set-up.
class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace doorward::store
