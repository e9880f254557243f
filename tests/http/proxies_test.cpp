// What a proxy in front of nginx says about the client, and who is believed. The service trusts
// 127.255.0.0/16 (tests/test_service).
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

#include "support/deadline.hpp"
#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using support::kPassword;
using support::make_username;

struct ProxiesWorld : World {
  ProxiesWorld() { proxy.come_from(support::kProxy); }

  /// The network that a failed sign-in with these headers is counted for.
  std::string network_of(HttpClient& from, const Headers& headers) {
    const auto name = make_username();
    const auto answer = from.send(json_request(
        "POST", "/login", object({{"username", name}, {"password", kPassword}}), headers));
    BOOST_TEST(answer.status == 401);
    return database
        .query(
            "select string_agg(source, ' ') from failed_sign_ins "
            "where username_hash = sha256(convert_to($1, 'UTF8'))",
            {name})
        .at(0)
        .at(0);
  }

  /// The network that the client itself comes from.
  static std::string own_network(const HttpClient& from) {
    return from.address().substr(0, from.address().rfind('.')) + ".0/24";
  }

  std::string set_cookie(HttpClient& from, const Headers& headers) {
    const auto answer = from.send(
        json_request("POST", "/signup",
                     object({{"username", make_username()}, {"password", kPassword}}), headers));
    BOOST_TEST(answer.status == 201);
    return answer.header("Set-Cookie");
  }

  HttpClient proxy = make_client();
  support::Database database{service()};
};

BOOST_FIXTURE_TEST_SUITE(proxies, ProxiesWorld)

BOOST_AUTO_TEST_CASE(a_trusted_proxy_says_who_the_client_is) {
  BOOST_TEST(network_of(proxy, {{"X-Forwarded-For", "203.0.113.77"}}) == "203.0.113.0/24");
  BOOST_TEST(network_of(proxy, {{"X-Forwarded-For", "2001:db8:1:2:3::4"}}) == "2001:db8:1:2::/64");
  BOOST_TEST(network_of(proxy, {{"X-Forwarded-For", "::ffff:203.0.113.77"}}) == "203.0.113.0/24");
  BOOST_TEST(network_of(proxy, {}) == "127.255.0.0/24");
  BOOST_TEST(network_of(proxy, {{"X-Forwarded-For", "nonsense"}}) == "127.255.0.0/24");
}

BOOST_AUTO_TEST_CASE(what_the_client_told_its_proxy_about_itself_does_not_count) {
  BOOST_TEST(network_of(proxy, {{"X-Forwarded-For", "192.0.2.1, 203.0.113.77"}}) ==
             "203.0.113.0/24");
  // Behind two trusted proxies.
  BOOST_TEST(network_of(proxy, {{"X-Forwarded-For", "192.0.2.1, 203.0.113.77, 127.255.9.9"}}) ==
             "203.0.113.0/24");
}

BOOST_AUTO_TEST_CASE(nobody_else_says_who_they_are) {
  for (const char* header : {"X-Forwarded-For", "X-Real-IP", "Forwarded", "Remote-Addr"}) {
    BOOST_TEST(network_of(client, {{header, "203.0.113.77"}}) == own_network(client), header);
  }
}

BOOST_AUTO_TEST_CASE(a_trusted_proxy_says_that_the_client_came_over_tls) {
  const auto cookie =
      set_cookie(proxy, {{"X-Forwarded-For", "203.0.113.78"}, {"X-Forwarded-Proto", "https"}});
  BOOST_TEST(cookie.starts_with("__Host-session="), cookie);
  BOOST_TEST(cookie.ends_with("; Secure"), cookie);
  const auto value = cookie.substr(0, cookie.find(';'));
  const auto status_of = [&](HttpClient& from, const Headers& headers) {
    return from.send(plain("GET", "/me", Headers{{"Cookie", value}} + headers)).status;
  };
  BOOST_TEST(status_of(proxy, {{"X-Forwarded-Proto", "https"}}) == 200);
  BOOST_TEST(status_of(proxy, {{"X-Forwarded-Proto", "http"}}) == 401);
  BOOST_TEST(status_of(proxy, {}) == 401);
  BOOST_TEST(status_of(client, {{"X-Forwarded-Proto", "https"}}) == 401);
}

BOOST_AUTO_TEST_CASE(nobody_else_says_that_they_came_over_tls) {
  for (const char* header : {"X-Forwarded-Proto", "HTTPS", "Front-End-Https", "X-Forwarded-Ssl"}) {
    const auto cookie = set_cookie(client, {{header, "https"}});
    BOOST_TEST(cookie.starts_with("session="), header);
    BOOST_TEST(cookie.find("Secure") == std::string::npos, header);
  }
  BOOST_TEST(set_cookie(proxy, {{"X-Forwarded-Proto", "http"}}).starts_with("session="));
}

BOOST_AUTO_TEST_CASE(a_proxy_that_is_not_trusted_is_told_to_the_operator_and_nobody_else) {
  const std::string address = "127.0.77.7";
  auto unlisted = make_client();
  unlisted.come_from(address);
  auto machine = make_client();
  machine.come_from("127.0.0.1");
  const Headers forwarded{{"X-Forwarded-For", "203.0.113.82"}};
  const auto readiness = [](HttpClient& from, const Headers& headers = {}) {
    return from.send(plain("GET", "/readyz", headers)).body;
  };
  // Each process knows what it has seen itself.
  BOOST_TEST(support::await(std::chrono::seconds{10}, [&] {
    unlisted.send(plain("GET", "/livez", forwarded));
    return readiness(machine).find("\"" + address + "\"") != std::string::npos;
  }));
  BOOST_TEST(is_logged(address + " asks for others"));
  const std::string nothing = R"({"status":"ok"})";
  for (int time = 0; time < 20; ++time) {
    unlisted.send(plain("GET", "/livez", forwarded));
    BOOST_TEST(readiness(client) == nothing);
    BOOST_TEST(readiness(proxy) == nothing);
    BOOST_TEST(readiness(proxy, {{"X-Forwarded-For", "127.0.0.1"}}) == nothing);
    BOOST_TEST(readiness(unlisted) == nothing);
    BOOST_TEST(readiness(unlisted, {{"X-Forwarded-For", "127.0.0.1"}}) == nothing);
    // A proxy on the same machine.
    for (const char* header : {"X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"}) {
      BOOST_TEST(readiness(machine, {{header, "1"}}) == nothing, header);
    }
    BOOST_TEST(machine.send(plain("GET", "/livez")).body == nothing);
  }
  // Who is believed is none of them.
  proxy.send(plain("GET", "/livez", forwarded));
  BOOST_TEST(readiness(machine).find(proxy.address()) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_limit_of_requests_is_for_each_client_behind_a_proxy) {
  const auto ask_as = [&](const std::string& address) {
    return proxy.send(json_request("POST", "/login", object({}), {{"X-Forwarded-For", address}}))
        .status;
  };
  int asked = 0;
  while (ask_as("203.0.113.80") == 422 && asked < 1'000) {
    ++asked;
  }
  BOOST_TEST(asked > 100);
  BOOST_TEST(asked < 1'000);
  BOOST_TEST(ask_as("203.0.113.81") == 422);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
