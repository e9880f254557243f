// The contract's percentiles, and the histogram's changes against counting anew.
#include "shared/percentile.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <optional>
#include <random>
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

constexpr int kLongest = 600;

/// Whether somebody with this longest streak counts as having reached `length`.
int reached(std::optional<int> longest, int length) {
  return longest && *longest >= length ? 1 : 0;
}

/// What a change does to the count of a length: the sum over the nodes that the length lies in.
int change_of(const std::map<int, int>& changes, int length) {
  int sum = 0;
  for (const int node : histogram_nodes(length)) {
    const auto found = changes.find(node);
    sum += found == changes.end() ? 0 : found->second;
  }
  return sum;
}

bool is_as_counted(std::optional<int> before, std::optional<int> after) {
  const auto changes = histogram_change(before, after);
  std::map<int, int> by_node;
  for (const auto& change : changes) {
    by_node[change.node] += change.accounts;
  }
  const bool is_in_order = std::ranges::is_sorted(changes, {}, &NodeChange::node);
  for (int length = 0; length <= kLongest + 300; ++length) {
    if (change_of(by_node, length) != reached(after, length) - reached(before, length)) {
      return false;
    }
  }
  return is_in_order && by_node.size() == changes.size();
}

BOOST_AUTO_TEST_SUITE(histogram)

BOOST_AUTO_TEST_CASE(any_change_is_what_counting_anew_would_find_and_in_the_order_of_locking) {
  for (int i = -1; i <= kLongest; i += i < 40 ? 1 : 7) {
    for (int j = -1; j <= kLongest; ++j) {
      const auto before = i < 0 ? std::nullopt : std::optional{i};
      const auto after = j < 0 ? std::nullopt : std::optional{j};
      if (!is_as_counted(before, after)) {
        BOOST_FAIL("from " << i << " to " << j);
      }
    }
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
