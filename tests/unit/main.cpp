#define BOOST_TEST_MODULE daymark units
#include <boost/test/unit_test.hpp>

#include "support/log_lines.hpp"

namespace daymark::unit_tests {
namespace {

/// Keeps the log out of the tests' own output.
struct QuietLog {
  QuietLog() { support::keep_log_lines(); }
};

BOOST_TEST_GLOBAL_FIXTURE(QuietLog);

}  // namespace
}  // namespace daymark::unit_tests
