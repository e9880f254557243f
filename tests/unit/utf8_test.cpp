#include "server/utf8.hpp"

#include <boost/test/unit_test.hpp>
#include <random>
#include <string>

namespace daymark::unit_tests {
namespace {

/// The definition itself: every code point but the surrogates, in its shortest form.
std::string encode(unsigned point) {
  const auto byte = [](unsigned value) { return static_cast<char>(value); };
  if (point < 0x80) {
    return {byte(point)};
  }
  if (point < 0x800) {
    return {byte(0xC0 | point >> 6U), byte(0x80 | (point & 0x3FU))};
  }
  if (point < 0x10000) {
    return {byte(0xE0 | point >> 12U), byte(0x80 | (point >> 6U & 0x3FU)),
            byte(0x80 | (point & 0x3FU))};
  }
  return {byte(0xF0 | point >> 18U), byte(0x80 | (point >> 12U & 0x3FU)),
          byte(0x80 | (point >> 6U & 0x3FU)), byte(0x80 | (point & 0x3FU))};
}

/// The character at the front, as far as its bits can be read at all; empty where they cannot.
std::string_view front_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  const auto character = text.substr(0, length);
  unsigned point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (const char c : character.substr(1)) {
    point = point << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  }
  const bool exists = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
  return exists && encode(point) == character ? character : std::string_view{};
}

/// By taking characters off the front as long as there are some.
bool decodes(std::string_view text) {
  while (!text.empty()) {
    const auto character = front_character(text);
    if (character.empty()) {
      return false;
    }
    text.remove_prefix(character.size());
  }
  return true;
}

void expect_the_same(const std::string& bytes) {
  if (server::is_utf8(bytes) != decodes(bytes)) {
    std::string hex;
    for (const char c : bytes) {
      hex += std::to_string(static_cast<unsigned char>(c)) + " ";
    }
    BOOST_FAIL("bytes " << hex);
  }
}

BOOST_AUTO_TEST_SUITE(utf8)

BOOST_AUTO_TEST_CASE(every_code_point_but_the_surrogates_is_valid) {
  for (unsigned point = 0; point <= 0x10FFFF; ++point) {
    const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (server::is_utf8(encode(point)) == is_surrogate) {
      BOOST_FAIL("code point " << point);
    }
  }
  BOOST_TEST(server::is_utf8(""));
}

BOOST_AUTO_TEST_CASE(every_sequence_of_two_bytes_is_judged_as_by_the_definition) {
  for (int first = 0; first < 256; ++first) {
    expect_the_same({static_cast<char>(first)});
    for (int second = 0; second < 256; ++second) {
      expect_the_same({static_cast<char>(first), static_cast<char>(second)});
    }
  }
}

BOOST_AUTO_TEST_CASE(random_longer_sequences_are_judged_as_by_the_definition) {
  // Bytes at the borders of the table, so that many sequences are nearly right.
  const std::string borders =
      "a\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xC1\xC2\xDF\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF1\xF3\xF4\xF5"
      "\xFF";
  std::mt19937 random{1};
  std::uniform_int_distribution<std::size_t> at{0, borders.size() - 1};
  for (int i = 0; i < 300'000; ++i) {
    std::string bytes;
    for (int length = 3 + i % 4; length > 0; --length) {
      bytes += borders[at(random)];
    }
    expect_the_same(bytes);
  }
}

BOOST_AUTO_TEST_CASE(a_character_that_is_cut_off_is_not_valid) {
  for (const std::string character : {"ж", "気", "😀"}) {
    for (std::size_t length = 1; length < character.size(); ++length) {
      BOOST_TEST(!server::is_utf8(character.substr(0, length)));
      BOOST_TEST(!server::is_utf8("okay " + character.substr(0, length)));
      BOOST_TEST(!server::is_utf8(character.substr(length)));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_beginning_of_a_text_is_readable_and_as_long_as_it_may_be) {
  using server::readable_beginning;
  BOOST_TEST(readable_beginning("", 3).empty());
  BOOST_TEST(readable_beginning("abc", 3) == "abc");
  BOOST_TEST(readable_beginning("abcd", 3) == "abc");
  BOOST_TEST(readable_beginning("a\u0436\u0436", 4) == "a\u0436");
  BOOST_TEST(readable_beginning("a\u0436\u0436", 5) == "a\u0436\u0436");
  BOOST_TEST(readable_beginning(std::string{"a\0b", 3}, 9) == (std::string{"a\0b", 3}));
  BOOST_TEST(readable_beginning("\xE2\x82", 9) == "\uFFFD\uFFFD");
  BOOST_TEST(readable_beginning("\xE2\x82", 5) == "\uFFFD");
  std::mt19937 random{7};
  std::uniform_int_distribution<int> byte{0, 255};
  for (int round = 0; round < 10'000; ++round) {
    std::string text;
    for (int length = byte(random) % 12; length > 0; --length) {
      text += static_cast<char>(byte(random));
    }
    const auto beginning = readable_beginning(text, 8);
    BOOST_REQUIRE(server::is_utf8(beginning));
    BOOST_REQUIRE(beginning.size() <= 8);
    BOOST_REQUIRE((!server::is_utf8(text) || text.starts_with(beginning)));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
