#include "server/token.hpp"

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

namespace daymark::unit_tests {
namespace {

using server::make_token;
using server::read_token;
using shared::AccountId;

const std::string kSecret(43, 'A');  // 32 zero bytes

BOOST_AUTO_TEST_SUITE(tokens)

BOOST_AUTO_TEST_CASE(a_token_names_its_account_and_no_two_are_the_same) {
  std::set<std::string> tokens;
  std::set<std::string> hashes;
  for (int i = 0; i < 1000; ++i) {
    const auto token = make_token(AccountId{42});
    const auto credentials = read_token(token);
    BOOST_REQUIRE(credentials);
    BOOST_TEST(credentials->account.value == 42);
    BOOST_TEST(!credentials->from_cookie);
    BOOST_TEST(tokens.insert(token).second);
    BOOST_TEST(hashes.insert(credentials->token_hash).second);
  }
}

BOOST_AUTO_TEST_CASE(a_token_has_256_random_bits) {
  BOOST_TEST(make_token(AccountId{1}).size() == 2 + 43U);
}

BOOST_AUTO_TEST_CASE(what_is_stored_is_the_sha_256_of_the_whole_text) {
  // printf 1.AAA… | sha256sum
  BOOST_TEST(read_token("1." + kSecret)->token_hash ==
             "\\x387dc74de4220a729e640f775708261a14bdc242b9ab65919b54804c133d1fd9");
}

BOOST_AUTO_TEST_CASE(what_is_not_made_like_a_token_is_refused) {
  for (const std::string& text : {std::string{},
                                  std::string{"."},
                                  std::string{"1"},
                                  std::string{"1."},
                                  "." + kSecret,
                                  kSecret,
                                  "0." + kSecret,
                                  "01." + kSecret,
                                  "-1." + kSecret,
                                  "+1." + kSecret,
                                  " 1." + kSecret,
                                  "1 ." + kSecret,
                                  "1.." + kSecret,
                                  "9223372036854775808." + kSecret,
                                  "1." + kSecret + "A",
                                  "1." + kSecret + "=",
                                  "1." + kSecret + " ",
                                  "1." + kSecret.substr(1),
                                  "1." + kSecret.substr(1) + "B",
                                  "1." + kSecret.substr(1) + "+",
                                  "x." + kSecret,
                                  "1.2." + kSecret}) {
    BOOST_TEST(!read_token(text), text);
  }
  BOOST_TEST(!read_token(std::string("1.\0", 3) + kSecret.substr(1)));
  BOOST_TEST(!read_token("1." + std::string(1'000'000, 'A')));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
