// What the log tells an operator of those who get in, or try to, and the filter of fail2ban.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <fstream>
#include <optional>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>

#include "achievements.hpp"
#include "support/deadline.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using support::kPassword;

constexpr const char* kWrong = "not the password";

/// The line of the log about the security of this request; nullopt if there is none in ten seconds.
std::optional<std::string> find_line(const std::string& request_id) {
  std::string line;
  const bool is_there = support::await(std::chrono::seconds{10}, [&] {
    std::istringstream lines{newest_log()};
    while (std::getline(lines, line)) {
      if (line.find(request_id) != std::string::npos &&
          line.find("security") != std::string::npos) {
        return true;
      }
    }
    return false;
  });
  return is_there ? std::optional{line} : std::nullopt;
}

/// The failregex of ops/fail2ban. Its first group is the address.
std::regex read_filter() {
  std::ifstream file{DAYMARK_REPOSITORY "/ops/fail2ban/filter.d/daymark.conf"};
  const std::string name = "failregex = ";
  const std::string host = "<HOST>";
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name)) {
      auto expression = line.substr(name.size());
      return std::regex{expression.replace(expression.find(host), host.size(), "([0-9a-f.:]+)")};
    }
  }
  throw std::runtime_error{"the filter has no failregex"};
}

struct Events : Achievements {
  /// Expects the event for the request of the answer. Returns its line.
  std::string expect(const Answer& answer, const std::string& event,
                     const std::optional<std::string>& account) {
    const auto line = find_line(answer.header("X-Request-Id")).value_or("{}");
    BOOST_TEST_CONTEXT(event << ", " << answer.status << ": " << line) {
      const auto logged = Json::parse(line);
      BOOST_REQUIRE(logged.has("security"));
      BOOST_TEST(logged["security"].as_string() == event);
      BOOST_TEST(logged["address"].as_string() == client.address());
      BOOST_TEST((logged.has("account") ? logged["account"].as_string() : "") ==
                 account.value_or(""));
    }
    return line;
  }

  Answer sign_in(const std::string& username, const std::string& password) {
    return client.send(
        json_request("POST", "/login", object({{"username", username}, {"password", password}})));
  }
};

BOOST_FIXTURE_TEST_SUITE(security_events, Events)

BOOST_AUTO_TEST_CASE(who_gets_in_and_out_is_logged_with_account_and_address) {
  const auto username = support::make_username();
  const auto signed_up = client.send(
      json_request("POST", "/signup", object({{"username", username}, {"password", kPassword}})));
  const auto id = signed_up.json()["id"].as_string();
  expect(signed_up, "signed-up", id);
  const auto signed_in = sign_in(username, kPassword);
  expect(signed_in, "signed-in", id);
  const auto out = client.send(plain("POST", "/logout", cookie(*signed_in.cookie("session"))));
  expect(out, "signed-out", id);
  for (const auto& answer : {signed_up, signed_in}) {
    BOOST_TEST(newest_log().find(*answer.cookie("session")) == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(who_fails_to_get_in_is_logged_without_the_name_that_was_tried) {
  const Person person{client};
  const auto nobody = support::make_username();
  expect(sign_in(person.username(), kWrong), "sign-in-failed", person.id());
  expect(sign_in(nobody, kWrong), "sign-in-failed", std::nullopt);
  auto answer = sign_in(nobody, kWrong);
  for (int tries = 0; answer.status == 401 && tries < 12; ++tries) {
    answer = sign_in(nobody, kWrong);
  }
  BOOST_REQUIRE(answer.status == 429);
  expect(answer, "sign-in-held-up", std::nullopt);
  const auto log = newest_log();
  BOOST_TEST(log.find(nobody) == std::string::npos);
  BOOST_TEST(log.find(kWrong) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_done_to_an_account_is_logged) {
  Person person{client};
  const auto change = [&](const char* current, const char* wanted) {
    return person.send(json_request("PATCH", "/me",
                                    object({{"current_password", current}, {"password", wanted}})));
  };
  expect(change(kWrong, "another good one"), "sign-in-failed", person.id());
  const auto other = client.send(json_request(
      "POST", "/auth/signin", object({{"username", person.username()}, {"password", kPassword}})));
  const auto sessions = person.get("/sessions").json()["sessions"];
  for (const auto& session : sessions.as_array()) {
    if (!session["current"].as_bool()) {
      expect(person.send(plain("DELETE", "/sessions/" + session["id"].as_string())),
             "session-ended", person.id());
    }
  }
  const auto changed = change(kPassword, "another good one");
  expect(changed, "password-changed", person.id());
  const Headers renewed{{"Authorization", "Bearer " + changed.json()["bearer_token"].as_string()}};
  expect(client.send(json_request("DELETE", "/me",
                                  object({{"current_password", "another good one"}}), renewed)),
         "account-deleted", person.id());
  BOOST_TEST(newest_log().find("another good one") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_administrators_do_is_logged) {
  Person administrator{client};
  const Person other{client};
  make_admin(administrator);
  const auto code = "event-" + administrator.id();
  expect(administrator.post("/achievements", new_achievement(code, 1)), "achievement-added",
         administrator.id());
  expect(administrator.post(awards_of(other), object({{"code", code}})), "achievement-awarded",
         administrator.id());
  expect(administrator.send(plain("DELETE", awards_of(other) + "/" + code)), "award-taken-back",
         administrator.id());
  expect(administrator.send(json_request("PATCH", "/users/" + other.username(),
                                         object({{"daily_task_limit", 7}}))),
         "task-limit-set", administrator.id());
}

BOOST_AUTO_TEST_CASE(the_filter_of_fail2ban_finds_who_fails_and_nobody_else) {
  const auto filter = read_filter();
  const Person person{client};
  const auto failed = expect(sign_in(person.username(), kWrong), "sign-in-failed", person.id());
  std::smatch found;
  BOOST_REQUIRE(std::regex_search(failed, found, filter));
  BOOST_TEST(found.str(1) == client.address());
  const auto right = expect(sign_in(person.username(), kPassword), "signed-in", person.id());
  BOOST_TEST(!std::regex_search(right, filter));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
