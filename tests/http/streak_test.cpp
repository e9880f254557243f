// The streak truth table and the percentile's rule, through HTTP and relative to the real today.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cmath>

#include "support/oracle.hpp"
#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using std::chrono::days;
using std::chrono::hours;
using support::CivilDay;
using support::to_text;

struct Streak {
  std::int64_t current = 0;
  std::int64_t longest = 0;
  bool logged_today = false;
};

struct Diarist : World {
  Person person{client};
  CivilDay today = person.today();

  /// The ids of one entry on each of `count` days that end `last_days_ago` days ago, oldest first.
  std::vector<std::string> record_days(int count, int last_days_ago) {
    std::vector<std::string> ids;
    for (int ago = last_days_ago + count - 1; ago >= last_days_ago; --ago) {
      ids.push_back(person.record_on(today - days{ago}));
    }
    return ids;
  }

  void expect(const Streak& streak) {
    const auto shown = person.get("/mood").json();
    BOOST_TEST(shown["streak"].as_integer() == streak.current);
    BOOST_TEST(shown["longest_streak"].as_integer() == streak.longest);
    BOOST_TEST(shown["logged_today"].as_bool() == streak.logged_today);
    if (streak.current == 0) {
      BOOST_TEST(shown["streak_expires_at"].is_null());
    } else {
      const auto last = streak.logged_today ? today : today - days{1};
      BOOST_TEST(shown["streak_expires_at"].as_string() ==
                 to_text(person.start_of(last + days{2})));
    }
  }

  /// The streaks that the entries carry, oldest first.
  std::vector<std::int64_t> carried() {
    std::vector<std::int64_t> streaks;
    const auto page = person.get("/mood?limit=100").json();
    for (const auto& entry : page["moods"].as_array()) {
      streaks.insert(streaks.begin(), entry["streak"].as_integer());
    }
    return streaks;
  }

  void expect_carried(const std::vector<std::int64_t>& streaks) {
    BOOST_TEST(carried() == streaks, boost::test_tools::per_element());
  }
};

BOOST_FIXTURE_TEST_SUITE(streaks, Diarist)

BOOST_AUTO_TEST_CASE(ten_days_that_end_today_are_a_streak_of_ten) {
  record_days(10, 0);
  expect({.current = 10, .longest = 10, .logged_today = true});
  expect_carried({1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
}

BOOST_AUTO_TEST_CASE(ten_days_that_end_yesterday_are_a_streak_that_ends_with_today) {
  record_days(10, 1);
  expect({.current = 10, .longest = 10, .logged_today = false});
  BOOST_TEST(person.get("/mood").json()["streak_expires_at"].as_string() ==
             to_text(person.start_of(today + days{1})));
}

BOOST_AUTO_TEST_CASE(ten_days_that_end_five_days_ago_are_a_streak_no_more) {
  record_days(10, 5);
  expect({.current = 0, .longest = 10, .logged_today = false});
  expect_carried({1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
}

BOOST_AUTO_TEST_CASE(a_run_that_ended_the_day_before_yesterday_is_over) {
  record_days(3, 2);
  expect({.current = 0, .longest = 3, .logged_today = false});
}

BOOST_AUTO_TEST_CASE(today_alone_is_a_streak_of_one) {
  record_days(1, 0);
  expect({.current = 1, .longest = 1, .logged_today = true});
}

BOOST_AUTO_TEST_CASE(nothing_is_no_streak) {
  expect({.current = 0, .longest = 0, .logged_today = false});
}

BOOST_AUTO_TEST_CASE(a_missed_day_that_is_filled_in_joins_two_runs_until_it_is_deleted_again) {
  record_days(3, 2);
  record_days(1, 0);
  expect({.current = 1, .longest = 3, .logged_today = true});
  expect_carried({1, 2, 3, 1});
  const auto filled_in = record_days(1, 1).front();
  expect({.current = 5, .longest = 5, .logged_today = true});
  expect_carried({1, 2, 3, 4, 5});
  person.remove_entry(filled_in);
  expect({.current = 1, .longest = 3, .logged_today = true});
  expect_carried({1, 2, 3, 1});
}

BOOST_AUTO_TEST_CASE(a_second_entry_on_a_day_does_not_lengthen_the_streak) {
  record_days(1, 0);
  const auto second = record_days(1, 0).front();
  expect({.current = 1, .longest = 1, .logged_today = true});
  expect_carried({1, 1});
  person.remove_entry(second);
  expect({.current = 1, .longest = 1, .logged_today = true});
  expect_carried({1});
}

BOOST_AUTO_TEST_CASE(the_answer_to_a_new_entry_shows_the_streak_it_makes) {
  for (int ago = 3; ago >= 0; --ago) {
    const auto answer =
        person.post("/mood", object({{"rating", 3}, {"day", to_text(today - days{ago})}})).json();
    const auto length = 4 - ago;
    BOOST_TEST(answer["entry"]["streak"].as_integer() == length);
    BOOST_TEST(answer["streak"].as_integer() == (ago <= 1 ? length : 0));
    BOOST_TEST(answer["longest_streak"].as_integer() == length);
    BOOST_TEST(answer["logged_today"].as_bool() == (ago == 0));
    const auto listed = person.get("/mood").json();
    for (const char* field :
         {"streak", "longest_streak", "logged_today", "streak_expires_at", "compared_with"}) {
      BOOST_TEST(listed[field].to_text() == answer[field].to_text());
    }
  }
}

BOOST_AUTO_TEST_CASE(deleting_shortens_a_run_at_its_ends_and_splits_it_within) {
  const auto ids = record_days(7, 0);
  person.remove_entry(ids[0]);
  expect({.current = 6, .longest = 6, .logged_today = true});
  person.remove_entry(ids[6]);
  expect({.current = 5, .longest = 5, .logged_today = false});
  person.remove_entry(ids[2]);
  expect({.current = 3, .longest = 3, .logged_today = false});
  expect_carried({1, 1, 2, 3});
  for (const auto index : {1U, 3U, 4U, 5U}) {
    person.remove_entry(ids[index]);
  }
  expect({.current = 0, .longest = 0, .logged_today = false});
  expect_carried({});
}

BOOST_AUTO_TEST_CASE(the_longest_streak_can_be_one_of_long_ago) {
  record_days(5, 100);
  record_days(2, 0);
  expect({.current = 2, .longest = 5, .logged_today = true});
  const auto page = person.get("/mood?limit=1").json();
  BOOST_TEST(page["longest_streak"].as_integer() == 5);
}

BOOST_AUTO_TEST_CASE(a_streak_goes_on_over_the_end_of_february_and_of_a_year) {
  for (const char* day : {"2024-02-28", "2024-02-29", "2024-03-01", "2025-02-28", "2025-03-01",
                          "2025-12-31", "2026-01-01"}) {
    person.record(object({{"rating", 3}, {"day", day}}));
  }
  expect_carried({1, 2, 3, 1, 2, 1, 2});
}

BOOST_AUTO_TEST_CASE(a_page_and_a_range_carry_the_streaks_of_the_whole_history) {
  record_days(10, 0);
  const auto page = person.get("/mood?limit=2").json();
  BOOST_TEST(page["moods"].as_array()[0]["streak"].as_integer() == 10);
  BOOST_TEST(page["moods"].as_array()[1]["streak"].as_integer() == 9);
  const auto range = person.get("/mood?to=" + to_text(today - days{5})).json();
  BOOST_TEST(range["moods"].as_array()[0]["streak"].as_integer() == 5);
  BOOST_TEST(range["streak"].as_integer() == 10);
}

BOOST_AUTO_TEST_CASE(after_travelling_west_a_streak_may_end_after_today) {
  Person traveller{client, object({{"time_zone", "Pacific/Kiritimati"}, {"day_starts_at", 0}})};
  traveller.record();
  const auto before = traveller.get("/mood").json();
  BOOST_TEST(before["streak"].as_integer() == 1);
  traveller.patch("/me", object({{"time_zone", "Pacific/Pago_Pago"}}));
  const auto after = traveller.get("/mood").json();
  BOOST_TEST(after["streak"].as_integer() == 1);
  BOOST_TEST(after["logged_today"].as_bool() == false);
}

BOOST_AUTO_TEST_CASE(the_percentile_is_the_share_of_the_others_that_is_shorter) {
  support::Database database{service()};
  record_days(3, 0);
  for (int length = 3; length <= 12; length += 3) {
    if (length > 3) {
      record_days(3, length - 3);
    }
    const auto shown = person.get("/mood").json();
    const auto row =
        database
            .query(std::string{support::oracle::kComparison}, {person.id(), std::to_string(length)})
            .front();
    const auto shorter = std::stol(row[0]);
    const auto others = std::stol(row[1]);
    BOOST_TEST(shown["streak"].as_integer() == length);
    BOOST_TEST(shown["compared_with"].as_integer() == others);
    BOOST_REQUIRE(others > 0);
    BOOST_TEST(shown.has("percentile") == (shorter * 2 >= others));
    if (const auto* percentile = shown.find("percentile")) {
      BOOST_TEST(std::lround(percentile->as_number() * 100) == shorter * 10'000 / others);
    }
  }
}

BOOST_AUTO_TEST_CASE(without_a_current_streak_there_is_no_percentile) {
  record_days(10, 5);
  const auto shown = person.get("/mood").json();
  BOOST_TEST(!shown.has("percentile"));
  BOOST_TEST(shown["compared_with"].as_integer() > 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
