// The streak truth table, and every change of every small set of days against counting them.
#include "shared/streak.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace daymark::unit_tests {
namespace {

using shared::CivilDay;
using shared::days;
using shared::Neighbours;
using shared::Run;
using shared::RunChange;

constexpr CivilDay kToday{std::chrono::year{2026} / 3 / 10};

CivilDay march(unsigned day) { return CivilDay{std::chrono::year{2026} / 3 / day}; }

std::set<CivilDay> consecutive(int count, CivilDay last) {
  std::set<CivilDay> all;
  for (int i = 0; i < count; ++i) {
    all.insert(last - days{i});
  }
  return all;
}

/// The runs of a set of days, found by walking over it.
std::vector<Run> runs_of(const std::set<CivilDay>& all) {
  std::vector<Run> runs;
  for (const auto day : all) {
    if (!runs.empty() && runs.back().last_day + days{1} == day) {
      runs.back().last_day = day;
    } else {
      runs.push_back({.first_day = day, .last_day = day});
    }
  }
  return runs;
}

/// Runs as the database keeps them: one row for each first day.
class StoredRuns {
 public:
  explicit StoredRuns(const std::set<CivilDay>& all) {
    for (const auto& run : runs_of(all)) {
      rows_[run.first_day] = run.last_day;
    }
  }

  [[nodiscard]] Neighbours around(CivilDay day) const {
    Neighbours found;
    for (const auto& run : all()) {
      if (run.first_day <= day) {
        found.before = run;
      } else if (!found.after) {
        found.after = run;
      }
    }
    return found;
  }

  [[nodiscard]] std::vector<Run> all() const {
    std::vector<Run> runs;
    for (const auto& [first_day, last_day] : rows_) {
      runs.push_back({.first_day = first_day, .last_day = last_day});
    }
    return runs;
  }

  [[nodiscard]] std::optional<Run> newest() const {
    return rows_.empty() ? std::nullopt : std::optional{all().back()};
  }

  [[nodiscard]] int longest() const {
    int longest = 0;
    for (const auto& run : all()) {
      longest = std::max(longest, run.length());
    }
    return longest;
  }

  void add(CivilDay day) { apply(shared::add_day(day, around(day))); }
  void remove(CivilDay day) { apply(shared::remove_day(day, *around(day).before)); }

  /// The streaks that entries of these days carry.
  [[nodiscard]] std::vector<int> carried_on(const std::vector<CivilDay>& days_of_entries) const {
    std::vector<int> streaks;
    for (const auto day : days_of_entries) {
      streaks.push_back(shared::streak_on(day, around(day).before->first_day));
    }
    return streaks;
  }

  void apply(const RunChange& change) {
    erase(change);
    write(change);
  }
  void apply_backwards(const RunChange& change) {
    write(change);
    erase(change);
  }

 private:
  void erase(const RunChange& change) {
    for (const auto first_day : change.erased) {
      BOOST_REQUIRE_EQUAL(rows_.erase(first_day), 1U);
    }
  }
  void write(const RunChange& change) {
    for (const auto& run : change.written) {
      rows_[run.first_day] = run.last_day;
    }
  }

  std::map<CivilDay, CivilDay> rows_;
};

void expect(const StoredRuns& runs, int current, int longest) {
  BOOST_TEST(shared::current_streak(runs.newest(), kToday) == current);
  BOOST_TEST(runs.longest() == longest);
}

BOOST_AUTO_TEST_SUITE(streak)

BOOST_AUTO_TEST_CASE(ten_days_ending_today_are_a_streak_of_ten) {
  expect(StoredRuns{consecutive(10, kToday)}, 10, 10);
}

BOOST_AUTO_TEST_CASE(ten_days_ending_yesterday_still_count_and_expire_at_the_end_of_today) {
  const StoredRuns runs{consecutive(10, kToday - days{1})};
  expect(runs, 10, 10);
  BOOST_TEST((shared::expiry_day(*runs.newest()) == kToday + days{1}));
}

BOOST_AUTO_TEST_CASE(ten_days_ending_five_days_ago_are_only_the_longest) {
  expect(StoredRuns{consecutive(10, kToday - days{5})}, 0, 10);
}

BOOST_AUTO_TEST_CASE(today_only_is_one) { expect(StoredRuns{{kToday}}, 1, 1); }

BOOST_AUTO_TEST_CASE(nothing_is_zero) { expect(StoredRuns{{}}, 0, 0); }

BOOST_AUTO_TEST_CASE(a_gap_breaks_the_streak_until_it_is_filled_in) {
  const std::vector<CivilDay> with_a_gap{march(1), march(2), march(3), march(5)};
  const std::vector<CivilDay> without{march(1), march(2), march(3), march(4), march(5)};
  StoredRuns runs{{with_a_gap.begin(), with_a_gap.end()}};
  const auto expect_on_the_fifth = [&](int current, int longest) {
    BOOST_TEST(shared::current_streak(runs.newest(), march(5)) == current);
    BOOST_TEST(runs.longest() == longest);
  };
  expect_on_the_fifth(1, 3);
  BOOST_TEST(runs.carried_on(with_a_gap) == (std::vector{1, 2, 3, 1}));

  runs.add(march(4));
  expect_on_the_fifth(5, 5);
  BOOST_TEST(runs.carried_on(without) == (std::vector{1, 2, 3, 4, 5}));

  runs.remove(march(4));
  expect_on_the_fifth(1, 3);
  BOOST_TEST(runs.carried_on(with_a_gap) == (std::vector{1, 2, 3, 1}));
}

BOOST_AUTO_TEST_CASE(a_second_entry_on_a_day_changes_no_run) {
  StoredRuns runs{{kToday}};
  BOOST_TEST((shared::add_day(kToday, runs.around(kToday)) == RunChange{}));
  runs.add(kToday);
  expect(runs, 1, 1);
  BOOST_TEST(runs.carried_on({kToday, kToday}) == (std::vector{1, 1}));
}

BOOST_AUTO_TEST_CASE(a_run_is_alive_from_its_start_until_the_day_after_next) {
  const Run run{.first_day = march(4), .last_day = march(6)};
  for (const unsigned today : {3U, 4U, 5U, 6U, 7U}) {
    BOOST_TEST_CONTEXT("today is March " << today) {
      BOOST_TEST(shared::is_alive(run, march(today)));
      BOOST_TEST(shared::current_streak(run, march(today)) == 3);
    }
  }
  BOOST_TEST(!shared::is_alive(run, march(8)));
  BOOST_TEST(shared::current_streak(run, march(8)) == 0);
  BOOST_TEST((shared::expiry_day(run) == march(8)));
}

BOOST_AUTO_TEST_CASE(a_run_that_ends_after_today_counts_in_full) {
  expect(StoredRuns{consecutive(3, kToday + days{1})}, 3, 3);
}

BOOST_AUTO_TEST_CASE(without_a_run_there_is_no_current_streak) {
  BOOST_TEST(shared::current_streak(std::nullopt, kToday) == 0);
}

BOOST_AUTO_TEST_CASE(runs_go_over_the_ends_of_months_and_leap_days) {
  const CivilDay leap{std::chrono::year{2024} / 2 / 29};
  StoredRuns runs{{leap - days{1}, leap + days{1}}};
  runs.add(leap);
  BOOST_TEST((runs.all() == std::vector<Run>{{.first_day = leap - days{1},  //
                                              .last_day = leap + days{1}}}));
}

BOOST_AUTO_TEST_CASE(a_century_is_one_run) {
  const Run run{.first_day = CivilDay{std::chrono::year{1900} / 1 / 1}, .last_day = kToday};
  BOOST_TEST(run.length() == 46'090);
  BOOST_TEST(shared::streak_on(kToday, run.first_day) == 46'090);
}

constexpr unsigned kWindow = 10;  // days

std::set<CivilDay> subset(unsigned bits) {
  std::set<CivilDay> all;
  for (unsigned i = 0; i < kWindow; ++i) {
    if ((bits >> i & 1U) != 0) {
      all.insert(kToday + days{i});
    }
  }
  return all;
}

/// What the change makes of the runs, in whichever order its two halves are carried out.
void expect_change(const RunChange& change, const StoredRuns& before,
                   const std::set<CivilDay>& after) {
  auto forwards = before;
  forwards.apply(change);
  BOOST_REQUIRE((forwards.all() == runs_of(after)));
  auto backwards = before;
  backwards.apply_backwards(change);
  BOOST_REQUIRE((backwards.all() == runs_of(after)));
  for (const auto& run : change.written) {
    BOOST_REQUIRE(std::ranges::count(change.erased, run.first_day) == 0);
  }
}

BOOST_AUTO_TEST_CASE(adding_any_day_to_any_days_gives_the_runs_of_all_of_them) {
  for (unsigned bits = 0; bits < 1U << kWindow; ++bits) {
    const StoredRuns runs{subset(bits)};
    for (unsigned i = 0; i < kWindow; ++i) {
      const auto day = kToday + days{i};
      const auto around = runs.around(day);
      const auto after = subset(bits | 1U << i);
      BOOST_TEST_CONTEXT("bits " << bits << ", day " << i) {
        expect_change(shared::add_day(day, around), runs, after);
        const auto run = *StoredRuns{after}.around(day).before;
        BOOST_REQUIRE((shared::run_with(day, around) == run));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(removing_any_day_of_any_days_gives_the_runs_of_the_rest) {
  for (unsigned bits = 0; bits < 1U << kWindow; ++bits) {
    const StoredRuns runs{subset(bits)};
    for (unsigned i = 0; i < kWindow; ++i) {
      const auto day = kToday + days{i};
      if ((bits >> i & 1U) == 0) {
        continue;
      }
      BOOST_TEST_CONTEXT("bits " << bits << ", day " << i) {
        const auto run = *runs.around(day).before;
        const auto change = shared::remove_day(day, run);
        const auto rest = subset(bits & ~(1U << i));
        expect_change(change, runs, rest);
        const auto before = runs.around(run.first_day - days{1}).before;
        BOOST_REQUIRE((shared::newest_run_without(runs.newest(), run, change, before) ==
                       StoredRuns{rest}.newest()));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_change_of_all_runs_is_the_difference_that_it_makes) {
  constexpr unsigned kDays = 6;
  const auto days_of = [](unsigned mask) {
    std::set<CivilDay> all;
    for (unsigned i = 0; i < kDays; ++i) {
      if ((mask >> i & 1U) != 0) {
        all.insert(march(1 + i));
      }
    }
    return all;
  };
  for (unsigned before = 0; before < 1U << kDays; ++before) {
    for (unsigned after = 0; after < 1U << kDays; ++after) {
      const auto wanted = runs_of(days_of(after));
      const auto change = shared::difference(runs_of(days_of(before)), wanted);
      BOOST_REQUIRE((shared::apply(runs_of(days_of(before)), change) == wanted));
      for (const auto& run : change.written) {
        BOOST_REQUIRE(std::ranges::find(change.erased, run.first_day) == change.erased.end());
      }
      if (before == after) {
        BOOST_REQUIRE((change == RunChange{}));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(adding_many_days_at_once_is_adding_them_one_by_one) {
  std::mt19937 random{20'260'310};
  for (int round = 0; round < 5'000; ++round) {
    std::uniform_int_distribution<unsigned> any_subset{0, (1U << kWindow) - 1};
    const auto before = subset(any_subset(random));
    const auto added = subset(any_subset(random));
    std::vector<CivilDay> days_added{added.begin(), added.end()};
    std::ranges::shuffle(days_added, random);
    // A day can be named twice.
    if (!days_added.empty()) {
      days_added.push_back(days_added.front());
    }
    StoredRuns one_by_one{before};
    for (const auto day : days_added) {
      one_by_one.add(day);
    }
    const auto at_once = shared::add_days(StoredRuns{before}.all(), days_added);
    BOOST_REQUIRE((at_once == one_by_one.all()));
    expect_change(shared::difference(StoredRuns{before}.all(), at_once), StoredRuns{before}, [&] {
      auto all = before;
      all.insert(added.begin(), added.end());
      return all;
    }());
  }
}

BOOST_AUTO_TEST_CASE(a_century_of_days_in_any_order_is_one_run) {
  std::vector<CivilDay> century;
  for (auto day = CivilDay{std::chrono::year{1900} / 1 / 1}; day <= kToday; day += days{1}) {
    century.push_back(day);
  }
  std::mt19937 random{1};
  std::ranges::shuffle(century, random);
  const auto runs = shared::add_days({}, century);
  BOOST_REQUIRE_EQUAL(runs.size(), 1U);
  BOOST_TEST(runs[0].length() == 46'090);
}

BOOST_AUTO_TEST_CASE(neighbours_are_the_runs_around_a_day) {
  const auto runs = runs_of({march(2), march(3), march(6)});
  const auto expect_around = [&](unsigned day, int before, int after) {
    const auto around = shared::neighbours(runs, march(day));
    BOOST_TEST((around.before == (before < 0 ? std::nullopt : std::optional{runs.at(before)})));
    BOOST_TEST((around.after == (after < 0 ? std::nullopt : std::optional{runs.at(after)})));
  };
  expect_around(1, -1, 0);
  expect_around(2, 0, 1);
  expect_around(3, 0, 1);
  expect_around(5, 0, 1);
  expect_around(6, 1, -1);
  expect_around(9, 1, -1);
}

BOOST_AUTO_TEST_CASE(the_longest_of_no_runs_is_zero) {
  BOOST_TEST(shared::longest_streak({}) == 0);
  BOOST_TEST(shared::longest_streak(runs_of({march(1), march(3), march(4), march(7)})) == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
