// The unit tests: one program, one suite a unit, and every case named after what it claims.
// `--run_test=email` runs one suite. Cases that need the corpora are skipped unless
// DOORWARD_CORPORA names their folder.

#define BOOST_TEST_MODULE doorward
#include "t/unit/unit.h"
