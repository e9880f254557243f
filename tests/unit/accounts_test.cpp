#include "accounts/accounts.hpp"

#include <boost/test/unit_test.hpp>

namespace daymark::unit_tests {
namespace {

using accounts::lifetime;
using accounts::SessionKind;
using std::chrono::days;

BOOST_AUTO_TEST_SUITE(sessions)

BOOST_AUTO_TEST_CASE(a_cookie_session_ends_after_30_days_without_use_or_90_days) {
  BOOST_TEST((lifetime(SessionKind::kCookie).idle_max == days{30}));
  BOOST_TEST((lifetime(SessionKind::kCookie).age_max == days{90}));
}

BOOST_AUTO_TEST_CASE(a_bearer_token_ends_after_90_days_without_use_or_a_year) {
  BOOST_TEST((lifetime(SessionKind::kBearer).idle_max == days{90}));
  BOOST_TEST((lifetime(SessionKind::kBearer).age_max == days{365}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
