// The contract's percentiles, and the histogram's changes against counting anew.
#include "shared/percentile.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <optional>
#include <random>
#include <utility>
#include <vector>

namespace daymark::unit_tests {
namespace {

using shared::histogram_change;
using shared::histogram_nodes;
using shared::NodeChange;
using shared::percentile;

/// In hundredths of a percent; −1 where it is not shown.
int shown(std::int64_t below, std::int64_t others) {
  const auto share = percentile(below, others);
  return share ? share->hundredths : -1;
}

int shown_among(const std::vector<int>& others, int mine) {
  return shown(std::ranges::count_if(others, [&](int length) { return length < mine; }),
               static_cast<std::int64_t>(others.size()));
}

BOOST_AUTO_TEST_SUITE(percentiles)

BOOST_AUTO_TEST_CASE(the_examples_of_the_contract_hold) {
  const std::vector others{0, 1, 2, 2, 5};
  BOOST_TEST(shown_among(others, 2) == -1);
  BOOST_TEST(shown_among(others, 3) == 80'00);
  BOOST_TEST(shown_among(others, 6) == 100'00);
  BOOST_TEST(shown_among({4, 4, 4}, 4) == -1);
  BOOST_TEST(shown(49'999, 100'000) == -1);
}

BOOST_AUTO_TEST_CASE(exactly_half_is_shown) {
  BOOST_TEST(shown(1, 2) == 50'00);
  BOOST_TEST(shown(50'000, 100'000) == 50'00);
  BOOST_TEST(shown(499'999'999, 1'000'000'000) == -1);
  BOOST_TEST(shown(500'000'000, 1'000'000'000) == 50'00);
  BOOST_TEST(shown(500'000'001, 1'000'000'000) == 50'00);
}

BOOST_AUTO_TEST_CASE(two_decimals_are_rounded_down) {
  BOOST_TEST(shown(2, 3) == 66'66);
  BOOST_TEST(shown(5, 6) == 83'33);
  BOOST_TEST(shown(99'999, 100'000) == 99'99);
  BOOST_TEST(shown(999'999'999, 1'000'000'000) == 99'99);
}

BOOST_AUTO_TEST_CASE(without_others_there_is_nothing_to_compare_with) {
  BOOST_TEST(shown(0, 0) == -1);
}

BOOST_AUTO_TEST_CASE(one_other_account_is_below_or_it_is_not) {
  BOOST_TEST(shown(0, 1) == -1);
  BOOST_TEST(shown(1, 1) == 100'00);
}

BOOST_AUTO_TEST_CASE(as_many_accounts_as_there_are_people_are_no_problem) {
  BOOST_TEST(shown(8'000'000'000, 10'000'000'000) == 80'00);
}

BOOST_AUTO_TEST_SUITE_END()

using Histogram = std::map<int, int>;  // node → accounts

/// How many accounts have reached a length, as a reader adds it up.
int reached(const Histogram& histogram, int length) {
  int accounts = 0;
  for (const int node : histogram_nodes(length)) {
    const auto found = histogram.find(node);
    accounts += found == histogram.end() ? 0 : found->second;
  }
  return accounts;
}

/// The lengths that a node stands for.
std::pair<int, int> lengths_of(int node) {
  const int width = node >= 131'072 ? 256 : node >= 65'536 ? 16 : 1;
  const int bucket = node >= 131'072 ? node - 131'072 : node >= 65'536 ? node - 65'536 : node;
  return {bucket * width, bucket * width + width - 1};
}

/// Whether the steps, in the order of locking, are exactly one for each length that is reached or
/// lost, and one for node 0 where the account comes or goes.
bool is_right(std::vector<NodeChange> steps, std::optional<int> before, std::optional<int> after) {
  if (std::ranges::adjacent_find(steps, std::ranges::greater_equal{}, &NodeChange::node) !=
      steps.end()) {
    return false;
  }
  if (before.has_value() != after.has_value()) {
    if (steps.empty() || steps[0] != NodeChange{.node = 0, .accounts = after ? 1 : -1}) {
      return false;
    }
    steps.erase(steps.begin());
  }
  const int from = before.value_or(0);
  const int to = after.value_or(0);
  std::ranges::sort(steps, {}, [](const NodeChange& step) { return lengths_of(step.node); });
  int next = std::min(from, to) + 1;
  for (const auto& [node, accounts] : steps) {
    const auto [first, last] = lengths_of(node);
    if (first != next || accounts != (from < to ? 1 : -1)) {
      return false;
    }
    next = last + 1;
  }
  return next == std::max(from, to) + 1;
}

std::optional<int> length_or_none(int length) {
  return length < 0 ? std::nullopt : std::optional{length};
}

constexpr int kLongest = 600;

BOOST_AUTO_TEST_SUITE(histogram)

BOOST_AUTO_TEST_CASE(any_change_is_one_step_for_each_length_that_is_reached_or_lost) {
  for (int before = -1; before <= kLongest; ++before) {
    for (int after = -1; after <= kLongest; ++after) {
      const auto steps = histogram_change(length_or_none(before), length_or_none(after));
      if (!is_right(steps, length_or_none(before), length_or_none(after))) {
        BOOST_FAIL("from " << before << " to " << after);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(after_any_changes_a_reader_finds_what_counting_anew_would) {
  std::mt19937 random{1};
  std::uniform_int_distribution<int> length{-1, kLongest};
  std::uniform_int_distribution<std::size_t> which{0, 19};
  std::vector<std::optional<int>> accounts(20);
  Histogram histogram;
  const auto expect_counted = [&](int found, auto is_counted) {
    BOOST_REQUIRE_EQUAL(found, std::ranges::count_if(accounts, is_counted));
  };
  for (int i = 0; i < 2000; ++i) {
    auto& account = accounts[which(random)];
    const auto after = length_or_none(length(random));
    for (const auto& [node, step] : histogram_change(account, after)) {
      histogram[node] += step;
    }
    account = after;
    expect_counted(histogram[0], [](const auto& longest) { return longest.has_value(); });
    const int asked = 1 + i % kLongest;
    expect_counted(reached(histogram, asked),
                   [&](const auto& longest) { return longest.value_or(0) >= asked; });
  }
}

BOOST_AUTO_TEST_CASE(a_longest_streak_that_stays_touches_nothing) {
  BOOST_TEST(histogram_change(7, 7).empty());
  BOOST_TEST(histogram_change(std::nullopt, std::nullopt).empty());
}

BOOST_AUTO_TEST_CASE(a_day_more_or_less_touches_one_node) {
  for (const int length : {0, 3, 15, 16, 255, 256, 4095, 46'000}) {
    BOOST_TEST(histogram_change(length, length + 1).size() == 1U);
    BOOST_TEST(histogram_change(length + 1, length).size() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(a_new_account_touches_one_node) {
  BOOST_TEST(
      (histogram_change(std::nullopt, 0) == std::vector<NodeChange>{{.node = 0, .accounts = 1}}));
}

BOOST_AUTO_TEST_CASE(runs_of_decades_that_meet_touch_few_nodes) {
  BOOST_TEST(histogram_change(1, 46'020).size() <= 240U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
