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

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::unit_tests
