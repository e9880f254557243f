// Guessing passwords, as those who try see it. What exactly is counted, the tests of the database
// show.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <random>
#include <string>

#include "command.hpp"
#include "support/deadline.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using support::kPassword;
using support::make_username;

constexpr const char* kWrong = "not the password";
/// Hashing can take longer than the first waits, with sanitizers for instance.
constexpr int kTriesMax = 12;

Request sign_in(const std::string& route, const std::string& username, const std::string& password,
                const Headers& headers = {}) {
  return json_request("POST", route, object({{"username", username}, {"password", password}}),
                      headers);
}

/// Fails until there is a wait, and gives back the refusal.
Answer fail_until_held_up(HttpClient& client, const Request& request, int failure) {
  Answer answer;
  for (int tries = 0; tries < kTriesMax; ++tries) {
    answer = client.send(request);
    if (answer.status != failure) {
      BOOST_TEST(tries >= 5);
      break;
    }
  }
  return answer;
}

void expect_held_up(const Answer& answer) {
  BOOST_TEST(answer.status == 429);
  BOOST_TEST(answer.code() == "too-many-sign-ins");
  const auto wait = std::stoi(answer.header("Retry-After"));
  BOOST_TEST(wait >= 1);
  BOOST_TEST(wait <= 3600);
  BOOST_TEST(!answer.headers.has("Set-Cookie"));
}

/// An address of a network of its own.
std::string stranger(int number) {
  return "10." + std::to_string(number / 250) + "." + std::to_string(number % 250) + ".9";
}

BOOST_FIXTURE_TEST_SUITE(slowing, World)

BOOST_AUTO_TEST_CASE(after_five_failures_there_is_a_wait_for_this_name_and_address_only) {
  for (const char* route : {"/login", "/auth/signin"}) {
    const Person person{client};
    const Person another{client};
    expect_held_up(fail_until_held_up(client, sign_in(route, person.username(), kWrong), 401));
    expect_held_up(client.send(sign_in(route, person.username(), kPassword)));
    BOOST_TEST(client.send(sign_in(route, another.username(), kPassword)).status == 200);
    auto elsewhere = make_client();
    BOOST_TEST(elsewhere.send(sign_in(route, person.username(), kPassword)).status == 200);
  }
}

BOOST_AUTO_TEST_CASE(after_the_wait_the_right_password_signs_in) {
  const Person person{client};
  const auto held_up =
      fail_until_held_up(client, sign_in("/login", person.username(), kWrong), 401);
  const std::chrono::seconds wait{std::stoi(held_up.header("Retry-After"))};
  const auto start = support::SteadyClock::now();
  BOOST_TEST(support::await(wait + std::chrono::seconds{30}, [&] {
    return client.send(sign_in("/login", person.username(), kPassword)).status == 200;
  }));
  BOOST_TEST_MESSAGE("Retry-After "
                     << wait.count() << " s, signed in after "
                     << std::chrono::duration<double>{support::SteadyClock::now() - start}.count()
                     << " s");
}

BOOST_AUTO_TEST_CASE(an_unknown_name_has_to_wait_with_the_same_words) {
  const Headers headers{{"X-Request-Id", "same"}, {"Accept-Language", "ru"}};
  const Person person{client};
  const auto known =
      fail_until_held_up(client, sign_in("/login", person.username(), kWrong, headers), 401);
  const auto unknown =
      fail_until_held_up(client, sign_in("/login", make_username(), kWrong, headers), 401);
  expect_held_up(known);
  expect_held_up(unknown);
  BOOST_TEST(known.body == unknown.body);
  BOOST_TEST(known.header("Content-Language") == "ru");
}

BOOST_AUTO_TEST_CASE(a_name_that_nobody_can_have_has_to_wait_too) {
  // All such names count as one, and others may have tried some from anywhere.
  auto proxy = make_client();
  proxy.come_from(support::kProxy);
  std::random_device random;
  const auto unused =
      "100." + std::to_string(random() % 256) + "." + std::to_string(random() % 256);
  const auto request =
      sign_in("/login", "no such name!", kWrong, {{"X-Forwarded-For", unused + ".9"}});
  expect_held_up(fail_until_held_up(proxy, request, 401));
}

BOOST_AUTO_TEST_CASE(a_wrong_current_password_is_counted_with_failed_sign_ins) {
  Person person{client};
  const auto change = json_request(
      "PATCH", "/me", object({{"password", "another good one"}, {"current_password", kWrong}}),
      person.authorization());
  expect_held_up(fail_until_held_up(client, change, 403));
  const auto right = object({{"current_password", kPassword}});
  expect_held_up(person.send(json_request("DELETE", "/me", right)));
  expect_held_up(client.send(sign_in("/login", person.username(), kPassword)));
  BOOST_TEST(person.get("/me").status == 200);
}

BOOST_AUTO_TEST_CASE(a_thousand_wrong_tries_from_many_addresses_do_not_keep_the_owner_out) {
  const auto username = make_username();
  auto proxy = make_client();
  proxy.come_from(support::kProxy);
  const auto as = [](const std::string& address) { return Headers{{"X-Forwarded-For", address}}; };
  BOOST_REQUIRE_EQUAL(
      proxy
          .send(json_request("POST", "/signup",
                             object({{"username", username}, {"password", kPassword}}),
                             as("192.0.2.10")))
          .status,
      201);
  constexpr int kThreads = 8;
  constexpr int kTries = 125;
  std::atomic<int> wrong = 0;
  std::atomic<int> refused = 0;
  in_parallel(kThreads, [&](int thread) {
    auto own_proxy = make_client();
    own_proxy.come_from(support::kProxy);
    for (int number = 0; number < kTries; ++number) {
      const auto answer = own_proxy.send(
          sign_in("/login", username, kWrong, as(stranger(thread * kTries + number))));
      wrong += answer.status == 401 ? 1 : 0;
      refused += answer.status == 429 && answer.code() == "too-many-sign-ins" ? 1 : 0;
    }
  });
  BOOST_TEST(wrong == 100);
  BOOST_TEST(refused == kThreads * kTries - 100);
  const auto start = support::SteadyClock::now();
  const auto answer = proxy.send(sign_in("/login", username, kPassword, as("192.0.2.200")));
  BOOST_TEST(answer.status == 200);
  BOOST_TEST_MESSAGE("the owner was signed in after "
                     << std::chrono::duration<double>{support::SteadyClock::now() - start}.count()
                     << " s");
  // To those who never were there it does not matter what they know.
  expect_held_up(proxy.send(sign_in("/login", username, kPassword, as("198.51.100.1"))));
}

BOOST_AUTO_TEST_CASE(who_gets_a_new_password_from_the_operator_need_not_wait) {
  const Person person{client};
  expect_held_up(fail_until_held_up(client, sign_in("/login", person.username(), kWrong), 401));
  const auto [status, output] =
      run("echo 'another walk by the river' | " + program("daymark") + "password --state '" +
          service().state.string() + "' " + person.username());
  BOOST_TEST(status == 0, output);
  BOOST_TEST(
      client.send(sign_in("/login", person.username(), "another walk by the river")).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
