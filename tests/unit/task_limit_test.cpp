#include "shared/task_limit.hpp"

#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>
#include <vector>

namespace daymark::unit_tests {
namespace {

using shared::DayOfTasks;
using shared::LimitReason;
using shared::TaskLimit;

TaskLimit raised(int tasks) { return {.tasks = tasks, .reason = LimitReason::kRaised}; }

/// `6 raised`; `stays`.
std::string to_text(const std::optional<TaskLimit>& limit) {
  return limit ? std::to_string(limit->tasks) + " " + std::string{name(limit->reason)} : "stays";
}

std::string after(const TaskLimit& limit, std::vector<DayOfTasks> days,
                  bool limit_has_changed = false) {
  return to_text(adjust(limit, {.days = std::move(days), .limit_has_changed = limit_has_changed}));
}

std::vector<DayOfTasks> times(int count, const DayOfTasks& day) {
  return std::vector<DayOfTasks>(static_cast<std::size_t>(count), day);
}

BOOST_AUTO_TEST_SUITE(task_limit)

BOOST_AUTO_TEST_CASE(three_full_days_are_enough_and_two_are_not) {
  BOOST_TEST(after({}, times(2, {.tasks = 5, .done = 5})) == "stays");
  BOOST_TEST(after({}, times(3, {.tasks = 5, .done = 5})) == "6 raised");
  BOOST_TEST(after({}, times(7, {.tasks = 5, .done = 5})) == "6 raised");
}

BOOST_AUTO_TEST_CASE(a_day_is_full_with_as_many_tasks_as_the_present_limit_or_more) {
  const std::vector<DayOfTasks> two_full{{5, 5}, {5, 5}};
  for (const auto& [third, outcome] : std::vector<std::pair<DayOfTasks, std::string>>{
           {{4, 4}, "stays"}, {{5, 5}, "6 raised"}, {{9, 9}, "6 raised"}}) {
    auto days = two_full;
    days.push_back(third);
    BOOST_TEST(after({}, days) == outcome);
  }
  // What was full under the limit of that day is not under the present one.
  BOOST_TEST(after(raised(6), times(7, {.tasks = 5, .done = 5})) == "stays");
}

BOOST_AUTO_TEST_CASE(four_fifths_of_the_tasks_of_full_days_have_to_be_done) {
  BOOST_TEST(after({}, {{5, 4}, {5, 4}, {5, 4}}) == "6 raised");
  BOOST_TEST(after({}, {{5, 5}, {5, 5}, {5, 2}}) == "6 raised");
  BOOST_TEST(after({}, {{5, 5}, {5, 5}, {5, 1}}) == "stays");
  BOOST_TEST(after({}, {{50, 40}, {30, 24}, {20, 16}}) == "6 raised");
  BOOST_TEST(after({}, {{50, 40}, {30, 24}, {20, 15}}) == "stays");  // 79 %
  BOOST_TEST(after({}, times(3, {.tasks = 5, .done = 0})) == "stays");
}

BOOST_AUTO_TEST_CASE(days_that_are_not_full_count_neither_for_nor_against) {
  BOOST_TEST(after({}, {{5, 4}, {5, 4}, {5, 4}, {4, 0}, {4, 0}, {4, 0}, {4, 0}}) == "6 raised");
  BOOST_TEST(after({}, {{5, 3}, {5, 4}, {5, 4}, {4, 4}, {4, 4}, {4, 4}, {4, 4}}) == "stays");
}

BOOST_AUTO_TEST_CASE(a_limit_rises_to_50_and_no_further) {
  BOOST_TEST(after(raised(49), times(3, {.tasks = 49, .done = 49})) == "50 raised");
  BOOST_TEST(after(raised(50), times(7, {.tasks = 50, .done = 50})) == "stays");
}

BOOST_AUTO_TEST_CASE(a_change_in_the_week_does_not_keep_a_limit_from_rising) {
  BOOST_TEST(after(raised(6), times(3, {.tasks = 6, .done = 6}), true) == "7 raised");
}

BOOST_AUTO_TEST_CASE(a_week_without_a_day_of_more_than_half_lowers_the_limit) {
  BOOST_TEST(after(raised(8), {}) == "7 lowered");
  BOOST_TEST(after(raised(8), times(7, {.tasks = 4, .done = 4})) == "7 lowered");
  BOOST_TEST(after(raised(8), {{4, 0}, {5, 0}}) == "stays");
  // Half of an odd limit.
  BOOST_TEST(after(raised(7), times(7, {.tasks = 3, .done = 3})) == "6 lowered");
  BOOST_TEST(after(raised(7), {{4, 0}}) == "stays");
}

BOOST_AUTO_TEST_CASE(a_change_in_the_week_keeps_a_limit_from_falling) {
  BOOST_TEST(after(raised(8), {}, true) == "stays");
  BOOST_TEST(after({.tasks = 8, .reason = LimitReason::kLowered}, {}, true) == "stays");
}

BOOST_AUTO_TEST_CASE(a_limit_falls_to_5_and_no_further) {
  BOOST_TEST(after(raised(6), {}) == "5 lowered");
  BOOST_TEST(after({.tasks = 5, .reason = LimitReason::kLowered}, {}) == "stays");
  BOOST_TEST(after({}, {}) == "stays");
}

BOOST_AUTO_TEST_CASE(a_pinned_limit_stays) {
  for (const int tasks : {0, 1, 5, 8, 50, 1'000}) {
    const TaskLimit pinned{.tasks = tasks, .reason = LimitReason::kPinned};
    BOOST_TEST(after(pinned, {}) == "stays");
    BOOST_TEST(after(pinned, times(7, {.tasks = tasks, .done = tasks})) == "stays");
  }
}

BOOST_AUTO_TEST_CASE(reasons_have_names) {
  for (const auto reason :
       {LimitReason::kDefault, LimitReason::kRaised, LimitReason::kLowered, LimitReason::kPinned}) {
    BOOST_TEST((shared::parse_limit_reason(name(reason)) == reason));
  }
  BOOST_TEST(name(LimitReason::kPinned) == "pinned");
  for (const auto* text : {"", "Default", "pin", "pinned "}) {
    BOOST_TEST(!shared::parse_limit_reason(text).has_value());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
