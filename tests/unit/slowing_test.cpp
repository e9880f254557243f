#include "accounts/slowing.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <vector>

namespace daymark::unit_tests {
namespace {

using namespace std::chrono_literals;
using accounts::retry_after;
using accounts::wait_after;
using shared::Instant;

BOOST_AUTO_TEST_SUITE(slowing)

BOOST_AUTO_TEST_CASE(five_failures_are_free_and_the_wait_after_them_doubles_up_to_15_minutes) {
  const std::vector<long> waits{0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900};
  for (std::size_t failures = 0; failures < waits.size(); ++failures) {
    BOOST_TEST(wait_after(static_cast<int>(failures)).count() == waits[failures], failures);
  }
}

BOOST_AUTO_TEST_CASE(no_number_of_failures_makes_anybody_wait_longer) {
  BOOST_TEST((wait_after(1'000'000) == 15min));
  BOOST_TEST((wait_after(std::numeric_limits<int>::max()) == 15min));
  BOOST_TEST((wait_after(-1) == 0s));
}

BOOST_AUTO_TEST_CASE(the_list_of_waits_is_as_long_as_they_differ) {
  const auto& waits = accounts::waits_s();
  BOOST_REQUIRE_EQUAL(waits.size(), 15U);
  for (std::size_t i = 0; i < waits.size(); ++i) {
    BOOST_TEST(waits[i] == wait_after(static_cast<int>(i) + 1).count());
  }
  BOOST_TEST(waits.back() == 900);
}

BOOST_AUTO_TEST_CASE(what_is_left_of_a_wait_is_told_in_whole_seconds_and_never_too_few) {
  const Instant now{};
  BOOST_TEST((retry_after(now + 1s, now) == 1s));
  BOOST_TEST((retry_after(now + 1s + 1us, now) == 2s));
  BOOST_TEST((retry_after(now + 900s, now) == 900s));
  BOOST_TEST((retry_after(now + 1us, now) == 1s));
  BOOST_TEST((retry_after(now, now) == 1s));
  BOOST_TEST((retry_after(now - 1h, now) == 1s));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
