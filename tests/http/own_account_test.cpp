// A new password, the end of an account, and the sessions that an account has.
#include <array>
#include <boost/test/unit_test.hpp>
#include <set>
#include <string>
#include <vector>

#include "support/oracle.hpp"
#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using support::kPassword;
using support::make_username;

constexpr const char* kNew = "a walk along the coast";

struct OwnAccount : World {
  std::string username = make_username();
  std::string session = sign_up_with_cookie(client, username);

  Answer sign_in(const std::string& route, const std::string& password) {
    return client.send(
        json_request("POST", route, object({{"username", username}, {"password", password}})));
  }
  std::string sign_in_with_cookie() {
    return sign_in("/login", kPassword).cookie("session").value();
  }
  std::string sign_in_with_token() {
    return sign_in("/auth/signin", kPassword).json()["bearer_token"].as_string();
  }

  int status_of(const Headers& headers) { return client.send(plain("GET", "/me", headers)).status; }

  Answer change(const Json& body, const Headers& headers) {
    return client.send(json_request("PATCH", "/me", body, headers));
  }
  Answer erase(const Json& body, const Headers& headers) {
    return client.send(json_request("DELETE", "/me", body, headers));
  }
  Json list_sessions(const std::string& query = "") {
    const auto answer = client.send(plain("GET", "/sessions" + query, cookie(session)));
    BOOST_REQUIRE_EQUAL(answer.status, 200);
    return answer.json();
  }

  support::Database database{service()};
};

Headers bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

Json new_password(const std::string& wanted = kNew, const std::string& current = kPassword) {
  return object({{"password", wanted}, {"current_password", current}});
}

void expect_signed_out(const Answer& answer) {
  BOOST_TEST(answer.status == 204);
  BOOST_TEST(answer.header("Clear-Site-Data") == "\"cache\"");
  BOOST_TEST(answer.cookie("session").value_or("still set").empty());
}

BOOST_FIXTURE_TEST_SUITE(own_account, OwnAccount)

// --- A new password.

BOOST_AUTO_TEST_CASE(a_new_password_ends_all_sessions_of_both_kinds_and_renews_the_cookie) {
  const auto other_cookie = sign_in_with_cookie();
  const auto token = sign_in_with_token();
  Person stranger{client};
  const auto answer = change(new_password(), cookie(session));
  BOOST_REQUIRE_EQUAL(answer.status, 200);
  BOOST_TEST(answer.json()["username"].as_string() == username);
  BOOST_TEST(!answer.json().has("bearer_token"));
  const auto renewed = answer.cookie("session").value();
  BOOST_TEST(status_of(cookie(renewed)) == 200);
  BOOST_TEST(status_of(cookie(session)) == 401);
  BOOST_TEST(status_of(cookie(other_cookie)) == 401);
  BOOST_TEST(status_of(bearer(token)) == 401);
  BOOST_TEST(stranger.get("/me").status == 200);
  BOOST_TEST(sign_in("/login", kPassword).status == 401);
  BOOST_TEST(sign_in("/login", kNew).status == 200);
}

BOOST_AUTO_TEST_CASE(a_new_password_by_token_gives_a_new_token_beside_the_account) {
  const auto token = sign_in_with_token();
  const auto answer = change(new_password(), bearer(token));
  BOOST_REQUIRE_EQUAL(answer.status, 200);
  BOOST_TEST(!answer.headers.has("Set-Cookie"));
  const auto body = answer.json();
  const auto renewed = body["bearer_token"].as_string();
  BOOST_TEST(status_of(bearer(renewed)) == 200);
  BOOST_TEST(status_of(bearer(token)) == 401);
  BOOST_TEST(status_of(cookie(session)) == 401);
  BOOST_TEST(body["expires_at"].as_string() ==
             database.query("select to_char(ends_at at time zone 'UTC', "
                            "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from sessions where account_id = "
                            "$1::bigint",
                            {body["id"].as_string()})[0][0]);
  BOOST_TEST((merged(body, client.send(plain("GET", "/me", bearer(renewed))).json()) == body));
}

BOOST_AUTO_TEST_CASE(the_session_that_a_new_password_renews_is_the_only_one_and_the_current_one) {
  static_cast<void>(sign_in_with_token());
  session = change(new_password(), cookie(session)).cookie("session").value();
  const auto body = list_sessions();
  const auto& sessions = body["sessions"].as_array();
  BOOST_REQUIRE_EQUAL(sessions.size(), 1U);
  BOOST_TEST(sessions[0]["kind"].as_string() == "cookie");
  BOOST_TEST(sessions[0]["current"].as_bool());
}

BOOST_AUTO_TEST_CASE(settings_alone_renew_no_session) {
  const auto answer = change(object({{"day_starts_at", 4}}), cookie(session));
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(!answer.headers.has("Set-Cookie"));
  BOOST_TEST(status_of(cookie(session)) == 200);
}

BOOST_AUTO_TEST_CASE(settings_can_change_together_with_the_password) {
  const auto account =
      change(
          merged(new_password(),
                 object({{"language", "ru"}, {"time_zone", "Asia/Tokyo"}, {"day_starts_at", 5}})),
          cookie(session))
          .json();
  BOOST_TEST(account["language"].as_string() == "ru");
  BOOST_TEST(account["time_zone"].as_string() == "Asia/Tokyo");
  BOOST_TEST(account["day_starts_at"].as_integer() == 5);
  BOOST_TEST(sign_in("/login", kNew).status == 200);
}

BOOST_AUTO_TEST_CASE(a_wrong_current_password_is_forbidden_and_changes_nothing) {
  const auto other = sign_in_with_cookie();
  for (const std::string language : {"en", "ru"}) {
    const auto answer = change(merged(new_password(kNew, kNew), object({{"day_starts_at", 9}})),
                               cookie(session) + Headers{{"Accept-Language", language}});
    BOOST_TEST(answer.status == 403);
    BOOST_TEST(answer.code() == "wrong-password");
    BOOST_TEST(answer.header("Content-Language") == language);
  }
  BOOST_TEST(status_of(cookie(other)) == 200);
  const auto account = client.send(plain("GET", "/me", cookie(session))).json();
  BOOST_TEST(account["day_starts_at"].as_integer() == 0);
  BOOST_TEST(sign_in("/login", kPassword).status == 200);
}

BOOST_AUTO_TEST_CASE(a_new_password_and_the_current_one_need_each_other) {
  using Faults = std::vector<std::string>;
  const auto faults = [&](const Json& body) { return faults_of(change(body, cookie(session))); };
  BOOST_TEST(faults(object({{"password", kNew}})) == Faults{"#/current_password required"},
             boost::test_tools::per_element());
  BOOST_TEST(faults(object({{"current_password", kPassword}})) == Faults{"#/password required"},
             boost::test_tools::per_element());
  BOOST_TEST(faults(object({{"password", "short"}, {"current_password", nullptr}})) ==
                 (Faults{"#/current_password required", "#/password too-short"}),
             boost::test_tools::per_element());
  BOOST_TEST(sign_in("/login", kPassword).status == 200);
}

BOOST_AUTO_TEST_CASE(a_new_password_follows_the_rules_of_signing_up) {
  const auto fault = [&](const Json& password) {
    const auto answer =
        change(object({{"password", password}, {"current_password", kPassword}}), cookie(session));
    return faults_of(answer).at(0);
  };
  BOOST_TEST(fault("1234567") == "#/password too-short");
  BOOST_TEST(fault(repeat("x", 129)) == "#/password too-long");
  BOOST_TEST(fault("PassWord") == "#/password too-common");
  BOOST_TEST(fault(username) == "#/password same-as-username");
  BOOST_TEST(fault(12345678) == "#/password wrong-type");
  BOOST_TEST(change(new_password(repeat("жы", 64)), cookie(session)).status == 200);
  BOOST_TEST(sign_in("/login", repeat("жы", 64)).status == 200);
}

BOOST_AUTO_TEST_CASE(another_site_can_neither_change_a_password_nor_erase_nor_end_anything) {
  const auto from_elsewhere = cookie(session) + Headers{{"Sec-Fetch-Site", "cross-site"}};
  const auto id = list_sessions()["sessions"].as_array()[0]["id"].as_string();
  for (const auto& answer : {change(new_password(), from_elsewhere),
                             erase(object({{"current_password", kPassword}}), from_elsewhere),
                             client.send(plain("DELETE", "/sessions/" + id, from_elsewhere))}) {
    BOOST_TEST(answer.status == 403);
    BOOST_TEST(answer.code() == "cross-site");
  }
  BOOST_TEST(status_of(cookie(session)) == 200);
  BOOST_TEST(sign_in("/login", kPassword).status == 200);
}

// --- The end of an account.

BOOST_AUTO_TEST_CASE(an_account_is_erased_with_everything_it_owns) {
  const auto token = sign_in_with_token();
  const auto id = client.send(plain("GET", "/me", cookie(session))).json()["id"].as_string();
  for (const auto* day : {"2026-01-01", "2026-01-02", "2026-01-05"}) {
    BOOST_TEST(client
                   .send(json_request("POST", "/mood", object({{"rating", 4}, {"day", day}}),
                                      cookie(session)))
                   .status == 201);
  }
  BOOST_TEST(sign_in("/login", kNew).status == 401);
  expect_signed_out(erase(object({{"current_password", kPassword}}), cookie(session)));
  BOOST_TEST(status_of(cookie(session)) == 401);
  BOOST_TEST(status_of(bearer(token)) == 401);
  BOOST_TEST(sign_in("/login", kPassword).status == 401);
  int tables = 0;
  for (const auto& row :
       database.query("select table_name from information_schema.columns "
                      "where table_schema = 'public' and column_name = 'account_id'")) {
    const auto left =
        database.query("select count(*) from " + row[0] + " where account_id = $1::bigint", {id});
    BOOST_TEST(left[0][0] == "0", row[0]);
    ++tables;
  }
  BOOST_TEST(tables >= 7);
  BOOST_TEST(database.query(std::string{support::oracle::kWrongHistogram}).empty());
  const auto again = sign_up_with_cookie(client, username);
  const auto account = client.send(plain("GET", "/me", cookie(again))).json();
  BOOST_TEST(account["id"].as_string() != id);
}

BOOST_AUTO_TEST_CASE(an_account_is_erased_by_a_bearer_token_too) {
  Person person{client};
  person.record();
  const auto answer =
      person.send(json_request("DELETE", "/me", object({{"current_password", kPassword}})));
  BOOST_TEST(answer.status == 204);
  BOOST_TEST(person.get("/me").status == 401);
}

BOOST_AUTO_TEST_CASE(nothing_is_erased_without_the_right_password) {
  for (const std::string language : {"en", "ru"}) {
    const auto answer = erase(object({{"current_password", kNew}}),
                              cookie(session) + Headers{{"Accept-Language", language}});
    BOOST_TEST(answer.status == 403);
    BOOST_TEST(answer.code() == "wrong-password");
    BOOST_TEST(!answer.headers.has("Set-Cookie"));
    BOOST_TEST(answer.header("Content-Language") == language);
  }
  BOOST_TEST(
      faults_of(erase(object({{"password", kPassword}}), cookie(session))) ==
          (std::vector<std::string>{"#/current_password required", "#/password unknown-field"}),
      boost::test_tools::per_element());
  BOOST_TEST(status_of(cookie(session)) == 200);
}

// --- Sessions.

BOOST_AUTO_TEST_CASE(the_sessions_of_an_account_are_listed_with_the_one_that_asks) {
  client.send(json_request("POST", "/auth/signin",
                           object({{"username", username}, {"password", kPassword}}),
                           {{"User-Agent", "curl/7.88.1"}}));
  const auto body = list_sessions();
  BOOST_TEST(!body.has("next_cursor"));
  const auto& sessions = body["sessions"].as_array();
  BOOST_REQUIRE_EQUAL(sessions.size(), 2U);
  BOOST_TEST(sessions[0]["kind"].as_string() == "bearer");
  BOOST_TEST(sessions[0]["user_agent"].as_string() == "curl/7.88.1");
  BOOST_TEST(!sessions[0]["current"].as_bool());
  BOOST_TEST(sessions[1]["kind"].as_string() == "cookie");
  BOOST_TEST(sessions[1]["current"].as_bool());
  BOOST_TEST(sessions[1]["created_at"].as_string() == sessions[1]["last_seen_at"].as_string());
}

BOOST_AUTO_TEST_CASE(a_user_agent_is_cut_between_letters_and_is_readable_whatever_it_is) {
  const auto shown = [&](const std::string& user_agent) {
    client.send(json_request("POST", "/auth/signin",
                             object({{"username", username}, {"password", kPassword}}),
                             {{"User-Agent", user_agent}}));
    return list_sessions()["sessions"].as_array().at(0)["user_agent"].as_string();
  };
  BOOST_TEST(shown(repeat("x", 500)) == repeat("x", 500));
  BOOST_TEST(shown(repeat("x", 501)) == repeat("x", 500));
  BOOST_TEST(shown(repeat("ж", 250)) == repeat("ж", 250));
  BOOST_TEST(shown("x" + repeat("ж", 250)) == "x" + repeat("ж", 249));
  BOOST_TEST(shown(repeat("x", 498) + "€") == repeat("x", 498));
  BOOST_TEST(shown(repeat("x", 497) + "🌊") == repeat("x", 497));
  BOOST_TEST(shown("Caf\xE9/1.0") == "Caf\uFFFD/1.0");
  BOOST_TEST(shown("\xD0") == "\uFFFD");
  BOOST_TEST(shown("a\xED\xA0\x80z") == "a\uFFFD\uFFFD\uFFFDz");
  BOOST_TEST(shown(repeat("\xFF", 501)) == repeat("\uFFFD", 166));
  BOOST_TEST(shown("").empty());
}

BOOST_AUTO_TEST_CASE(sessions_come_page_by_page) {
  for (int number = 0; number < 6; ++number) {
    static_cast<void>(sign_in_with_token());
  }
  std::vector<std::string> listed;
  std::string target = "/sessions?limit=3";
  int pages = 0;
  while (!target.empty()) {
    const auto answer = client.send(plain("GET", target, cookie(session)));
    BOOST_REQUIRE_EQUAL(answer.status, 200);
    const auto body = answer.json();
    for (const auto& one : body["sessions"].as_array()) {
      listed.push_back(one["id"].as_string());
    }
    const auto* cursor = body.find("next_cursor");
    target = cursor == nullptr ? "" : "/sessions?limit=3&cursor=" + cursor->as_string();
    BOOST_TEST(answer.header("Link") ==
               (cursor == nullptr ? "" : "<" + target + ">; rel=\"next\""));
    ++pages;
  }
  BOOST_TEST(pages == 3);
  BOOST_TEST(listed.size() == 7U);
  BOOST_TEST(std::set<std::string>(listed.begin(), listed.end()).size() == 7U);
  BOOST_TEST(std::ranges::is_sorted(listed, std::ranges::greater{},
                                    [](const auto& id) { return std::stoll(id); }));
}

BOOST_AUTO_TEST_CASE(a_wrong_limit_or_cursor_of_sessions_is_named) {
  for (const char* query : {"?limit=0", "?limit=101", "?limit=x"}) {
    BOOST_TEST(
        faults_of(client.send(plain("GET", std::string{"/sessions"} + query, cookie(session)))) ==
            std::vector<std::string>{"limit out-of-range"},
        boost::test_tools::per_element());
  }
  for (const char* query : {"?cursor=", "?cursor=1", "?cursor=MA", "?cursor=%21", "?cursor=LTE"}) {
    BOOST_TEST(
        faults_of(client.send(plain("GET", std::string{"/sessions"} + query, cookie(session)))) ==
            std::vector<std::string>{"cursor invalid"},
        boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(another_session_can_be_ended_and_only_once) {
  const auto token = sign_in_with_token();
  const auto id = list_sessions()["sessions"].as_array()[0]["id"].as_string();
  const auto target = "/sessions/" + id;
  Person stranger{client};
  BOOST_TEST(stranger.remove(target).status == 404);
  BOOST_TEST(status_of(bearer(token)) == 200);
  const auto answer = client.send(plain("DELETE", target, cookie(session)));
  BOOST_TEST(answer.status == 204);
  BOOST_TEST(!answer.headers.has("Set-Cookie"));
  BOOST_TEST(!answer.headers.has("Clear-Site-Data"));
  BOOST_TEST(status_of(bearer(token)) == 401);
  BOOST_TEST(status_of(cookie(session)) == 200);
  BOOST_TEST(client.send(plain("DELETE", target, cookie(session))).status == 404);
  BOOST_TEST(list_sessions()["sessions"].as_array().size() == 1U);
}

BOOST_AUTO_TEST_CASE(ending_ones_own_session_is_signing_out) {
  const auto id = list_sessions()["sessions"].as_array()[0]["id"].as_string();
  expect_signed_out(client.send(plain("DELETE", "/sessions/" + id, cookie(session))));
  BOOST_TEST(status_of(cookie(session)) == 401);
}

BOOST_AUTO_TEST_CASE(a_session_that_has_ended_is_not_listed_and_cannot_be_ended) {
  static_cast<void>(sign_in_with_token());
  const auto id = list_sessions()["sessions"].as_array()[0]["id"].as_string();
  database.query(
      "update sessions set ends_at = now() - interval '1 second' "
      "where session_id = $1::bigint",
      {id});
  BOOST_TEST(list_sessions()["sessions"].as_array().size() == 1U);
  BOOST_TEST(client.send(plain("DELETE", "/sessions/" + id, cookie(session))).status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
