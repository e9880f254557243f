#define BOOST_TEST_MODULE daymark over HTTP
#include <boost/test/unit_test.hpp>
