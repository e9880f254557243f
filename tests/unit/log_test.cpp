#include "server/log.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

#include "server/json.hpp"
#include "shared/instant.hpp"
#include "support/log_lines.hpp"

namespace daymark::unit_tests {
namespace {

namespace json = server::json;

/// The members of the one line that was written, in their order: `key=value key=value`.
std::string line() {
  const auto lines = support::take_log_lines();
  BOOST_REQUIRE(lines.size() == 1U);
  std::string text;
  const auto value = json::parse(lines[0]);
  for (const auto& member : std::get<json::Object>(value.data)) {
    const auto* number = std::get_if<json::Number>(&member.value.data);
    text += (text.empty() ? "" : " ") + member.key + "=" +
            (number != nullptr      ? number->digits
             : member.key == "time" ? "…"
                                    : std::get<std::string>(member.value.data));
  }
  return text;
}

server::Request request_to(std::string_view path) {
  server::Request request;
  request.method = "GET";
  request.path = path;
  request.query = "secret=1";
  request.variables = {{"HTTP_AUTHORIZATION", "Bearer 1.secret"},
                       {"HTTP_COOKIE", "session=secret"}};
  request.body = "a secret";
  request.request_id = "an-id";
  return request;
}

BOOST_AUTO_TEST_SUITE(log_lines)

BOOST_AUTO_TEST_CASE(a_request_is_one_line_without_anything_private) {
  [[maybe_unused]] const auto before = support::take_log_lines();
  server::log_request(request_to("/mood/7"), 204, std::chrono::microseconds{1234});
  BOOST_TEST(line() ==
             "time=… level=info pool=tests request_id=an-id method=GET path=/mood/7 status=204 "
             "duration_us=1234");
}

BOOST_AUTO_TEST_CASE(nobody_can_write_a_line_of_their_own) {
  [[maybe_unused]] const auto before = support::take_log_lines();
  server::log_request(request_to("/\"}\n{\"status\":200,\"x\":\"\\"), 404, {});
  BOOST_TEST(line().find("path=/\"}") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_line_is_json_whatever_the_path_is) {
  [[maybe_unused]] const auto before = support::take_log_lines();
  std::string long_path = "/";
  while (long_path.size() < 1000) {
    long_path += "ж";
  }
  for (const std::string& path : {std::string{"/\xFF\x80"}, long_path, std::string("/\0", 2)}) {
    server::log_request(request_to(path), 404, {});
    BOOST_TEST(line().size() < 400U);
  }
}

BOOST_AUTO_TEST_CASE(a_security_event_says_who_and_from_where) {
  [[maybe_unused]] const auto before = support::take_log_lines();
  auto request = request_to("/login");
  request.variables.emplace_back("REMOTE_ADDR", "203.0.113.9");
  server::log_security(server::SecurityEvent::kSignedIn, request, shared::AccountId{7});
  BOOST_TEST(line() ==
             "time=… level=info pool=tests security=signed-in address=203.0.113.9 account=7 "
             "path=/login request_id=an-id");
  server::log_security(server::SecurityEvent::kSignInFailed, request, std::nullopt);
  BOOST_TEST(line() ==
             "time=… level=info pool=tests security=sign-in-failed address=203.0.113.9 "
             "path=/login request_id=an-id");
}

BOOST_AUTO_TEST_CASE(a_line_is_json_whatever_the_method_is) {
  [[maybe_unused]] const auto before = support::take_log_lines();
  auto request = request_to("/");
  request.method = "A\"\\\n\xFF";
  server::log_request(request, 405, {});
  BOOST_TEST(line().find("method=A\"\\?? path=/") != std::string::npos);
  const std::string long_method(1000, 'A');
  request.method = long_method;
  server::log_request(request, 405, {});
  BOOST_TEST(line().size() < 400U);
}

BOOST_AUTO_TEST_CASE(numbers_are_whole_at_both_ends_of_their_range) {
  [[maybe_unused]] const auto before = support::take_log_lines();
  server::log_request(request_to("/"), 200, std::chrono::microseconds::max());
  BOOST_TEST(line().ends_with("status=200 duration_us=9223372036854775807"));
  server::log_request(request_to("/"), 200, std::chrono::microseconds::min());
  BOOST_TEST(line().ends_with("status=200 duration_us=-9223372036854775808"));
}

BOOST_AUTO_TEST_CASE(a_line_says_when_it_was_logged) {
  [[maybe_unused]] const auto older = support::take_log_lines();
  for (int i = 0; i < 100; ++i) {
    const auto before = std::chrono::system_clock::now();
    server::log_request(request_to("/"), 200, {});
    const auto after = std::chrono::system_clock::now();
    const auto lines = support::take_log_lines();
    BOOST_REQUIRE(lines.size() == 1U);
    const auto value = json::parse(lines[0]);
    const auto& time = std::get<json::Object>(value.data).front();
    BOOST_TEST(time.key == "time");
    const auto instant = shared::parse_instant(std::get<std::string>(time.value.data));
    BOOST_REQUIRE(instant.has_value());
    BOOST_TEST((*instant >= std::chrono::floor<std::chrono::microseconds>(before)));
    BOOST_TEST((*instant <= after));
    BOOST_TEST(std::get<std::string>(time.value.data) == shared::to_string(*instant));
  }
}

BOOST_AUTO_TEST_CASE(events_are_lines_too) {
  [[maybe_unused]] const auto before = support::take_log_lines();
  server::log_info("started");
  BOOST_TEST(line() == "time=… level=info pool=tests event=started");
  server::log_warning("cannot accept");
  BOOST_TEST(line() == "time=… level=warning pool=tests event=cannot accept");
  server::log_warning("mood/record: SQLSTATE 57P01", "an-id");
  BOOST_TEST(line() ==
             "time=… level=warning pool=tests event=mood/record: SQLSTATE 57P01 request_id=an-id");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
