#include "shared/civil_day.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace daymark::unit_tests {
namespace {

using shared::CivilDay;
using shared::days;
using shared::parse_day;

BOOST_AUTO_TEST_SUITE(civil_day)

BOOST_AUTO_TEST_CASE(every_day_of_four_centuries_reads_as_it_is_written) {
  const CivilDay last{std::chrono::year{2300} / 12 / 31};
  for (CivilDay day{std::chrono::year{1900} / 1 / 1}; day <= last; day += days{1}) {
    if (parse_day(shared::to_string(day)) != day) {
      BOOST_FAIL(shared::to_string(day));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_first_and_the_last_day_of_all_can_be_read) {
  for (const std::string text : {"0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29"}) {
    const auto day = parse_day(text);
    BOOST_REQUIRE_MESSAGE(day, text);
    BOOST_TEST(shared::to_string(*day) == text);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_day_is_refused) {
  for (const std::string text :
       {"",           "2026",          "2026-03",     "2026-03-",    "2026-3-10",
        "2026-03-1",  "2026-13-01",    "2026-00-01",  "2026-01-00",  "2026-01-32",
        "2026-02-29", "1900-02-29",    "2026-04-31",  "0000-01-01",  "-001-01-01",
        "+026-03-10", "12026-03-10",   "2026-03-10 ", " 2026-03-10", "2026-03-10T",
        "2026/03/10", "2026-03-1x",    "20260310",    "2026-W11-2",  "infinity",
        "today",      "２０２６-03-10"}) {
    BOOST_TEST(!parse_day(text), text);
  }
  BOOST_TEST(!parse_day(std::string("2026-03-10\0", 11)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
