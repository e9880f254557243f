#define BOOST_TEST_MODULE daymark on PostgreSQL
#include <boost/test/unit_test.hpp>
