#include "server/untrusted_proxies.hpp"

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "support/log_lines.hpp"

namespace daymark::unit_tests {
namespace {

using server::UntrustedProxies;

/// `address` is that of nginx's variable, empty where nobody asks for others.
void ask(UntrustedProxies& proxies, const std::string& address) {
  server::Request request;
  request.variables = {{"REMOTE_ADDR", "192.0.2.1"}, {"DAYMARK_UNTRUSTED_PROXY", address}};
  proxies.look_at(request);
}

BOOST_AUTO_TEST_SUITE(untrusted_proxies)

BOOST_AUTO_TEST_CASE(each_is_remembered_and_warned_about_once) {
  UntrustedProxies proxies;
  [[maybe_unused]] const auto before = support::take_log_lines();
  for (int time = 0; time < 3; ++time) {
    ask(proxies, "");
    ask(proxies, "192.0.2.7");
    ask(proxies, "2001:db8::1");
  }
  BOOST_TEST(proxies.list() == (std::vector<std::string>{"192.0.2.7", "2001:db8::1"}),
             boost::test_tools::per_element());
  const auto lines = support::take_log_lines();
  BOOST_REQUIRE_EQUAL(lines.size(), 2U);
  for (const char* text : {"\"warning\"", "192.0.2.7", "DAYMARK_TRUSTED_PROXIES"}) {
    BOOST_TEST(lines.front().find(text) != std::string::npos, text);
  }
}

BOOST_AUTO_TEST_CASE(no_more_than_eight_are_remembered_whoever_sends_the_header) {
  UntrustedProxies proxies;
  [[maybe_unused]] const auto before = support::take_log_lines();
  constexpr int kThreads = 8;
  std::vector<std::jthread> threads;
  threads.reserve(kThreads);
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&proxies] {
      for (int number = 0; number < 100; ++number) {
        ask(proxies, "192.0.2." + std::to_string(number));
        static_cast<void>(proxies.list());
      }
    });
  }
  threads.clear();
  const auto all = proxies.list();
  BOOST_TEST(all.size() == 8U);
  BOOST_TEST((std::set<std::string>{all.begin(), all.end()}.size()) == 8U);
  BOOST_TEST(support::take_log_lines().size() == 8U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
