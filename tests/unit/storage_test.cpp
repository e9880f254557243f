#include <boost/test/unit_test.hpp>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/percentile.hpp"
#include "sql/queries.hpp"
#include "storage/database.hpp"
#include "storage/histogram.hpp"
#include "storage/values.hpp"

namespace daymark::unit_tests {
namespace {

using storage::Parameter;
using storage::to_text;

BOOST_AUTO_TEST_SUITE(storage_values)

BOOST_AUTO_TEST_CASE(any_text_can_be_an_element_of_an_array) {
  BOOST_TEST(to_text(std::vector<std::string>{}) == "{}");
  BOOST_TEST(to_text(std::vector<std::string>{""}) == R"({""})");
  BOOST_TEST(to_text(std::vector<std::string>{"", ""}) == R"({"",""})");
  BOOST_TEST(to_text(std::vector<std::string>{"a", "b c"}) == R"({"a","b c"})");
  BOOST_TEST(to_text(std::vector<std::string>{"NULL", "{}", ",", "ж"}) ==
             R"({"NULL","{}",",","ж"})");
  BOOST_TEST(to_text(std::vector<std::string>{R"(")", R"(\)", R"(\")", "'", "\n"}) ==
             "{\"\\\"\",\"\\\\\",\"\\\\\\\"\",\"'\",\"\n\"}");
}

BOOST_AUTO_TEST_CASE(numbers_and_days_can_be_elements_too) {
  BOOST_TEST(to_text(std::vector{1, -2, 30}) == R"({"1","-2","30"})");
  BOOST_TEST(to_text(std::vector{*shared::parse_day("2026-03-10")}) == R"({"2026-03-10"})");
}

BOOST_AUTO_TEST_CASE(values_are_written_as_postgresql_takes_them) {
  BOOST_TEST(to_text(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  BOOST_TEST(to_text(shared::AccountId{42}) == "42");
  BOOST_TEST(to_text(*shared::parse_day("0001-01-01")) == "0001-01-01");
  BOOST_TEST(to_text(*shared::parse_instant("2026-03-10T12:00:00.5+03:00")) ==
             "2026-03-10T09:00:00.500000Z");
  BOOST_TEST(to_text("text") == "text");
}

BOOST_AUTO_TEST_CASE(an_empty_optional_is_null) {
  BOOST_TEST(!Parameter("x", std::optional<int>{}).text);
  BOOST_TEST(Parameter("x", std::optional<int>{3}).text.value() == "3");
  BOOST_TEST(Parameter("x", std::optional<std::string>{""}).text.value().empty());
}

BOOST_AUTO_TEST_CASE(a_change_of_the_histogram_is_two_arrays_of_one_length) {
  const storage::HistogramArrays arrays{shared::histogram_change(std::nullopt, 2)};
  BOOST_TEST(arrays.nodes == (std::vector{0, 1, 2}));
  BOOST_TEST(arrays.deltas == (std::vector{1, 1, 1}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(columns)

/// Bytes of a column, as hexadecimal digits with spaces.
std::string bytes(std::string_view digits) {
  std::string all;
  for (std::size_t i = 0; i < digits.size(); i += 3) {
    all += static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16));
  }
  return all;
}

template <class Value>
Value read(std::string_view digits) {
  return storage::FromColumn<Value>::read(bytes(digits));
}

BOOST_AUTO_TEST_CASE(whole_numbers_are_read_whatever_their_width) {
  BOOST_TEST(read<int>("00 07") == 7);
  BOOST_TEST(read<int>("FF FF FF F9") == -7);
  BOOST_TEST(read<int>("00 00 00 00 00 01 00 00") == 65536);
  BOOST_TEST(read<std::int64_t>("7F FF FF FF FF FF FF FF") ==
             std::numeric_limits<std::int64_t>::max());
  BOOST_TEST(read<std::int64_t>("80 00 00 00 00 00 00 00") ==
             std::numeric_limits<std::int64_t>::min());
  BOOST_TEST(read<shared::EntryId>("00 00 00 00 00 00 00 07").value == 7);
}

BOOST_AUTO_TEST_CASE(texts_truths_and_uuids_are_read) {
  BOOST_TEST(read<std::string>("D0 B6") == "ж");
  BOOST_TEST(read<std::string>("").empty());
  BOOST_TEST(read<bool>("01"));
  BOOST_TEST(!read<bool>("00"));
  BOOST_TEST(
      shared::to_string(read<shared::Uuid>("6B 5C BD 5E 8C 1B 4A 64 9D 0B 7A 5F 0A 8F 3B 1C")) ==
      "6b5cbd5e-8c1b-4a64-9d0b-7a5f0a8f3b1c");
}

BOOST_AUTO_TEST_CASE(days_and_instants_are_counted_from_2000) {
  BOOST_TEST((read<shared::CivilDay>("00 00 00 00") == shared::parse_day("2000-01-01")));
  BOOST_TEST((read<shared::CivilDay>("FF FF FF FF") == shared::parse_day("1999-12-31")));
  BOOST_TEST((read<shared::CivilDay>("00 00 25 5D") == shared::parse_day("2026-03-10")));
  BOOST_TEST((read<shared::Instant>("00 00 00 00 00 07 A1 20") ==
              shared::parse_instant("2000-01-01T00:00:00.5Z")));
  BOOST_TEST((read<shared::Instant>("FF FF FF FF FF FF FF FF") ==
              shared::parse_instant("1999-12-31T23:59:59.999999Z")));
}

BOOST_AUTO_TEST_CASE(a_time_that_cannot_be_expressed_is_a_failure_and_no_crash) {
  for (const auto* digits : {"7F FF FF FF", "80 00 00 00", "00 30 00 00", "FF F0 00 00"}) {
    BOOST_CHECK_THROW(read<shared::CivilDay>(digits), storage::Failure);
  }
  for (const auto* digits :
       {"7F FF FF FF FF FF FF FF", "80 00 00 00 00 00 00 00", "7F FF FF FF FF FF FF FE",
        "04 00 00 00 00 00 00 00", "FB 00 00 00 00 00 00 00"}) {
    BOOST_CHECK_THROW(read<shared::Instant>(digits), storage::Failure);
  }
}

BOOST_AUTO_TEST_CASE(arrays_of_one_dimension_are_read) {
  BOOST_TEST(read<std::vector<int>>("00 00 00 00 00 00 00 00 00 00 00 17").empty());
  BOOST_TEST(read<std::vector<int>>("00 00 00 01 00 00 00 00 00 00 00 17 00 00 00 02 00 00 00 01 "
                                    "00 00 00 04 00 00 00 05 00 00 00 04 FF FF FF FF") ==
             (std::vector{5, -1}));
  BOOST_TEST(read<std::vector<std::string>>(
                 "00 00 00 01 00 00 00 00 00 00 00 19 00 00 00 02 00 00 00 01 "
                 "00 00 00 01 61 00 00 00 00") == (std::vector<std::string>{"a", ""}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(embedded_queries)

BOOST_AUTO_TEST_CASE(every_query_is_embedded_without_comments) {
  BOOST_TEST(sql::kAllQueries.size() >= 16U);
  for (const auto* query : sql::kAllQueries) {
    const std::string name = query->name;
    const std::string text = query->text;
    BOOST_TEST(name.find('/') != std::string::npos, name);
    BOOST_TEST(text.find("--") == std::string::npos, name);
    BOOST_TEST(!text.empty(), name);
    BOOST_TEST(!text.ends_with(';'), name);
  }
}

BOOST_AUTO_TEST_CASE(only_the_query_that_sets_the_clock_asks_the_database_for_the_time) {
  std::set<std::string> asking;
  for (const auto* query : sql::kAllQueries) {
    const std::string text = query->text;
    for (const std::string clock : {"now()", "current_timestamp", "current_date", "localtime",
                                    "clock_timestamp", "transaction_timestamp"}) {
      if (text.find(clock) != std::string::npos) {
        asking.insert(query->name);
      }
    }
  }
  BOOST_TEST((asking == std::set<std::string>{"health/check_ready"}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
