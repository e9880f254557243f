#include "server/idempotency_key.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "server/fields.hpp"
#include "server/request.hpp"

namespace daymark::unit_tests {
namespace {

struct Read {
  std::optional<server::IdempotencyKey> key;
  server::Faults faults;
};

Read read(const std::optional<std::string>& header, const std::string& body = "{}") {
  server::Request request;
  request.variables = {{"CONTENT_TYPE", "application/json"}};
  if (header) {
    request.variables.emplace_back("HTTP_IDEMPOTENCY_KEY", *header);
  }
  request.body = body;
  server::Fields fields{request};
  auto key = server::read_idempotency_key(request, fields);
  return {.key = std::move(key), .faults = fields.faults()};
}

BOOST_AUTO_TEST_SUITE(idempotency_keys)

BOOST_AUTO_TEST_CASE(a_request_without_the_header_has_no_key) {
  BOOST_TEST(!read(std::nullopt).key);
  BOOST_TEST(read(std::nullopt).faults.empty());
}

BOOST_AUTO_TEST_CASE(quotes_around_a_key_are_no_part_of_it) {
  BOOST_TEST(read("abc").key.value().text == "abc");
  BOOST_TEST(read("\"abc\"").key.value().text == "abc");
  BOOST_TEST(read("\"").key.value().text == "\"");
  BOOST_TEST(read("a\"").key.value().text == "a\"");
  BOOST_TEST(read("\"abc\"").faults.empty());
}

BOOST_AUTO_TEST_CASE(a_key_has_1_to_255_visible_ascii_characters) {
  BOOST_TEST(read(std::string(255, '~')).faults.empty());
  BOOST_TEST(read("!").faults.empty());
  for (const auto& faulty : {std::string{}, std::string{"\"\""}, std::string(256, 'a'),
                             std::string{"a b"}, std::string{"a\x7F"}, std::string{"\xC3\xA9"}}) {
    const auto [key, faults] = read(faulty);
    BOOST_TEST_CONTEXT(faulty) {
      BOOST_REQUIRE(faults.size() == 1U);
      BOOST_TEST((faults[0].in == server::Fault::In::kHeader));
      BOOST_TEST(faults[0].at == "Idempotency-Key");
    }
  }
}

BOOST_AUTO_TEST_CASE(another_body_is_another_request) {
  BOOST_TEST(read("a", "{}").key->request_hash == read("b", "{}").key->request_hash);
  BOOST_TEST(read("a", "{}").key->request_hash != read("a", "{ }").key->request_hash);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
