#include "shared/instant.hpp"

#include <boost/test/unit_test.hpp>
#include <random>
#include <string>

namespace daymark::unit_tests {
namespace {

using shared::Instant;
using shared::parse_instant;

/// How an instant that was read is written; empty where it could not be read.
std::string in_utc(std::string_view text) {
  const auto instant = parse_instant(text);
  return instant ? shared::to_string(*instant) : "";
}

BOOST_AUTO_TEST_SUITE(instant)

BOOST_AUTO_TEST_CASE(every_form_of_rfc_3339_is_read) {
  BOOST_TEST(in_utc("2026-03-10T09:00:00Z") == "2026-03-10T09:00:00Z");
  BOOST_TEST(in_utc("2026-03-10t09:00:00z") == "2026-03-10T09:00:00Z");
  BOOST_TEST(in_utc("2026-03-10T09:00:00+00:00") == "2026-03-10T09:00:00Z");
  BOOST_TEST(in_utc("2026-03-10T09:00:00-00:00") == "2026-03-10T09:00:00Z");
  BOOST_TEST(in_utc("2026-03-10T12:00:00.25+03:00") == "2026-03-10T09:00:00.250000Z");
  BOOST_TEST(in_utc("2026-03-10T00:30:00+05:45") == "2026-03-09T18:45:00Z");
  BOOST_TEST(in_utc("2026-12-31T23:30:00-09:30") == "2027-01-01T09:00:00Z");
  BOOST_TEST(in_utc("2026-03-10T00:00:00+23:59") == "2026-03-09T00:01:00Z");
  BOOST_TEST(in_utc("1969-12-31T23:59:59.999999Z") == "1969-12-31T23:59:59.999999Z");
}

BOOST_AUTO_TEST_CASE(a_leap_second_is_the_second_after_it) {
  BOOST_TEST(in_utc("2016-12-31T23:59:60Z") == "2017-01-01T00:00:00Z");
  BOOST_TEST(in_utc("2016-12-31T23:59:60.5Z") == "2017-01-01T00:00:00.500000Z");
}

BOOST_AUTO_TEST_CASE(what_is_finer_than_a_microsecond_is_cut_off) {
  BOOST_TEST(in_utc("2026-03-10T09:00:00.1234567Z") == "2026-03-10T09:00:00.123456Z");
  BOOST_TEST(in_utc("2026-03-10T09:00:00.9999999999999Z") == "2026-03-10T09:00:00.999999Z");
  BOOST_TEST(in_utc("2026-03-10T09:00:00.0000009Z") == "2026-03-10T09:00:00Z");
  BOOST_TEST(in_utc("2026-03-10T09:00:00." + std::string(1000, '1') + "Z") ==
             "2026-03-10T09:00:00.111111Z");
}

BOOST_AUTO_TEST_CASE(years_of_more_or_fewer_than_four_digits_do_not_come_in_by_an_offset) {
  BOOST_TEST(in_utc("0001-01-01T00:00:00Z") == "0001-01-01T00:00:00Z");
  BOOST_TEST(in_utc("9999-12-31T23:59:59.999999Z") == "9999-12-31T23:59:59.999999Z");
  BOOST_TEST(in_utc("0001-01-01T00:59:59+01:00").empty());
  BOOST_TEST(in_utc("9999-12-31T23:00:00-01:00").empty());
  BOOST_TEST(in_utc("9999-12-31T23:59:60Z").empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_instant_is_refused) {
  for (const std::string text : {"",
                                 "2026-03-10",
                                 "2026-03-10T",
                                 "2026-03-10T09",
                                 "2026-03-10T09:00",
                                 "2026-03-10T09:00Z",
                                 "2026-03-10T09:00:00",
                                 "2026-03-10 09:00:00Z",
                                 "2026-03-10T24:00:00Z",
                                 "2026-03-10T23:60:00Z",
                                 "2026-03-10T23:59:61Z",
                                 "2026-03-10T9:00:00Z",
                                 "2026-03-10T09:00:00.Z",
                                 "2026-03-10T09:00:00,5Z",
                                 "2026-03-10T09:00:00+3:00",
                                 "2026-03-10T09:00:00+03",
                                 "2026-03-10T09:00:00+0300",
                                 "2026-03-10T09:00:00+24:00",
                                 "2026-03-10T09:00:00+03:60",
                                 "2026-03-10T09:00:00ZZ",
                                 "2026-03-10T09:00:00Z ",
                                 " 2026-03-10T09:00:00Z",
                                 "2026-03-10T09:00:00Europe/Moscow",
                                 "2026-02-30T09:00:00Z",
                                 "0000-01-01T00:00:00Z",
                                 "10000-01-01T00:00:00Z",
                                 "infinity",
                                 "now",
                                 "1773133200"}) {
    BOOST_TEST(in_utc(text).empty(), text);
  }
}

BOOST_AUTO_TEST_CASE(any_instant_reads_as_it_is_written) {
  std::mt19937_64 random{20260310};
  std::uniform_int_distribution<std::int64_t> microseconds{-62'135'596'800'000'000,
                                                           253'402'300'799'999'999};
  for (int i = 0; i < 100'000; ++i) {
    const Instant instant{std::chrono::microseconds{microseconds(random)}};
    if (parse_instant(shared::to_string(instant)) != instant) {
      BOOST_FAIL(shared::to_string(instant));
    }
  }
}

BOOST_AUTO_TEST_CASE(an_instant_says_the_same_at_any_offset) {
  const auto instant = parse_instant("2026-03-10T12:00:00Z");
  for (const std::string text :
       {"2026-03-10T13:00:00+01:00", "2026-03-10T02:30:00-09:30", "2026-03-11T02:00:00+14:00",
        "2026-03-10T00:00:00-12:00", "2026-03-10T17:45:00+05:45"}) {
    BOOST_TEST((parse_instant(text) == instant), text);
  }
}

BOOST_AUTO_TEST_CASE(an_instant_is_expressible_in_the_years_that_have_four_digits) {
  const auto first = *parse_instant("0001-01-01T00:00:00Z");
  const auto last = *parse_instant("9999-12-31T23:59:59.999999Z");
  constexpr std::chrono::microseconds kStep{1};
  BOOST_TEST(shared::is_expressible(first));
  BOOST_TEST(!shared::is_expressible(first - kStep));
  BOOST_TEST(shared::is_expressible(last));
  BOOST_TEST(!shared::is_expressible(last + kStep));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
