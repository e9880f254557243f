#include <boost/test/unit_test.hpp>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "shared/percentile.hpp"
#include "sql/queries.hpp"
#include "storage/database.hpp"
#include "storage/histogram.hpp"
#include "storage/values.hpp"

namespace daymark::unit_tests {
namespace {

using storage::FromText;
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

BOOST_AUTO_TEST_CASE(columns_are_read_as_postgresql_writes_them) {
  BOOST_TEST(FromText<std::string>::read("ж") == "ж");
  BOOST_TEST(FromText<int>::read("-7") == -7);
  BOOST_TEST(FromText<std::int64_t>::read("9223372036854775807") ==
             std::numeric_limits<std::int64_t>::max());
  BOOST_TEST(FromText<bool>::read("t"));
  BOOST_TEST(!FromText<bool>::read("f"));
  BOOST_TEST(FromText<shared::EntryId>::read("7").value == 7);
  BOOST_TEST((FromText<shared::CivilDay>::read("2026-03-10") == shared::parse_day("2026-03-10")));
  BOOST_TEST((FromText<shared::Instant>::read("2026-03-10 09:00:00.5+00") ==
              shared::parse_instant("2026-03-10T09:00:00.5Z")));
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

BOOST_AUTO_TEST_CASE(no_query_asks_the_database_for_the_time) {
  for (const auto* query : sql::kAllQueries) {
    const std::string text = query->text;
    for (const std::string clock : {"now()", "current_timestamp", "current_date", "localtime",
                                    "clock_timestamp", "transaction_timestamp"}) {
      BOOST_TEST(text.find(clock) == std::string::npos, query->name);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_time_that_cannot_be_expressed_is_a_failure_and_no_crash) {
  for (const auto* text : {"infinity", "-infinity", "0001-01-01 BC", "10000-01-01", ""}) {
    BOOST_CHECK_THROW(storage::FromText<shared::CivilDay>::read(text), storage::Failure);
    BOOST_CHECK_THROW(storage::FromText<shared::Instant>::read(text), storage::Failure);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
