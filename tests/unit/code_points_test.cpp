// What Unicode says of texts, where the answer is known.
#include "server/code_points.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

namespace daymark::unit_tests {

BOOST_AUTO_TEST_SUITE(code_points)

BOOST_AUTO_TEST_CASE(a_text_is_taken_apart_to_its_end_or_to_what_is_no_utf8) {
  const auto points_of = [](std::string_view text) {
    std::vector<std::int32_t> points;
    while (const auto point = server::take_code_point(text)) {
      points.push_back(*point);
    }
    points.push_back(-static_cast<std::int32_t>(text.size()));
    return points;
  };
  BOOST_TEST((points_of("") == std::vector{0}));
  BOOST_TEST((points_of("aж漢\U0001F30A") == std::vector{0x61, 0x436, 0x6F22, 0x1F30A, 0}));
  BOOST_TEST((points_of("a\xFF z") == std::vector{0x61, -3}));
  BOOST_TEST((points_of("\xE2\x82") == std::vector{-2}));
}

BOOST_AUTO_TEST_CASE(lower_case_is_of_every_script) {
  BOOST_TEST(server::lower_case("") == "");
  BOOST_TEST(server::lower_case("GOOD, Ж and ÉΣ\U00010400!") == "good, ж and éσ\U00010428!");
  BOOST_TEST(server::lower_case("хОРОШО") == "хорошо");
  BOOST_TEST(server::lower_case("漢字 \U0001F30A") == "漢字 \U0001F30A");
}

BOOST_AUTO_TEST_CASE(a_text_is_blank_if_nothing_of_it_can_be_seen) {
  const std::vector<std::string> blank{
      " ",      "\t",     "\r\n",       "\u00A0",     "\u0085",     "\u1680",     "\u3000",
      "\u2028", "\u200B", "\u200D",     "\u2060",     "\uFEFF",     "\u00AD",     "\u034F",
      "\u061C", "\u115F", "\u1160",     "\u3164",     "\uFFA0",     "\u17B4",     "\u180B",
      "\u180E", "\uFE0F", "\u2065",     "\uFFF0",     "\U000E0000", "\U000E0020", "\U000E0100",
      "\u2800", "\uFFF9", "\U0001D159", "\U0001D173", "\U0001BCA0", "\u0001\x7F",
  };
  std::string all;
  for (const auto& text : blank) {
    BOOST_TEST(server::is_blank(text), text);
    BOOST_TEST(!server::is_blank(text + "x"), text);
    BOOST_TEST(!server::is_blank("ж" + text), text);
    all += text;
  }
  BOOST_TEST(server::is_blank(all));
  BOOST_TEST(server::is_blank(""));
  for (const auto* text : {"x", ".", "-", "\u0301", "\u2801", "\u3163", "漢", "\U0001F30A",
                           "\u2764\uFE0F", "\uE000", "\uFFFD", "\U0001FAE9", "\u0600"}) {
    BOOST_TEST(!server::is_blank(text), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::unit_tests
