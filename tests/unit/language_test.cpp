#include "server/language.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

namespace daymark::unit_tests {
namespace {

std::string preferred_in(const std::vector<std::string_view>& lines) {
  return std::string(shared::code(server::preferred_language(lines)));
}

std::string preferred(std::string_view header) { return preferred_in({header}); }

BOOST_AUTO_TEST_SUITE(accept_language)

BOOST_AUTO_TEST_CASE(russian_is_spoken_to_those_who_prefer_it) {
  for (const std::string header :
       {"ru", "RU", "ru-RU", "ru-Cyrl-RU", "ru;q=0.001", "ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7",
        "en;q=0.5,ru", "en;q=0.5, ru;q=0.6", "de,fr;q=0.9,ru;q=0.1", " ru ; q=1.0 ,en;q=0.9",
        "ru;Q=0.8,en;q=0.7", "ru,en", "uk,ru;q=0.8,*;q=0.1", "en;q=0,ru;q=0.1", "de, ru-UA",
        "*;q=0.1,ru;q=0.2", "en;q=x,ru;q=0.1"}) {
    BOOST_TEST(preferred(header) == "ru", header);
  }
}

BOOST_AUTO_TEST_CASE(english_is_spoken_to_everybody_else) {
  for (const std::string header :
       {"", " ", "en", "en-GB", "en,ru", "en-US,en;q=0.9,ru;q=0.8", "*", "*,ru;q=0.5", "de",
        "de-DE,de;q=0.9", "ru;q=0", "ru;q=0.000", "ru;q=0,en;q=0.1", "ru;q=0.5,en;q=0.51", "rus",
        "r", "ru_RU", "en;q=1,ru;q=1"}) {
    BOOST_TEST(preferred(header) == "en", header);
  }
}

BOOST_AUTO_TEST_CASE(a_star_is_any_language_that_is_not_named) {
  for (const std::string header : {"en;q=0, *", "*, en;q=0", "*;q=0.1,EN;q=0.000",
                                   "en;q=0, de, *;q=0.5", "en;q=0.2, *;q=0.3"}) {
    BOOST_TEST(preferred(header) == "ru", header);
  }
  for (const std::string header :
       {"ru;q=0, *", "en;q=0, ru;q=0", "en;q=0, ru;q=0, *", "en;q=0", "*;q=0", "en;q=0, *;q=0",
        "en-US;q=0, *", "en;q=x, *", "en;q=0.3, *;q=0.2"}) {
    BOOST_TEST(preferred(header) == "en", header);
  }
}

BOOST_AUTO_TEST_CASE(several_lines_are_one_list) {
  BOOST_TEST(preferred_in({}) == "en");
  BOOST_TEST(preferred_in({"de", "ru"}) == "ru");
  BOOST_TEST(preferred_in({"en;q=0.5", "ru;q=0.6"}) == "ru");
  BOOST_TEST(preferred_in({"*", "en;q=0"}) == "ru");
  BOOST_TEST(preferred_in({"en", "ru"}) == "en");
}

BOOST_AUTO_TEST_CASE(nonsense_is_nobody_s_preference) {
  for (const std::string header :
       {",", ",,,", ";", ";;;,,q=", "q=1", "=", "ru;q", "ru;q=", "ru;q=2", "ru;q=1.5", "ru;q=-1",
        "ru;q=abc", "ru;q=0x1", "ru;level=1", "ru;q=00", "\xFF\xFE", "ru\xFF", "ru;;q=1",
        "ru;q=1;x"}) {
    BOOST_TEST(preferred(header) == "en", header);
  }
  BOOST_TEST(preferred(std::string(100'000, ',')) == "en");
  BOOST_TEST(preferred("ru;q=0." + std::string(1000, '9')) == "ru");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
