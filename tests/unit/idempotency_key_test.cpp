#include "server/idempotency_key.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "refusals.hpp"
#include "server/request.hpp"

namespace daymark::unit_tests {
namespace {

std::optional<server::IdempotencyKey> read(const std::vector<std::string>& lines,
                                           const std::string& body = "{}") {
  server::Request request;
  for (const auto& line : lines) {
    request.variables.emplace_back("HTTP_IDEMPOTENCY_KEY", line);
  }
  request.body = body;
  return server::read_idempotency_key(request);
}

std::string text_of(const std::string& line) { return read({line}).value().text; }

BOOST_AUTO_TEST_SUITE(idempotency_keys)

BOOST_AUTO_TEST_CASE(a_request_without_the_header_has_no_key) { BOOST_TEST(!read({})); }

BOOST_AUTO_TEST_CASE(quotes_around_a_key_are_no_part_of_it) {
  BOOST_TEST(text_of("abc") == "abc");
  BOOST_TEST(text_of("\"abc\"") == "abc");
  BOOST_TEST(text_of("\t abc ") == "abc");
  BOOST_TEST(text_of("\"") == "\"");
  BOOST_TEST(text_of("a\"") == "a\"");
}

BOOST_AUTO_TEST_CASE(a_key_has_1_to_255_visible_ascii_characters) {
  BOOST_TEST(text_of(std::string(255, '~')).size() == 255U);
  BOOST_TEST(text_of("!") == "!");
  const auto refusal = [](const std::vector<std::string>& lines) {
    return outcome_of([&] { static_cast<void>(read(lines)); });
  };
  for (const std::string& line :
       {std::string{}, std::string{"\"\""}, std::string(256, 'a'), std::string{"a b"},
        std::string{"a\x7F"}, std::string{"\xC3\xA9"}}) {
    BOOST_TEST(refusal({line}) == "malformed-header", line);
  }
  BOOST_TEST(refusal({"a", "a"}) == "malformed-header");
}

BOOST_AUTO_TEST_CASE(another_body_is_another_request) {
  BOOST_TEST(read({"a"}, "{}")->request_hash == read({"b"}, "{}")->request_hash);
  BOOST_TEST(read({"a"}, "{}")->request_hash != read({"a"}, "{ }")->request_hash);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
