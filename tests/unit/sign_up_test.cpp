// Signing up where that is closed. It asks no database, so there is none here.
#include <boost/test/unit_test.hpp>
#include <string>

#include "lone_context.hpp"
#include "router.hpp"
#include "routes.hpp"

namespace daymark::unit_tests {
namespace {

struct ClosedWorld : LoneContext {
  ClosedWorld() { context.is_sign_up_open = false; }

  server::Response answer(std::string_view path, server::Variables variables, std::string body) {
    variables.insert(variables.end(), {{"REQUEST_METHOD", "POST"}, {"REQUEST_URI", path}});
    auto request = server::make_request(std::move(variables), {});
    request.body = std::move(body);
    std::optional<server::Response> sent;
    daymark::answer(
        routes(), context, request, [](std::string_view, const server::Request&) {},
        [&](const server::Response& response) { sent = response; });
    return sent.value();
  }
};

BOOST_FIXTURE_TEST_SUITE(closed_sign_up, ClosedWorld)

BOOST_AUTO_TEST_CASE(where_sign_up_is_closed_both_ways_to_it_are_forbidden) {
  const std::string right = R"({"username": "somebody", "password": "a walk along the river"})";
  for (const auto* path : {"/signup", "/auth/signup"}) {
    const auto response = answer(path, {{"CONTENT_TYPE", "application/json"}}, right);
    BOOST_TEST(response.status == 403);
    BOOST_TEST(response.body.find(R"("code":"sign-up-closed")") != std::string::npos);
    BOOST_TEST(response.body.find("Nobody can sign up") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(that_sign_up_is_closed_comes_before_anything_about_the_body) {
  for (const auto* path : {"/signup", "/auth/signup"}) {
    for (const std::string body : {"", "{", "[]", "{}"}) {
      const auto response = answer(path, {{"HTTP_ACCEPT_LANGUAGE", "ru"}}, body);
      BOOST_TEST(response.status == 403);
      BOOST_TEST(response.body.find("Регистрация закрыта") != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(where_sign_up_is_open_the_body_is_looked_at) {
  context.is_sign_up_open = true;
  BOOST_TEST(answer("/signup", {}, "{}").status == 415);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
