// The header Daymark-Account: what is meant for one account is never done for another one. Which
// role gets what from every endpoint, access_test.cpp says.
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "world.hpp"

namespace daymark::http_tests {
namespace {

using support::kPassword;

Headers meant_for(const std::string& account) { return {{"Daymark-Account", account}}; }

struct TwoAccounts : World {
  Person owner{client};
  Person stranger{client};
  std::string session = sign_in(owner);

  std::string sign_in(const Person& person) {
    const auto answer = client.send(json_request(
        "POST", "/login", object({{"username", person.username()}, {"password", kPassword}})));
    return answer.cookie("session").value_or("");
  }

  Answer record(const Headers& headers) {
    return client.send(json_request("POST", "/mood", object({{"rating", 2}}), headers));
  }

  static std::size_t count_entries(Person& person) {
    return person.get("/mood").json()["moods"].as_array().size();
  }
};

void expect_problem(const Answer& answer, int status, const std::string& code) {
  BOOST_TEST(answer.status == status);
  BOOST_TEST(answer.json()["code"].as_string() == code);
}

BOOST_FIXTURE_TEST_SUITE(other_account, TwoAccounts)

BOOST_AUTO_TEST_CASE(an_entry_of_one_tab_is_not_recorded_for_who_has_signed_in_in_another) {
  expect_problem(record(cookie(session) + meant_for(stranger.id())), 409, "other-account");
  BOOST_TEST(count_entries(owner) == 0U);
  BOOST_TEST(count_entries(stranger) == 0U);
  BOOST_TEST(record(cookie(session) + meant_for(owner.id())).status == 201);
  BOOST_TEST(count_entries(owner) == 1U);
}

BOOST_AUTO_TEST_CASE(where_there_is_a_bearer_token_the_cookie_is_not_compared) {
  BOOST_TEST(stranger.get("/me", cookie(session) + meant_for(stranger.id())).status == 200);
  expect_problem(stranger.get("/me", cookie(session) + meant_for(owner.id())), 409,
                 "other-account");
}

BOOST_AUTO_TEST_CASE(signing_out_of_another_account_s_session_leaves_it_alive) {
  const auto answer =
      client.send(plain("POST", "/logout", cookie(session) + meant_for(stranger.id())));
  expect_problem(answer, 409, "other-account");
  BOOST_TEST(!answer.headers.has("Set-Cookie"));
  BOOST_TEST(!answer.headers.has("Clear-Site-Data"));
  BOOST_TEST(client.send(plain("GET", "/me", cookie(session))).status == 200);
}

BOOST_AUTO_TEST_CASE(who_signs_in_is_nobody_yet) {
  const auto headers = cookie(session) + meant_for(stranger.id());
  const auto body = object({{"username", stranger.username()}, {"password", kPassword}});
  BOOST_TEST(client.send(json_request("POST", "/login", body, headers)).status == 200);
}

BOOST_AUTO_TEST_CASE(a_session_that_has_ended_is_told_so_to_its_own_account_alone) {
  BOOST_TEST(client.send(plain("POST", "/logout", cookie(session))).status == 204);
  expect_problem(record(cookie(session) + meant_for(owner.id())), 401, "not-signed-in");
  expect_problem(record(cookie(session) + meant_for(stranger.id())), 409, "other-account");
  expect_problem(record(meant_for(owner.id())), 401, "not-signed-in");
}

BOOST_AUTO_TEST_CASE(what_is_no_account_s_id_is_malformed) {
  for (const std::string text :
       {"", "0", "-1", "+1", "01", "1.0", "1,2", "\"1\"", "alice", "9223372036854775808"}) {
    BOOST_TEST_CONTEXT("Daymark-Account: " << text) {
      for (const auto& answer :
           {record(cookie(session) + meant_for(text)),
            client.send(plain("GET", "/me", cookie(session) + meant_for(text))),
            client.send(plain("GET", "/achievements", cookie(session) + meant_for(text))),
            owner.get("/mood", meant_for(text)),
            owner.get("/mood", meant_for(owner.id()) + meant_for(text))}) {
        expect_problem(answer, 400, "malformed-header");
        BOOST_TEST(answer.json()["header"].as_string() == "Daymark-Account");
      }
    }
  }
  BOOST_TEST(count_entries(owner) == 0U);
  // Like any fault of a request, it is told only to whoever is signed in.
  BOOST_TEST(client.send(plain("GET", "/me", meant_for("alice"))).status == 401);
  BOOST_TEST(client.send(plain("POST", "/logout", cookie(session))).status == 204);
  BOOST_TEST(client.send(plain("GET", "/me", cookie(session) + meant_for("alice"))).status == 401);
  // What looks at no session does not read it.
  BOOST_TEST(client.send(plain("GET", "/livez", meant_for("alice"))).status == 200);
}

BOOST_AUTO_TEST_CASE(the_refusals_are_told_in_both_languages) {
  const Headers russian{{"Accept-Language", "ru"}};
  for (const auto& account : {stranger.id(), std::string{"alice"}}) {
    const auto headers = cookie(session) + meant_for(account);
    const auto in_english = client.send(plain("GET", "/me", headers)).json();
    const auto in_russian = client.send(plain("GET", "/me", headers + russian)).json();
    for (const char* text : {"title", "detail"}) {
      BOOST_TEST(!is_russian(in_english[text].as_string()));
      BOOST_TEST(is_russian(in_russian[text].as_string()));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
