// The integration tests: real MariaDB, started by t/support/with_database.

#define BOOST_TEST_DYN_LINK
#define BOOST_TEST_MODULE integration
#include <boost/test/unit_test.hpp>
