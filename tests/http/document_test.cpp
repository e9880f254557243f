// openapi.yaml and the program have the same operations, and no documented answer is one that
// nobody has seen. These come last: they look at what the other tests got.
#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <map>
#include <set>

#include "routes.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

// Documented for operations of the program, and made by nginx alone; but the program itself makes a
// 400 or 429 for some of them.
const std::set<int> kMadeByWebServer{400, 414, 429, 431, 502, 504};

// Documented, and not to be had from a healthy service through HTTP.
const std::map<int, std::string> kUnreachable{
    {500, "a fault of the program that no test knows how to make"},
    {502, "only while a worker dies under a request; the tests with label fault meet it"},
    {503, "only without the database; the tests with label fault meet it"},
    {504, "only when an answer takes longer than nginx waits"},
};

bool is_static(const support::Operation& operation) { return operation.path == "/openapi.yaml"; }

std::string access_of(const support::Operation& operation) {
  return operation.is_for_admins ? "admin" : operation.needs_session ? "member" : "everybody";
}

std::string to_line(const std::set<int>& statuses) {
  std::string line;
  for (const auto status : statuses) {
    line += (line.empty() ? "" : " ") + std::to_string(status);
  }
  return line;
}

struct Difference {
  const char* what;
  Answer answer;
};

/// An answer to GET /livez, right but for what `change` does to it.
Answer changed(const std::function<void(Answer&)>& change) {
  Answer answer{.status = 200,
                .headers = {{"X-Request-Id", "a"},
                            {"Cache-Control", "no-store"},
                            {"Content-Type", "application/json"}},
                .body = R"({"status":"ok"})"};
  change(answer);
  return answer;
}

BOOST_FIXTURE_TEST_SUITE(document, World)

BOOST_AUTO_TEST_CASE(an_answer_that_differs_from_the_document_is_noticed) {
  support::OpenApi checker{DAYMARK_OPENAPI};
  const auto request = plain("GET", "/livez");
  BOOST_TEST(checker.check(request, changed([](Answer&) {})).empty());
  const std::vector<Difference> differences{
      {"status", changed([](Answer& a) { a.status = 202; })},
      {"a header too many", changed([](Answer& a) {
         a.headers.add({"Set-Cookie", "a=b"});
       })},
      {"no request id", changed([](Answer& a) {
         a.headers = {{"Cache-Control", "no-store"}, {"Content-Type", "application/json"}};
       })},
      {"another header", changed([](Answer& a) {
         a.headers = {{"X-Request-Id", "a"},
                      {"Cache-Control", "public"},
                      {"Content-Type", "application/json"}};
       })},
      {"content type", changed([](Answer& a) {
         a.headers = {
             {"X-Request-Id", "a"}, {"Cache-Control", "no-store"}, {"Content-Type", "text/html"}};
       })},
      {"field too many", changed([](Answer& a) { a.body = R"({"status":"ok","more":1})"; })},
      {"field too few", changed([](Answer& a) { a.body = "{}"; })},
      {"value", changed([](Answer& a) { a.body = R"({"status":"good"})"; })},
      {"type", changed([](Answer& a) { a.body = R"({"status":1})"; })},
      {"no JSON", changed([](Answer& a) { a.body = "ok"; })},
  };
  for (const auto& [what, answer] : differences) {
    BOOST_TEST(!checker.check(request, answer).empty(), what);
  }
  BOOST_TEST(!checker.check(plain("GET", "/livez?x=1"), changed([](Answer&) {})).empty());
  BOOST_TEST(!checker.check(plain("GET", "/nowhere"), changed([](Answer&) {})).empty());
  BOOST_TEST(!checker.check(plain("POST", "/livez"), changed([](Answer&) {})).empty());
}

BOOST_AUTO_TEST_CASE(the_document_has_the_operations_of_the_program_and_their_statuses) {
  auto routes = read_routes();
  BOOST_TEST(!routes.empty());
  for (const auto& operation : open_api().operations()) {
    if (is_static(operation)) {
      continue;
    }
    BOOST_TEST_CONTEXT(operation.name()) {
      const auto route = routes.extract(operation.name());
      BOOST_TEST(!route.empty(), "not a route of the program");
      if (route.empty()) {
        continue;
      }
      auto documented = operation.statuses;
      std::erase_if(documented, [&](int status) {
        return kMadeByWebServer.contains(status) && !route.mapped().statuses.contains(status);
      });
      BOOST_TEST(to_line(documented) == to_line(route.mapped().statuses));
      BOOST_TEST(access_of(operation) == route.mapped().access);
    }
  }
  for (const auto& [name, route] : routes) {
    BOOST_ERROR(name + " is not documented");
  }
}

BOOST_AUTO_TEST_CASE(every_documented_answer_was_seen_but_those_that_cannot_be_had) {
  for (const auto& unseen : open_api().list_unseen()) {
    const auto status = std::stoi(unseen.substr(unseen.rfind(' ') + 1));
    BOOST_TEST(kUnreachable.contains(status), unseen + " is documented, and no test has seen it");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
