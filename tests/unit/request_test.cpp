#include "server/request.hpp"

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

#include "server/ascii.hpp"

namespace daymark::unit_tests {
namespace {

using server::make_request;

constexpr shared::Instant kNow{std::chrono::sys_days{std::chrono::year{2026} / 3 / 10}};

BOOST_AUTO_TEST_SUITE(requests)

BOOST_AUTO_TEST_CASE(a_request_is_made_of_the_web_server_s_variables) {
  const auto request = make_request({{"REQUEST_METHOD", "PATCH"},
                                     {"REQUEST_URI", "/mood/1%2F?limit=5&x=a?b"},
                                     {"HTTP_ACCEPT_LANGUAGE", "ru"},
                                     {"HTTPS", "on"},
                                     {"HTTP_X", "1"}},
                                    kNow);
  BOOST_TEST(request.method == "PATCH");
  BOOST_TEST(request.path == "/mood/1%2F");
  BOOST_TEST(request.query == "limit=5&x=a?b");
  BOOST_TEST((request.language == server::Language::kRussian));
  BOOST_TEST((request.now == kNow));
  BOOST_TEST(request.is_secure());
  BOOST_TEST(request.variable("HTTP_X") == "1");
  BOOST_TEST(request.variable("HTTP_Y").empty());
}

BOOST_AUTO_TEST_CASE(a_request_without_any_variables_is_empty_and_has_an_id) {
  const auto request = make_request({}, kNow);
  BOOST_TEST(request.method.empty());
  BOOST_TEST(request.path.empty());
  BOOST_TEST(request.query.empty());
  BOOST_TEST(!request.is_secure());
  BOOST_TEST(request.request_id.size() == 32U);
}

BOOST_AUTO_TEST_CASE(only_the_word_on_means_tls) {
  for (const std::string https : {"", "off", "ON", "1", "on "}) {
    BOOST_TEST(!make_request({{"HTTPS", https}}, kNow).is_secure(), https);
  }
}

std::string request_id(const std::string& given) {
  return make_request({{"HTTP_X_REQUEST_ID", given}}, kNow).request_id;
}

BOOST_AUTO_TEST_CASE(a_request_id_that_is_harmless_is_kept) {
  for (const std::string& id :
       {std::string{"a"}, std::string{"A-Z_a-z.0-9"}, std::string{"..."}, std::string(64, 'x')}) {
    BOOST_TEST(request_id(id) == id);
  }
}

BOOST_AUTO_TEST_CASE(any_other_request_id_is_replaced_by_one_of_our_own) {
  std::set<std::string> ids;
  for (const std::string& id :
       {std::string{}, std::string(65, 'x'), std::string{"a b"}, std::string{"a\r\nSet-Cookie: x"},
        std::string{"ж"}, std::string{"\""}, std::string{"a/b"}, std::string("a\0b", 3)}) {
    const auto made = request_id(id);
    BOOST_TEST(made != id);
    BOOST_TEST(made.size() == 32U);
    BOOST_TEST(made.find_first_not_of("0123456789abcdef") == std::string::npos);
    BOOST_TEST(ids.insert(made).second);
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(ascii)

BOOST_AUTO_TEST_CASE(text_is_taken_apart_at_separators) {
  std::string_view text = "a,,b";
  BOOST_TEST(server::take_until(text, ',') == "a");
  BOOST_TEST(server::take_until(text, ',') == "");
  BOOST_TEST(server::take_until(text, ',') == "b");
  BOOST_TEST(text.empty());
  BOOST_TEST(server::take_until(text, ',') == "");
}

BOOST_AUTO_TEST_CASE(only_spaces_and_tabs_around_are_trimmed) {
  BOOST_TEST(server::trim(" \t a b\t ") == "a b");
  BOOST_TEST(server::trim(" \t ") == "");
  BOOST_TEST(server::trim("") == "");
  BOOST_TEST(server::trim("\na") == "\na");
}

BOOST_AUTO_TEST_CASE(only_ascii_letters_have_a_case) {
  BOOST_TEST(server::equal_ignoring_case("aZ09-", "Az09-"));
  BOOST_TEST(!server::equal_ignoring_case("a", "ab"));
  BOOST_TEST(!server::equal_ignoring_case("@", "`"));
  BOOST_TEST(!server::equal_ignoring_case("Ж", "ж"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
