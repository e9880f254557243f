// How a streak compares: the histogram's sums, and every line of the contract about the percentile.
#include <boost/test/unit_test.hpp>
#include <random>
#include <string>
#include <vector>

#include "support/oracle.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

/// Somebody whose run of `length` days ends today.
Somebody somebody_with_a_run(World& world, int length) {
  Somebody somebody{world};
  const CivilDay today = day("2026-03-10");
  for (int ago = length - 1; ago >= 0; --ago) {
    somebody.record_on(shared::to_string(today - shared::days{ago}));
  }
  return somebody;
}

/// Accounts with this longest streak, without entries: only how others compare may be looked at.
void add_others(World& world, int count, int longest_streak) {
  static_cast<void>(add_accounts(world.admin, count, {.longest_streak = longest_streak}));
  rebuild_histogram(world.admin);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(percentile, World)

BOOST_AUTO_TEST_CASE(the_sum_over_the_histogram_is_a_count_of_the_accounts) {
  admin.query(R"sql(
    with random_lengths as (select setseed(0.25))
    insert into accounts (username, language, time_zone, day_starts_at, created_at,
                          longest_mood_streak)
    select 'somebody', 'en', 'UTC', 0, timestamptz '2026-01-01 00:00:00Z',
           case i % 4
             when 0 then floor(random() * 20)
             when 1 then floor(random() * 300)
             when 2 then floor(random() * 5000)
             else floor(random() * 60000)
           end
      from random_lengths cross join generate_series(1, 5000) i)sql");
  admin.query(R"sql(
    insert into accounts (username, language, time_zone, day_starts_at, created_at,
                          longest_mood_streak)
    select 'somebody', 'en', 'UTC', 0, timestamptz '2026-01-01 00:00:00Z', length
      from unnest(array[0, 1, 15, 16, 17, 31, 32, 255, 256, 257, 4095, 4096, 50000]) length)sql");
  rebuild_histogram(admin);
  BOOST_TEST(to_text(admin.query(R"sql(
    with lengths as (
      select length from generate_series(0, 600) length
      union
      select length
        from unnest(array[4095, 4096, 4097, 49999, 50000, 50001, 65535, 65536, 100000]) length
      union
      select floor(random() * 60000)::integer from generate_series(1, 2000)
    )
    select l.length, counted.shorter, counted.accounts, others.shorter, others.accounts
      from lengths l
     cross join lateral (select count(*) filter (where longest_mood_streak < l.length) as shorter,
                                count(*) as accounts
                           from accounts) counted
     cross join lateral accounts_with_shorter_streaks(l.length) others
     where (counted.shorter, counted.accounts) is distinct from (others.shorter, others.accounts)
  )sql")) == "");
}

BOOST_AUTO_TEST_CASE(the_sum_over_an_empty_histogram_is_nothing) {
  BOOST_TEST(to_text(admin.query("select * from accounts_with_shorter_streaks(5)")) == "0 0\n");
}

BOOST_AUTO_TEST_CASE(the_histogram_follows_a_streak_over_every_width) {
  // One long run, built from both ends, cut in the middle and mended, over 16 and 256 days.
  Somebody somebody{*this};
  somebody.record_from("2025-06-01", "2025-06-17");
  BOOST_TEST(find_faults(admin) == "");
  somebody.record_from("2025-06-19", "2026-03-10");
  BOOST_TEST(find_faults(admin) == "");
  BOOST_TEST(somebody.list().status.longest_streak == 265);
  somebody.record_on("2025-06-18");
  BOOST_TEST(find_faults(admin) == "");
  BOOST_TEST(somebody.list().status.longest_streak == 283);
  somebody.remove_on("2025-06-20");
  BOOST_TEST(find_faults(admin) == "");
  BOOST_TEST(somebody.list().status.longest_streak == 263);
  somebody.remove_on("2025-12-01");
  BOOST_TEST(find_faults(admin) == "");
}

BOOST_AUTO_TEST_CASE(a_shorter_streak_than_that_of_half_of_the_others_has_no_percentile) {
  for (const int length : {0, 1, 2, 2, 5}) {
    somebody_with_a_run(*this, length);
  }
  auto two = somebody_with_a_run(*this, 2);
  BOOST_TEST(two.comparison() == "none of 5");  // 40 %
}

BOOST_AUTO_TEST_CASE(a_streak_of_three_is_longer_than_those_of_four_in_five) {
  for (const int length : {0, 1, 2, 2, 5}) {
    somebody_with_a_run(*this, length);
  }
  auto three = somebody_with_a_run(*this, 3);
  BOOST_TEST(three.comparison() == "80.00 of 5");
  BOOST_TEST(find_faults(admin) == "");
}

BOOST_AUTO_TEST_CASE(the_longest_streak_of_all_is_longer_than_all_others) {
  for (const int length : {0, 1, 2, 2, 5}) {
    somebody_with_a_run(*this, length);
  }
  auto six = somebody_with_a_run(*this, 6);
  BOOST_TEST(six.comparison() == "100.00 of 5");
}

BOOST_AUTO_TEST_CASE(the_answer_to_a_new_entry_compares_as_the_list_does) {
  for (const int length : {0, 1, 2, 2, 5}) {
    somebody_with_a_run(*this, length);
  }
  Somebody somebody{*this};
  const std::vector<std::string> wanted{"none of 5",  "none of 5",  "80.00 of 5",
                                        "80.00 of 5", "80.00 of 5", "100.00 of 5"};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    // Backwards, so that each entry makes the streak that ends today longer.
    const auto recorded = somebody.record_on(
        shared::to_string(day("2026-03-10") - shared::days{static_cast<int>(i)}));
    BOOST_TEST_CONTEXT("a streak of " << i + 1) {
      BOOST_TEST(comparison_text(recorded.status) == wanted.at(i));
      BOOST_TEST(somebody.comparison() == wanted.at(i));
    }
  }
  // Once more on a day that is there: one's own longest streak is no longer shorter.
  BOOST_TEST(comparison_text(somebody.record().status) == "100.00 of 5");
}

BOOST_AUTO_TEST_CASE(what_counts_is_my_current_streak_against_their_longest_ones) {
  // Others had 1, 1, 3 once; mine was 4, and is 2 now.
  for (const int length : {1, 1, 3}) {
    add_others(*this, 1, length);
  }
  Somebody somebody{*this};
  somebody.record_from("2026-01-01", "2026-01-04");
  BOOST_TEST(somebody.comparison() == "none of 3");  // no streak at all
  somebody.record_on({"2026-03-09", "2026-03-10"});
  BOOST_TEST(somebody.comparison() == "66.66 of 3");
}

BOOST_AUTO_TEST_CASE(where_all_are_tied_nobody_is_above_anybody) {
  add_others(*this, 7, 3);
  auto three = somebody_with_a_run(*this, 3);
  BOOST_TEST(three.comparison() == "none of 7");
}

BOOST_AUTO_TEST_CASE(whoever_is_alone_is_compared_with_nobody) {
  auto alone = somebody_with_a_run(*this, 3);
  BOOST_TEST(alone.comparison() == "none of 0");
  BOOST_TEST(comparison_text(alone.record().status) == "none of 0");
}

BOOST_AUTO_TEST_CASE(without_a_streak_there_is_no_percentile_but_still_others) {
  add_others(*this, 4, 0);
  Somebody somebody{*this};
  BOOST_TEST(somebody.comparison() == "none of 4");
}

BOOST_AUTO_TEST_CASE(exactly_half_is_shown) {
  add_others(*this, 2, 0);
  add_others(*this, 2, 1);
  auto one = somebody_with_a_run(*this, 1);
  BOOST_TEST(one.comparison() == "50.00 of 4");
}

BOOST_AUTO_TEST_CASE(a_thousandth_of_a_percent_less_than_half_is_not_shown) {
  add_others(*this, 49'999, 0);
  add_others(*this, 50'001, 1);
  auto one = somebody_with_a_run(*this, 1);
  BOOST_TEST(one.comparison() == "none of 100000");  // 49.999 %
  admin.query(R"sql(update accounts set longest_mood_streak = 0
                     where account_id = (select max(account_id) from accounts
                                          where longest_mood_streak = 1 and account_id <> $1))sql",
              {shared::to_string(one.credentials().account)});
  rebuild_histogram(admin);
  BOOST_TEST(one.comparison() == "50.00 of 100000");
}

BOOST_AUTO_TEST_CASE(the_percentile_is_rounded_down) {
  add_others(*this, 2, 0);
  add_others(*this, 1, 1);
  auto one = somebody_with_a_run(*this, 1);
  BOOST_TEST(one.comparison() == "66.66 of 3");
  add_others(*this, 29'997, 0);
  BOOST_TEST(one.comparison() == "99.99 of 30000");  // 99.9966 %
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
