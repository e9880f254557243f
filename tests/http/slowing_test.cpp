// Guessing passwords, as those who try see it. What exactly is counted, the tests of the database
// show.
#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <random>
#include <string>
#include <vector>

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
  BOOST_TEST(person.get("/me").status == 200);
}

// --- Devices.

struct Neighbours : World {
  Neighbours() {
    const auto signed_up = client.send(
        json_request("POST", "/signup", object({{"username", username}, {"password", kPassword}})));
    device = signed_up.cookie("device").value_or("");
    session = signed_up.cookie("session").value_or("");
  }

  Answer sign_in_with(const std::string& cookies, const std::string& name) {
    return client.send(sign_in("/login", name, kPassword, {{"Cookie", cookies}}));
  }

  /// Somebody of the same network guesses, until there is a wait.
  void hold_network_up(const std::string& name) {
    Answer answer;
    for (int tries = 0; tries < kTriesMax && answer.status != 429; ++tries) {
      answer = client.send(sign_in("/login", name, kWrong));
    }
    expect_held_up(answer);
  }

  std::string username = make_username();
  std::string device;
  std::string session;
};

BOOST_FIXTURE_TEST_CASE(a_device_that_has_signed_in_is_not_held_up_by_its_network, Neighbours) {
  BOOST_TEST(client.send(plain("POST", "/logout", cookie(session))).status == 204);
  hold_network_up(username);
  const auto answer = sign_in_with("device=" + device, username);
  BOOST_TEST(answer.status == 200);
  // The network goes on waiting, and so does the cookie that was replaced.
  hold_network_up(username);
  expect_held_up(sign_in_with("device=" + device, username));
  const auto renewed = answer.cookie("device").value_or("");
  BOOST_TEST(renewed != device);
  // A program may have the cookie too; it gets none.
  const auto of_program =
      client.send(sign_in("/auth/signin", username, kPassword, {{"Cookie", "device=" + renewed}}));
  BOOST_TEST(of_program.status == 200);
  BOOST_TEST(!of_program.headers.has("Set-Cookie"));
  BOOST_TEST(sign_in_with("a=b; device=" + renewed + "; c=d", username).status == 200);
}

BOOST_FIXTURE_TEST_CASE(a_live_session_is_not_held_up_by_its_network, Neighbours) {
  hold_network_up(username);
  const auto changed = client.send(json_request(
      "PATCH", "/me",
      object({{"password", "a walk by the other river"}, {"current_password", kPassword}}),
      cookie(session)));
  BOOST_TEST(changed.status == 200);
  BOOST_TEST(!changed.cookie("device").has_value());
  hold_network_up(username);
  const auto deleted = client.send(
      json_request("DELETE", "/me", object({{"current_password", "a walk by the other river"}}),
                   cookie(changed.cookie("session").value_or(""))));
  BOOST_TEST(deleted.status == 204);
}

BOOST_FIXTURE_TEST_CASE(a_device_waits_for_its_own_failures, Neighbours) {
  expect_held_up(fail_until_held_up(
      client, sign_in("/login", username, kWrong, {{"Cookie", "device=" + device}}), 401));
  expect_held_up(sign_in_with("device=" + device, username));
  BOOST_TEST(client.send(sign_in("/login", username, kPassword)).status == 200);
}

BOOST_FIXTURE_TEST_CASE(what_is_no_device_of_the_account_helps_nobody, Neighbours) {
  const auto other = make_username();
  const auto others_device =
      client
          .send(json_request("POST", "/signup",
                             object({{"username", other}, {"password", kPassword}})))
          .cookie("device")
          .value_or("");
  const auto id = device.substr(0, device.find('.'));
  const auto secret = others_device.substr(others_device.find('.') + 1);
  std::string many;
  for (int number = 0; number < 8; ++number) {
    many += others_device + "~";
  }
  for (const auto& value :
       {others_device, id + "." + secret, std::string{"~~~"}, std::string{"1.~.1~."},
        std::string(4'000, 'x'), id + "." + std::string(3'000, 'A'), device + "x", many + device,
        std::string{"9223372036854775807."} + secret, std::string{"\xff' or 1=1 --"}}) {
    hold_network_up(username);
    expect_held_up(sign_in_with("device=" + value, username));
  }
  for (const char* name : {"Device=", "mydevice=", "__Host-device="}) {
    hold_network_up(username);
    expect_held_up(sign_in_with(name + device, username));
  }
  BOOST_TEST(sign_in_with("device=x; device=1.y~" + device, username).status == 200);
}

BOOST_FIXTURE_TEST_CASE(a_device_is_of_no_use_when_its_account_is_gone, Neighbours) {
  BOOST_TEST(client
                 .send(json_request("DELETE", "/me", object({{"current_password", kPassword}}),
                                    cookie(session)))
                 .status == 204);
  BOOST_TEST(sign_in_with("device=" + device, username).status == 401);
  BOOST_TEST(client
                 .send(json_request("POST", "/signup",
                                    object({{"username", username}, {"password", kPassword}})))
                 .status == 201);
  hold_network_up(username);
  expect_held_up(sign_in_with("device=" + device, username));
}

BOOST_FIXTURE_TEST_CASE(one_browser_is_a_device_of_each_account_that_signs_in_with_it, Neighbours) {
  std::vector<std::string> names{username};
  auto value = device;
  for (int number = 1; number < 9; ++number) {
    names.push_back(make_username());
    const auto answer = client.send(json_request(
        "POST", "/signup", object({{"username", names.back()}, {"password", kPassword}}),
        {{"Cookie", "device=" + value}}));
    value = answer.cookie("device").value_or("");
  }
  BOOST_TEST(std::ranges::count(value, '~') == 7);
  for (std::size_t number = 0; number < names.size(); ++number) {
    auto neighbour = make_client();
    expect_held_up(fail_until_held_up(neighbour, sign_in("/login", names[number], kWrong), 401));
    const auto status =
        neighbour.send(sign_in("/login", names[number], kPassword, {{"Cookie", "device=" + value}}))
            .status;
    // The oldest one made room for the ninth.
    BOOST_TEST(status == (number == 0 ? 429 : 200));
  }
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
