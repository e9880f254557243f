#include "router.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "lone_context.hpp"
#include "routes.hpp"
#include "server/problem.hpp"
#include "storage/failure.hpp"

namespace daymark::unit_tests {
namespace {

using server::Request;
using server::Response;

/// Says which route it was and what stood in the path.
template <char kName>
Response say(Context&, const Request& request) {
  std::string body{kName};
  for (const auto& value : request.path_parameters) {
    body += " <" + value + ">";
  }
  return {.body = body};
}

Response refuse(Context&, const Request&) {
  throw server::Refusal{server::Problem::kUsernameTaken};
}
Response fail_unavailable(Context&, const Request&) {
  throw storage::Failure{storage::FailureKind::kUnavailable, "mood/find_page: SQLSTATE 57P01"};
}
Response fail_stale(Context&, const Request&) {
  throw storage::Failure{storage::FailureKind::kStaleSchema, "run sql/migrate"};
}
Response fail_broken(Context&, const Request&) {
  throw storage::Failure{storage::FailureKind::kBroken, "mood/find_page: SQLSTATE 42601"};
}
Response fail_otherwise(Context&, const Request&) { throw std::runtime_error{"a secret"}; }

/// What a handler has left to be done.
std::function<void()> later;

template <class Respond>
void reply_later(const server::Reply& reply, Respond respond) {
  later = [reply, respond] { reply(respond); };
}

void say_later(Context&, const Request& request, server::Reply reply) {
  reply_later(reply, [&request] { return Response{.body = "later " + std::string(request.path)}; });
}
void refuse_later(Context&, const Request&, server::Reply reply) {
  reply_later(reply, []() -> Response { throw server::Refusal{server::Problem::kNotSignedIn}; });
}
void fail_later(Context&, const Request&, server::Reply reply) {
  reply_later(reply, []() -> Response {
    throw storage::Failure{storage::FailureKind::kBroken, "mood/find_page: SQLSTATE 42601"};
  });
}
void refuse_at_once(Context&, const Request&, server::Reply) {
  throw server::Refusal{server::Problem::kUsernameTaken};
}

const std::vector<Route>& table() {
  static const std::vector<Route> routes{
      {"GET", "/", Body::kNone, {200}, kHandler<say<'r'>>},
      {"GET", "/mood", Body::kNone, {200}, kHandler<say<'l'>>},
      {"POST", "/mood", Body::kJson, {201}, kHandler<say<'p'>>},
      {"GET", "/mood/days", Body::kNone, {200}, kHandler<say<'d'>>},
      {"GET", "/mood/{id}", Body::kNone, {200, 404}, kHandler<say<'g'>>},
      {"DELETE", "/mood/{id}", Body::kNone, {204}, kHandler<say<'x'>>},
      {"DELETE", "/users/{name}/awards/{code}", Body::kNone, {204}, kHandler<say<'u'>>},
      {"GET", "/refuse", Body::kNone, {409}, kHandler<refuse>},
      {"GET", "/unavailable", Body::kNone, {200}, kHandler<fail_unavailable>},
      {"GET", "/stale", Body::kNone, {200}, kHandler<fail_stale>},
      {"GET", "/broken", Body::kNone, {200}, kHandler<fail_broken>},
      {"GET", "/otherwise", Body::kNone, {200}, kHandler<fail_otherwise>},
      {"GET", "/later", Body::kNone, {200}, kHandler<say_later>},
      {"GET", "/refuse-later", Body::kNone, {401}, kHandler<refuse_later>},
      {"GET", "/fail-later", Body::kNone, {200}, kHandler<fail_later>},
      {"GET", "/refuse-at-once", Body::kNone, {409}, kHandler<refuse_at_once>},
  };
  return routes;
}

struct Fixture : LoneContext {
  Fixture() { logged.clear(); }

  Response answer(std::string_view method, std::string_view path) {
    request.method = method;
    request.path = path;
    return answer(table());
  }

  Response answer(std::span<const Route> routes) {
    request.request_id = "an-id";
    std::optional<Response> sent;
    daymark::answer(
        routes, context, request,
        [](std::string_view text, const Request&) { logged.emplace_back(text); },
        [&](const Response& response) {
          BOOST_TEST(!sent.has_value());
          sent = response;
        });
    if (later) {
      BOOST_TEST(!sent.has_value());
      std::exchange(later, {})();
    }
    return sent.value();
  }

  /// The status, and what the handler said or which methods would have been allowed.
  std::string told(std::string_view method, std::string_view path) {
    const auto response = answer(method, path);
    const auto allow = std::ranges::find_if(
        response.headers, [](const auto& header) { return header.first == "Allow"; });
    return std::to_string(response.status) +
           (response.status == 200 ? " " + response.body : std::string{}) +
           (allow != response.headers.end() ? " " + allow->second : std::string{});
  }

  Request request;
  inline static std::vector<std::string> logged;
};

BOOST_FIXTURE_TEST_SUITE(router, Fixture)

BOOST_AUTO_TEST_CASE(a_path_and_a_method_lead_to_one_handler) {
  BOOST_TEST(told("GET", "/") == "200 r");
  BOOST_TEST(told("GET", "/mood") == "200 l");
  BOOST_TEST(told("POST", "/mood") == "200 p");
  BOOST_TEST(told("GET", "/mood/7") == "200 g <7>");
  BOOST_TEST(told("DELETE", "/mood/7") == "200 x <7>");
  BOOST_TEST(told("DELETE", "/users/bob/awards/week") == "200 u <bob> <week>");
}

BOOST_AUTO_TEST_CASE(an_answer_may_come_later_and_whatever_it_is_it_is_sent_once) {
  BOOST_TEST(told("GET", "/later") == "200 later /later");
  BOOST_TEST(told("GET", "/refuse-later") == "401");
  BOOST_TEST(logged.empty());
  BOOST_TEST(told("GET", "/fail-later") == "500");
  BOOST_TEST(logged == std::vector<std::string>{"mood/find_page: SQLSTATE 42601"});
  BOOST_TEST(told("GET", "/refuse-at-once") == "409");
}

BOOST_AUTO_TEST_CASE(of_two_routes_that_fit_the_first_is_taken) {
  BOOST_TEST(told("GET", "/mood/days") == "200 d");
  BOOST_TEST(told("DELETE", "/mood/days") == "405 GET, HEAD");
}

BOOST_AUTO_TEST_CASE(head_goes_where_get_does) {
  BOOST_TEST(told("HEAD", "/mood") == "200 l");
  BOOST_TEST(told("HEAD", "/mood/7") == "200 g <7>");
  BOOST_TEST(told("HEAD", "/users/bob/awards/week") == "405 DELETE");
}

BOOST_AUTO_TEST_CASE(an_unknown_method_is_told_which_are_allowed) {
  BOOST_TEST(told("PUT", "/mood") == "405 GET, HEAD, POST");
  BOOST_TEST(told("OPTIONS", "/mood/7") == "405 DELETE, GET, HEAD");
  BOOST_TEST(told("get", "/mood") == "405 GET, HEAD, POST");
  BOOST_TEST(told("", "/mood") == "405 GET, HEAD, POST");
  BOOST_TEST(told("DELETE", "/mood") == "405 GET, HEAD, POST");
}

BOOST_AUTO_TEST_CASE(any_other_path_is_not_found) {
  for (const std::string path : {"",
                                 "mood",
                                 "*",
                                 "//",
                                 "//mood",
                                 "/Mood",
                                 "/moods",
                                 "/moo",
                                 "/mood/",
                                 "/mood//",
                                 "/mood/7/",
                                 "/mood/7/8",
                                 "/mood//7",
                                 "/./mood",
                                 "/mood/../mood",
                                 "/users//awards/week",
                                 "/users/bob/awards/",
                                 "/users/bob/awards",
                                 "http://x/mood",
                                 "/mood;x",
                                 "/mood%2F7",
                                 "/%2Fmood",
                                 "/mood%00",
                                 "/mood "}) {
    BOOST_TEST(told("GET", path) == "404", path);
    BOOST_TEST(told("PUT", path) == "404", path);
  }
}

BOOST_AUTO_TEST_CASE(segments_are_decoded_one_by_one) {
  BOOST_TEST(told("GET", "/%6Dood") == "200 l");
  BOOST_TEST(told("GET", "/mood/%37") == "200 g <7>");
  BOOST_TEST(told("GET", "/mood/a%2Fb") == "200 g <a/b>");
  BOOST_TEST(told("GET", "/mood/a+b%20c") == "200 g <a+b c>");
  BOOST_TEST(told("GET", "/mood/%D0%B6") == "200 g <ж>");
  BOOST_TEST(told("GET", "/mood/{id}") == "200 g <{id}>");
}

BOOST_AUTO_TEST_CASE(a_malformed_escape_leads_nowhere) {
  for (const std::string path : {"/mood/%", "/mood/%4", "/mood/%zz", "/mood/%FF", "/mood/%00",
                                 "/mood/a%00b", "/%zz", "/mood/\xFF"}) {
    BOOST_TEST(told("GET", path) == "404");
    BOOST_TEST(told("PUT", path) == "404");
  }
}

BOOST_AUTO_TEST_CASE(a_body_that_is_too_large_is_refused_before_the_handler_sees_it) {
  request.body_too_large = true;
  BOOST_TEST(told("POST", "/mood") == "413");
  BOOST_TEST(told("GET", "/mood") == "413");
  BOOST_TEST(told("PUT", "/mood") == "405 GET, HEAD, POST");
  BOOST_TEST(told("POST", "/nothing") == "404");
}

BOOST_AUTO_TEST_CASE(before_the_body_all_is_checked_and_no_handler_is_called) {
  request.is_before_body = true;
  BOOST_TEST(answer("GET", "/otherwise").status == 204);
  BOOST_TEST(answer("GET", "/nowhere").status == 404);
  BOOST_TEST(answer("DELETE", "/mood").status == 405);
  // Faults wait for those of the body.
  request.query = "x=1";
  BOOST_TEST(answer("GET", "/otherwise").status == 204);
  BOOST_TEST(logged.empty());
}

BOOST_AUTO_TEST_CASE(whatever_is_thrown_becomes_a_problem) {
  BOOST_TEST(told("GET", "/refuse") == "409");
  BOOST_TEST(told("GET", "/unavailable") == "503");
  BOOST_TEST(told("GET", "/stale") == "503");
  BOOST_TEST(told("GET", "/broken") == "500");
  BOOST_TEST(told("GET", "/otherwise") == "500");
}

BOOST_AUTO_TEST_CASE(failures_are_logged_and_never_shown) {
  const auto response = answer("GET", "/otherwise");
  BOOST_TEST(logged == (std::vector<std::string>{"a secret"}));
  BOOST_TEST(response.body.find("secret") == std::string::npos);
  BOOST_TEST(response.body.find("an-id") != std::string::npos);
  BOOST_TEST(answer("GET", "/broken").body.find("SQLSTATE") == std::string::npos);
  BOOST_TEST(logged.size() == 2U);
  logged.clear();
  BOOST_TEST(told("GET", "/refuse") == "409");
  BOOST_TEST(logged.empty());
}

BOOST_AUTO_TEST_CASE(a_route_s_statuses_come_from_its_access_and_its_body_too) {
  const auto of = [](std::string_view method, Access access, Body body) {
    return statuses({method, "/x", body, {200, 404}, {.access = access}});
  };
  BOOST_TEST(of("GET", Access::kEverybody, Body::kNone) ==
             (std::vector{200, 404, 413, 422, 500, 503}));
  BOOST_TEST(of("GET", Access::kMember, Body::kNone) ==
             (std::vector{200, 400, 401, 404, 409, 413, 422, 500, 503}));
  BOOST_TEST(of("DELETE", Access::kMember, Body::kNone) ==
             (std::vector{200, 400, 401, 403, 404, 409, 413, 422, 500, 503}));
  BOOST_TEST(of("GET", Access::kAdmin, Body::kNone) ==
             (std::vector{200, 400, 401, 403, 404, 409, 413, 422, 500, 503}));
  BOOST_TEST(of("POST", Access::kAdmin, Body::kJson) ==
             (std::vector{200, 400, 401, 403, 404, 409, 413, 415, 422, 500, 503}));
  BOOST_TEST(of("POST", Access::kEverybody, Body::kJson) ==
             (std::vector{200, 400, 404, 413, 415, 422, 500, 503}));
}

BOOST_AUTO_TEST_CASE(every_route_of_ours_is_found_and_none_is_there_twice) {
  std::vector<std::string> seen;
  for (const auto& route : routes()) {
    std::string path{route.path};
    for (auto brace = path.find('{'); brace != std::string::npos; brace = path.find('{')) {
      path.replace(brace, path.find('}') - brace + 1, "7");
    }
    request.method = "BREW";
    request.path = path;
    const auto response = answer(routes());
    BOOST_TEST(response.status == 405, path);
    BOOST_TEST(response.headers.back().second.find(route.method) != std::string::npos, path);
    seen.push_back(std::string(route.method) + " " + path);
  }
  std::ranges::sort(seen);
  BOOST_TEST((std::ranges::adjacent_find(seen) == seen.end()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
