// What is checked before a handler is called, and in which order. There is no database: asking it
// fails with 503, so these tests see when it is asked.
#include "handler.hpp"

#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>
#include <utility>

#include "lone_context.hpp"
#include "router.hpp"
#include "server/token.hpp"

namespace daymark::unit_tests {
namespace {

using server::Request;
using server::Response;

struct Word {
  std::string text;
};

/// Refuses any query but `?fine`.
Word read_word(const Request& request) {
  if (request.query != "fine") {
    throw server::Refusal{server::Problem::kMalformedJson};
  }
  return {.text = std::string(request.query)};
}

Response said(const std::string& text) { return {.body = text}; }

Response for_all(Context&, const Request&) { return said("for all"); }
Response for_all_with_word(Context&, const Request&, const Word& word) { return said(word.text); }
Response for_members(Context&, const Request&, const server::Credentials& credentials) {
  return said("account " + shared::to_string(credentials.account));
}
Response for_members_with_word(Context&, const Request&, shared::EntryId id,
                               const server::Credentials&, const Word& word) {
  return said(shared::to_string(id) + " " + word.text);
}
Response for_whoever(Context&, const Request&,
                     const std::optional<server::Credentials>& credentials) {
  return said(credentials ? shared::to_string(credentials->account) : "nobody");
}
Response for_accounts(Context&, const Request&, const accounts::Account&) { return said("?"); }
Response for_administrators(Context&, const Request&, const accounts::UsernameKey&,
                            const achievements::AchievementCode&, const accounts::Administrator&,
                            const Word&) {
  return said("?");
}
void for_members_later(Context&, const Request&, server::Credentials, Word word,
                       server::Reply reply) {
  reply([&] { return said("later " + word.text); });
}

const std::vector<Route>& table() {
  static const std::vector<Route> routes{
      {"POST", "/all", Body::kNone, {200}, kHandler<for_all>},
      {"POST", "/all-word", Body::kNone, {200}, kHandler<for_all_with_word, read_word>},
      {"POST", "/members", Body::kNone, {200}, kHandler<for_members>},
      {"POST",
       "/members/{id}/word",
       Body::kNone,
       {200},
       kHandler<for_members_with_word, read_word>},
      {"POST", "/whoever", Body::kNone, {200}, kHandler<for_whoever>},
      {"POST", "/accounts", Body::kNone, {200}, kHandler<for_accounts>},
      {"POST",
       "/users/{username}/{code}",
       Body::kNone,
       {200},
       kHandler<for_administrators, read_word>},
      {"POST", "/later", Body::kNone, {200}, kHandler<for_members_later, read_word>},
  };
  return routes;
}

struct Fixture : LoneContext {
  /// The status, and what the handler said.
  std::string told(std::string path, std::string query = {}) {
    Request request;
    request.method = "POST";
    request.path = path;
    request.query = query;
    request.variables = {{"HTTP_COOKIE", cookie}, {"HTTP_SEC_FETCH_SITE", site}};
    if (meant_for) {
      request.variables.emplace_back("HTTP_DAYMARK_ACCOUNT", *meant_for);
    }
    std::string answered;
    answer(
        table(), context, request, [](std::string_view, const Request&) {},
        [&](const Response& response) {
          answered = std::to_string(response.status) +
                     (response.status == 200 ? " " + response.body : std::string{});
        });
    return answered;
  }

  void sign_in() { cookie = "session=" + server::make_token(shared::AccountId{7}); }

  std::string cookie;
  std::string site = "same-origin";
  std::optional<std::string> meant_for;
};

BOOST_FIXTURE_TEST_SUITE(handler, Fixture)

BOOST_AUTO_TEST_CASE(a_signature_says_who_may_call) {
  BOOST_TEST((kHandler<for_all>.access == Access::kEverybody));
  BOOST_TEST((kHandler<for_all_with_word, read_word>.access == Access::kEverybody));
  BOOST_TEST((kHandler<for_members>.access == Access::kMember));
  BOOST_TEST((kHandler<for_members_later, read_word>.access == Access::kMember));
  BOOST_TEST((kHandler<for_whoever>.access == Access::kEverybody));
  BOOST_TEST((kHandler<for_accounts>.access == Access::kMember));
  BOOST_TEST((kHandler<for_administrators, read_word>.access == Access::kAdmin));
}

BOOST_AUTO_TEST_CASE(a_handler_gets_what_its_signature_names) {
  BOOST_TEST(told("/all") == "200 for all");
  BOOST_TEST(told("/all-word", "fine") == "200 fine");
  sign_in();
  BOOST_TEST(told("/members") == "200 account 7");
  BOOST_TEST(told("/members/5/word", "fine") == "200 5 fine");
  BOOST_TEST(told("/later", "fine") == "200 later fine");
  BOOST_TEST(told("/whoever") == "200 7");
}

BOOST_AUTO_TEST_CASE(whoever_brings_no_credentials_is_asked_for_them) {
  for (const std::string path :
       {"/members", "/members/5/word", "/accounts", "/users/anna/week", "/later"}) {
    BOOST_TEST(told(path, "fine") == "401", path);
    BOOST_TEST(told(path, "faulty") == "401", path);
  }
}

BOOST_AUTO_TEST_CASE(a_path_that_names_nothing_is_not_found_whoever_asks) {
  for (const std::string id : {"0", "x", "-1", "99999999999999999999"}) {
    BOOST_TEST(told("/members/" + id + "/word", "fine") == "404", id);
  }
  BOOST_TEST(told("/users/%20/week") == "404");
  BOOST_TEST(told("/users/anna/WEEK") == "404");
}

BOOST_AUTO_TEST_CASE(the_database_is_asked_who_it_is_only_where_that_matters) {
  sign_in();
  BOOST_TEST(told("/members/5/word", "faulty") == "503");
  BOOST_TEST(told("/members", "no-parameter-is-known") == "503");
  BOOST_TEST(told("/accounts") == "503");
  BOOST_TEST(told("/users/anna/week", "fine") == "503");
  BOOST_TEST(told("/all-word", "faulty") == "400");
}

BOOST_AUTO_TEST_CASE(
    a_cookie_that_another_site_sends_along_is_refused_by_all_that_change_something) {
  site = "cross-site";
  BOOST_TEST(told("/all") == "200 for all");
  sign_in();
  BOOST_TEST(told("/all") == "403");
  BOOST_TEST(told("/all-word", "fine") == "403");
  // Whether the session is alive is asked first.
  BOOST_TEST(told("/members") == "503");
  BOOST_TEST(told("/later", "fine") == "503");
}

BOOST_AUTO_TEST_CASE(what_is_meant_for_another_account_is_refused_and_no_database_asked) {
  sign_in();
  meant_for = "8";
  for (const std::string path :
       {"/members", "/members/5/word", "/accounts", "/users/anna/week", "/later", "/whoever"}) {
    BOOST_TEST(told(path, "fine") == "409", path);
    BOOST_TEST(told(path, "faulty") == "409", path);
  }
  BOOST_TEST(told("/members/x/word") == "404");
  BOOST_TEST(told("/all") == "200 for all");
  site = "cross-site";
  BOOST_TEST(told("/members") == "409");
}

BOOST_AUTO_TEST_CASE(what_is_meant_for_whoever_asks_is_carried_out) {
  sign_in();
  meant_for = "7";
  BOOST_TEST(told("/members") == "200 account 7");
  BOOST_TEST(told("/later", "fine") == "200 later fine");
  BOOST_TEST(told("/whoever") == "200 7");
}

BOOST_AUTO_TEST_CASE(what_names_an_account_without_a_session_is_nobody_s) {
  meant_for = "8";
  BOOST_TEST(told("/members") == "401");
  BOOST_TEST(told("/accounts") == "401");
  BOOST_TEST(told("/whoever") == "200 nobody");
}

BOOST_AUTO_TEST_CASE(a_malformed_account_is_told_to_those_whose_session_is_alive) {
  meant_for = "anna";
  BOOST_TEST(told("/members") == "401");
  BOOST_TEST(told("/whoever") == "400");
  sign_in();
  // Like any fault: the session is asked for first.
  BOOST_TEST(told("/members") == "503");
  BOOST_TEST(told("/accounts") == "503");
  BOOST_TEST(told("/whoever") == "400");
  BOOST_TEST(told("/all") == "200 for all");
}

BOOST_AUTO_TEST_CASE(whoever_reads_nothing_takes_no_parameters) {
  BOOST_TEST(told("/all", "x=1") == "422");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
