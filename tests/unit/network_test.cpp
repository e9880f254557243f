#include "accounts/network.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace daymark::unit_tests {
namespace {

using accounts::network_of;

BOOST_AUTO_TEST_SUITE(network)

BOOST_AUTO_TEST_CASE(an_ipv4_address_is_in_its_24) {
  BOOST_TEST(network_of("203.0.113.77") == "203.0.113.0/24");
  BOOST_TEST(network_of("203.0.113.0") == "203.0.113.0/24");
  BOOST_TEST(network_of("203.0.113.255") == "203.0.113.0/24");
  BOOST_TEST(network_of("0.0.0.0") == "0.0.0.0/24");
  BOOST_TEST(network_of("255.255.255.255") == "255.255.255.0/24");
}

BOOST_AUTO_TEST_CASE(an_ipv6_address_is_in_its_64) {
  BOOST_TEST(network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
  BOOST_TEST(network_of("2001:DB8:1:2::") == "2001:db8:1:2::/64");
  BOOST_TEST(network_of("2001:db8:1:2:ffff:ffff:ffff:ffff") == "2001:db8:1:2::/64");
  BOOST_TEST(network_of("2001:db8:1:3::1") == "2001:db8:1:3::/64");
  BOOST_TEST(network_of("::1") == "::/64");
}

BOOST_AUTO_TEST_CASE(an_ipv4_address_written_as_ipv6_is_the_same_one) {
  BOOST_TEST(network_of("::ffff:203.0.113.77") == "203.0.113.0/24");
  BOOST_TEST(network_of("::FFFF:cb00:714d") == "203.0.113.0/24");
  // Neither of these is.
  BOOST_TEST(network_of("::203.0.113.77") == "::/64");
  BOOST_TEST(network_of("::1:ffff:203.0.113.77") == "::/64");
}

BOOST_AUTO_TEST_CASE(what_is_no_address_is_in_one_network) {
  for (const std::string address :
       {"", " ", "unix:", "localhost", "203.0.113", "203.0.113.256", "203.0.113.77:80",
        "203.0.113.077.1", "fe80::1%eth0", "[::1]", "1:2:3", "203.0.113.77/24", "ж"}) {
    BOOST_TEST(network_of(address) == accounts::kUnknownNetwork, address);
  }
  BOOST_TEST(network_of(std::string(100'000, '1')) == accounts::kUnknownNetwork);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
