#include "server/url.hpp"

#include <boost/test/unit_test.hpp>
#include <random>
#include <string>

namespace daymark::unit_tests {
namespace {

using server::base64url_decode;
using server::base64url_encode;
using server::percent_decode;
using server::percent_encode;

std::string random_bytes(std::mt19937& random, std::size_t length) {
  std::uniform_int_distribution<int> byte{0, 255};
  std::string bytes;
  for (std::size_t i = 0; i < length; ++i) {
    bytes += static_cast<char>(byte(random));
  }
  return bytes;
}

BOOST_AUTO_TEST_SUITE(percent_encoding)

BOOST_AUTO_TEST_CASE(any_text_reads_as_it_was_encoded) {
  std::string all;
  for (int c = 1; c < 0x80; ++c) {
    all += static_cast<char>(c);
  }
  all += "é ж 気 😀";
  BOOST_TEST(percent_decode(percent_encode(all)).value() == all);
  BOOST_TEST(percent_encode("Az09-._~") == "Az09-._~");
  BOOST_TEST(percent_encode(" /+%ж") == "%20%2F%2B%25%D0%B6");
}

BOOST_AUTO_TEST_CASE(escapes_are_read_in_either_case) {
  BOOST_TEST(percent_decode("%d0%B6%2f").value() == "ж/");
}

BOOST_AUTO_TEST_CASE(a_plus_is_a_space_only_in_a_query) {
  BOOST_TEST(percent_decode("a+b").value() == "a+b");
  BOOST_TEST(percent_decode("a+b%2B", true).value() == "a b+");
}

BOOST_AUTO_TEST_CASE(broken_escapes_u_0000_and_what_is_not_utf_8_are_refused) {
  for (const std::string text : {"%", "%4", "a%", "a%4", "%zz", "%4g", "%g4", "%%41", "% 41", "%+1",
                                 "%00", "a%00b", "%FF", "%C0%AF", "%ED%A0%80", "%D0", "\xD0"}) {
    BOOST_TEST(!percent_decode(text), text);
  }
  BOOST_TEST(!percent_decode(std::string("a\0", 2)));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(base64url)

BOOST_AUTO_TEST_CASE(the_examples_of_rfc_4648_hold) {
  BOOST_TEST(base64url_encode("") == "");
  BOOST_TEST(base64url_encode("f") == "Zg");
  BOOST_TEST(base64url_encode("fo") == "Zm8");
  BOOST_TEST(base64url_encode("foo") == "Zm9v");
  BOOST_TEST(base64url_encode("foobar") == "Zm9vYmFy");
  BOOST_TEST(base64url_encode("\xFB\xFF\xFE") == "-__-");
}

BOOST_AUTO_TEST_CASE(any_bytes_read_as_they_were_encoded) {
  std::mt19937 random{1};
  for (std::size_t length = 0; length < 100; ++length) {
    for (int i = 0; i < 20; ++i) {
      const auto bytes = random_bytes(random, length);
      BOOST_REQUIRE(base64url_decode(base64url_encode(bytes)) == bytes);
    }
  }
}

BOOST_AUTO_TEST_CASE(of_all_short_texts_only_the_one_way_to_write_some_bytes_is_read) {
  const std::string alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= ";
  for (const char first : alphabet) {
    for (const char second : alphabet) {
      for (const char third : alphabet) {
        for (const std::string& text :
             {std::string{first, second, third}, std::string{first, second}}) {
          const auto bytes = base64url_decode(text);
          if (bytes && base64url_encode(*bytes) != text) {
            BOOST_FAIL(text);
          }
        }
      }
    }
  }
  BOOST_TEST(base64url_decode("Zg").has_value());
  for (const std::string text :
       {"Z", "Zh", "Zm9", "Zg==", "Zm9v Zm9v", "Zm9v\n", "Zm+v", "Zm/v", "ж"}) {
    BOOST_TEST(!base64url_decode(text), text);
  }
  BOOST_TEST(!base64url_decode(std::string("Zm9v\0", 5)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
