// Achievements through their rules and the database: every line of the contract about the
// statistics, runs of award days, and who is awarded what in which language.
#include "achievements/achievements.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "award_world.hpp"

namespace daymark::db_tests {
namespace {

// The suite has the same name.
namespace rules = daymark::achievements;
using shared::Language;

template <class Wanted, class Answer>
bool is(const Answer& answer) {
  return std::holds_alternative<Wanted>(answer);
}

std::string codes(const std::vector<rules::Award>& awards) {
  std::string text;
  for (const auto& award : awards) {
    text += (text.empty() ? "" : " ") + award.code;
  }
  return text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(achievements, AwardWorld)

// --- The greatest and the least difference.

BOOST_AUTO_TEST_CASE(of_the_totals_0_100_and_101_the_ends_and_the_two_neighbours_are_told) {
  sign_up_with("anna", 101);
  sign_up_with("ben", 0);
  sign_up_with("cleo", 100);
  BOOST_TEST(greatest() == "ben anna 101");
  BOOST_TEST(least() == "cleo anna 1");
}

BOOST_AUTO_TEST_CASE(accounts_without_awards_count) {
  sign_up_with("anna", 50);
  sign_up("ben");
  BOOST_TEST(greatest() == "ben anna 50");
  BOOST_TEST(least() == "ben anna 50");
  sign_up("cleo");
  BOOST_TEST(greatest() == "ben anna 50");
  BOOST_TEST(least() == "ben cleo 0");
}

BOOST_AUTO_TEST_CASE(without_accounts_there_is_nothing_to_tell) {
  const auto statistics = rules::statistics(database);
  BOOST_TEST(!statistics.most_achievements.has_value());
  BOOST_TEST(!statistics.most_points.has_value());
  BOOST_TEST(!statistics.greatest_difference.has_value());
  BOOST_TEST(!statistics.least_difference.has_value());
  BOOST_TEST(list_all_seven_days(database, 1).empty());
}

BOOST_AUTO_TEST_CASE(one_account_alone_has_most_of_all_and_no_difference) {
  const auto anna = sign_up("anna");
  BOOST_TEST(most_achievements() == "anna 0");
  BOOST_TEST(most_points() == "anna 0");
  BOOST_TEST(greatest() == "");
  BOOST_TEST(least() == "");
  const auto ben = sign_up_with("ben", 3);
  BOOST_TEST(greatest() == "anna ben 3");
  erase(anna);
  BOOST_TEST(most_points() == "ben 3");
  BOOST_TEST(greatest() == "");
  BOOST_TEST(least() == "");
}

BOOST_AUTO_TEST_CASE(where_all_totals_are_equal_both_differences_are_0_between_the_lowest_ids) {
  sign_up("cleo");
  sign_up("anna");
  sign_up("ben");
  BOOST_TEST(greatest() == "cleo anna 0");
  BOOST_TEST(least() == "cleo anna 0");
  for (const auto* name : {"ben", "anna", "cleo"}) {
    give_points(name, 7);
  }
  BOOST_TEST(greatest() == "cleo anna 0");
  BOOST_TEST(least() == "cleo anna 0");
}

BOOST_AUTO_TEST_CASE(at_both_ends_of_the_greatest_difference_the_lowest_id_is_told) {
  sign_up_with("anna", 9);
  sign_up_with("ben", 2);
  sign_up_with("cleo", 2);
  sign_up_with("dora", 9);
  BOOST_TEST(greatest() == "ben anna 7");
}

BOOST_AUTO_TEST_CASE(of_several_totals_that_many_have_the_lowest_makes_the_least_difference) {
  sign_up_with("anna", 5);
  sign_up_with("ben", 5);
  sign_up_with("cleo", 9);
  const auto dora = sign_up_with("dora", 3);
  sign_up_with("emil", 0);
  sign_up_with("finn", 3);
  sign_up_with("gita", 3);
  BOOST_TEST(least() == "dora finn 0");
  erase(dora);
  BOOST_TEST(least() == "finn gita 0");
  take("finn", "worth-3");
  BOOST_TEST(least() == "emil finn 0");
  give_points("emil", 1);
  BOOST_TEST(least() == "anna ben 0");
  give_points("ben", 3);  // 5, 8, 9, 1, 0, 3
  BOOST_TEST(least() == "finn emil 1");
}

BOOST_AUTO_TEST_CASE(where_all_totals_differ_the_closest_neighbours_make_the_least_difference) {
  sign_up_with("anna", 20);
  sign_up_with("ben", 0);
  sign_up_with("cleo", 17);
  sign_up_with("dora", 10);
  sign_up_with("emil", 1'000'000);
  BOOST_TEST(least() == "cleo anna 3");
  BOOST_TEST(greatest() == "ben emil 1000000");
  give_points("ben", 8);
  BOOST_TEST(least() == "ben dora 2");
  take("ben", "worth-8");
  BOOST_TEST(least() == "cleo anna 3");
}

BOOST_AUTO_TEST_CASE(of_equal_least_differences_that_of_the_lowest_totals_is_told) {
  sign_up_with("anna", 20);
  sign_up_with("ben", 30);
  sign_up_with("cleo", 10);
  sign_up_with("dora", 100);
  BOOST_TEST(least() == "cleo anna 10");
}

BOOST_AUTO_TEST_CASE(a_total_that_forty_had_is_no_duplicate_when_one_is_left_or_none) {
  constexpr int kPeople = 40;
  for (int number = 1; number <= kPeople; ++number) {
    sign_up("person" + std::to_string(number));
    give("person" + std::to_string(number), "day-1");
  }
  BOOST_TEST(least() == "person1 person2 0");
  BOOST_TEST(ask(admin, "select count(*) > 1 from point_totals where points = 0") == "t");
  // They leave it one after the other, each for a total of its own.
  int expected_left = kPeople;
  for (int number = 1; number <= kPeople; ++number) {
    const auto next = [&](int offset) { return "person" + std::to_string(number + offset); };
    give_points(next(0), 3 * number + 1000 * (number == 1 ? 1 : 0));
    --expected_left;
    BOOST_TEST(ask(admin, "select coalesce(sum(accounts), 0) from point_totals where points = 0") ==
               std::to_string(expected_left));
    if (expected_left >= 2) {
      BOOST_TEST(least() == next(1) + " " + next(2) + " 0");
    }
  }
  BOOST_TEST(least() == "person2 person3 3");
  take("person40", "worth-120");  // back, to where nobody is left
  BOOST_TEST(least() == "person2 person3 3");
  BOOST_TEST(greatest() == "person40 person1 1003");
}

BOOST_AUTO_TEST_CASE(two_who_are_counted_in_different_slots_of_a_total_are_a_duplicate) {
  constexpr int kPeople = 24;
  offer("worth-50", 50);
  for (int number = 1; number <= kPeople; ++number) {
    sign_up("person" + std::to_string(number));
    give("person" + std::to_string(number), "worth-50");
  }
  // Everybody goes but two who came late, and whose ids differ modulo four.
  for (int number = 1; number <= kPeople - 2; ++number) {
    give_points("person" + std::to_string(number), 1000 + 5 * number);
  }
  BOOST_TEST(to_text(admin.query("select accounts from point_totals "
                                 "where points = 50 and accounts > 0")) == "1\n1\n");
  BOOST_TEST(least() == "person23 person24 0");
  give_points("person23", 2000);
  BOOST_TEST(least() == "person1 person2 5");
}

// --- Who has most.

BOOST_AUTO_TEST_CASE(of_equal_ones_who_have_most_the_lowest_id_is_told) {
  const auto anna = sign_up("anna");
  sign_up("ben");
  sign_up("cleo");
  BOOST_TEST(most_achievements() == "anna 0");
  BOOST_TEST(most_points() == "anna 0");
  give_days("cleo", {"2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z"});
  BOOST_TEST(most_achievements() == "cleo 2");
  BOOST_TEST(most_points() == "anna 0");
  give_points("ben", 10);
  give_points("ben", 1);
  BOOST_TEST(most_achievements() == "ben 2");
  BOOST_TEST(most_points() == "ben 11");
  give_points("anna", 10);
  give_points("anna", 1);
  BOOST_TEST(most_achievements() == "anna 2");
  BOOST_TEST(most_points() == "anna 11");
  take("anna", "worth-10");
  BOOST_TEST(most_achievements() == "ben 2");
  BOOST_TEST(most_points() == "ben 11");
  give("anna", "worth-10");
  erase(anna);
  BOOST_TEST(most_achievements() == "ben 2");
  BOOST_TEST(most_points() == "ben 11");
}

// --- Days.

BOOST_AUTO_TEST_CASE(seven_days_in_a_row_may_go_over_a_night_whose_clocks_go_forward) {
  sign_up("anna", {.time_zone = "Europe/Berlin"});
  // The 29th of March has 23 hours. Each award is within half an hour of a midnight.
  give_days("anna", {"2026-03-26T23:45:00+01:00", "2026-03-27T23:59:59+01:00",
                     "2026-03-28T23:59:00+01:00", "2026-03-29T00:01:00+01:00",
                     "2026-03-30T00:00:00+02:00", "2026-03-31T00:15:00+02:00"});
  BOOST_TEST(seven_days() == "");
  give_days("anna", {"2026-04-01T23:59:00+02:00"});
  BOOST_TEST(award_days("anna") ==
             "2026-03-26 2026-03-27 2026-03-28 2026-03-29 2026-03-30 2026-03-31 2026-04-01");
  BOOST_TEST(seven_days() == "anna 2026-03-26/2026-04-01");
  BOOST_TEST(profile("anna").longest_award_streak == 7);
}

BOOST_AUTO_TEST_CASE(seven_days_in_a_row_may_go_over_a_night_whose_clocks_go_back) {
  sign_up("anna", {.time_zone = "Europe/Berlin"});
  // The 26th of October has 25 hours: 02:30 comes twice, and 24 hours after a midnight it is 23:00.
  give_days("anna", {"2025-10-23T23:30:00+02:00", "2025-10-24T23:30:00+02:00",
                     "2025-10-25T23:30:00+02:00", "2025-10-26T23:30:00+01:00",
                     "2025-10-27T00:00:00+01:00", "2025-10-28T23:30:00+01:00"});
  BOOST_TEST(seven_days() == "");
  give_days("anna", {"2025-10-29T00:30:00+01:00"});
  BOOST_TEST(seven_days() == "anna 2025-10-23/2025-10-29");
}

BOOST_AUTO_TEST_CASE(seven_days_in_a_row_are_those_of_the_holder_fourteen_hours_ahead) {
  sign_up("anna", {.time_zone = "Pacific/Kiritimati"});
  sign_up("ben");
  // In UTC these are six days, because the first two are one.
  const std::vector<std::string_view> instants{"2026-03-01T09:59:00Z", "2026-03-01T10:00:00Z",
                                               "2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z",
                                               "2026-03-04T10:00:00Z", "2026-03-05T23:00:00Z",
                                               "2026-03-06T12:00:00Z"};
  give_days("anna", instants);
  give_days("ben", instants);
  BOOST_TEST(seven_days() == "anna 2026-03-01/2026-03-07");
  BOOST_TEST(profile("ben").longest_award_streak == 6);
}

BOOST_AUTO_TEST_CASE(one_minute_before_midnight_and_one_after_are_two_days) {
  sign_up("anna", {.time_zone = "Asia/Tokyo"});
  give_days("anna", {"2026-03-10T23:59:00+09:00", "2026-03-11T00:01:00+09:00"});
  BOOST_TEST(award_days("anna") == "2026-03-10 2026-03-11");
  BOOST_TEST(profile("anna").longest_award_streak == 2);
  give_days("anna", {"2026-03-11T23:59:59.999999+09:00"});
  BOOST_TEST(profile("anna").longest_award_streak == 2);
}

BOOST_AUTO_TEST_CASE(where_days_start_at_four_the_hours_before_belong_to_the_evening) {
  sign_up("anna", {.time_zone = "Europe/Berlin", .day_starts_at = 4});
  give_days("anna",
            {"2026-03-10T23:59:00+01:00", "2026-03-11T00:01:00+01:00", "2026-03-11T03:59:59+01:00",
             "2026-03-11T04:00:00+01:00", "2026-03-29T01:59:00+01:00", "2026-03-29T03:00:00+02:00",
             "2026-03-29T04:00:00+02:00"});
  BOOST_TEST(award_days("anna") ==
             "2026-03-10 2026-03-10 2026-03-10 2026-03-11 2026-03-28 2026-03-28 2026-03-29");
}

BOOST_AUTO_TEST_CASE(another_zone_or_start_of_the_day_moves_no_old_award) {
  const auto anna = sign_up("anna", {.time_zone = "Pacific/Kiritimati"});
  give_days("anna", {"2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z",
                     "2026-03-04T10:00:00Z", "2026-03-05T10:00:00Z", "2026-03-06T10:00:00Z"});
  const auto days = award_days("anna");
  const auto move = [&](const char* zone, int starts_at) {
    BOOST_REQUIRE(accounts::change_settings(database, anna,
                                            {.time_zone = zone, .day_starts_at = starts_at}, now)
                      .has_value());
  };
  move("Pacific/Pago_Pago", 5);
  BOOST_TEST(award_days("anna") == days);
  BOOST_TEST(profile("anna").longest_award_streak == 6);
  // 10:00 was the start of the 7th in Kiritimati; in Pago Pago it is still the 5th, which has one.
  give_days("anna", {"2026-03-06T10:00:00Z"});
  BOOST_TEST(profile("anna").longest_award_streak == 6);
  BOOST_TEST(seven_days() == "");
  give_days("anna", {"2026-03-08T16:00:00Z"});
  BOOST_TEST(seven_days() == "anna 2026-03-02/2026-03-08");
  move("UTC", 0);
  BOOST_TEST(seven_days() == "anna 2026-03-02/2026-03-08");
}

BOOST_AUTO_TEST_CASE(an_award_is_now_unless_a_time_is_said) {
  sign_up("anna", {.time_zone = "Pacific/Kiritimati"});
  now = at("2026-03-10T12:00:00.25Z");
  const auto awarded = give("anna", "day-1").award;
  BOOST_TEST(shared::to_string(awarded.awarded_at) == "2026-03-10T12:00:00.250000Z");
  BOOST_TEST(award_days("anna") == "2026-03-11");
}

BOOST_AUTO_TEST_CASE(the_first_day_of_an_award_is_the_first_of_1900_where_the_holder_lives) {
  sign_up("anna", {.time_zone = "Asia/Tokyo"});
  const auto try_at = [&](const char* instant) {
    return rules::award(database, "anna", {.code = "day-1", .awarded_at = at(instant)}, now);
  };
  BOOST_TEST(is<rules::TooEarly>(try_at("1899-12-31T14:59:59.999999Z")));
  BOOST_TEST(holders("day-1") == 0);
  BOOST_TEST(is<rules::Awarded>(try_at("1899-12-31T15:00:00Z")));
  BOOST_TEST(award_days("anna") == "1900-01-01");
}

// --- Seven days in a row.

BOOST_AUTO_TEST_CASE(six_days_are_not_enough_and_eight_are_told_whole) {
  sign_up("anna");
  give_from("anna", "2026-03-01", "2026-03-06");
  BOOST_TEST(seven_days() == "");
  give_from("anna", "2026-03-07", "2026-03-07");
  BOOST_TEST(seven_days() == "anna 2026-03-01/2026-03-07");
  give_from("anna", "2026-03-08", "2026-03-08");
  BOOST_TEST(seven_days() == "anna 2026-03-01/2026-03-08");
  give_from("anna", "2026-02-28", "2026-02-28");
  BOOST_TEST(seven_days() == "anna 2026-02-28/2026-03-08");
}

BOOST_AUTO_TEST_CASE(two_runs_that_a_day_joins_are_one) {
  sign_up("anna");
  give_from("anna", "2026-03-05", "2026-03-07");
  give_from("anna", "2026-03-01", "2026-03-03");
  BOOST_TEST(seven_days() == "");
  give_from("anna", "2026-03-04", "2026-03-04");
  BOOST_TEST(seven_days() == "anna 2026-03-01/2026-03-07");
}

BOOST_AUTO_TEST_CASE(of_two_equally_long_runs_the_latest_is_told_whichever_came_first) {
  sign_up("anna");
  give_from("anna", "2026-03-01", "2026-03-07");
  give_from("anna", "2026-04-01", "2026-04-06");
  BOOST_TEST(seven_days() == "anna 2026-03-01/2026-03-07");
  give_from("anna", "2026-04-07", "2026-04-07");
  BOOST_TEST(seven_days() == "anna 2026-04-01/2026-04-07");
  sign_up("ben");
  give_from("ben", "2026-04-01", "2026-04-07");
  give_from("ben", "2026-03-01", "2026-03-07");
  BOOST_TEST(seven_days() == "anna 2026-04-01/2026-04-07, ben 2026-04-01/2026-04-07");
}

BOOST_AUTO_TEST_CASE(a_longer_run_is_told_rather_than_a_later_one) {
  sign_up("anna");
  give_from("anna", "2026-03-01", "2026-03-08");
  give_from("anna", "2026-04-01", "2026-04-07");
  BOOST_TEST(seven_days() == "anna 2026-03-01/2026-03-08");
  take("anna", "day-1");
  BOOST_TEST(seven_days() == "anna 2026-04-01/2026-04-07");
  take("anna", "day-15");
  BOOST_TEST(seven_days() == "anna 2026-03-02/2026-03-08");
  take("anna", "day-8");
  BOOST_TEST(seven_days() == "");
  BOOST_TEST(profile("anna").longest_award_streak == 6);
}

BOOST_AUTO_TEST_CASE(taking_back_inside_a_run_splits_it) {
  sign_up("anna");
  give_from("anna", "2026-03-01", "2026-03-15");
  BOOST_TEST(seven_days() == "anna 2026-03-01/2026-03-15");
  take("anna", "day-8");
  BOOST_TEST(seven_days() == "anna 2026-03-09/2026-03-15");
  take("anna", "day-12");
  BOOST_TEST(seven_days() == "anna 2026-03-01/2026-03-07");
  take("anna", "day-4");
  BOOST_TEST(seven_days() == "");
  BOOST_TEST(to_text(admin.query("select first_day, last_day from runs order by first_day")) ==
             "2026-03-01 2026-03-03\n2026-03-05 2026-03-07\n2026-03-09 2026-03-11\n"
             "2026-03-13 2026-03-15\n");
}

BOOST_AUTO_TEST_CASE(taking_back_one_of_two_awards_of_a_day_keeps_the_day) {
  sign_up("anna");
  give_from("anna", "2026-03-01", "2026-03-07");
  give_from("anna", "2026-03-04", "2026-03-04");
  take("anna", "day-4");
  BOOST_TEST(seven_days() == "anna 2026-03-01/2026-03-07");
  take("anna", "day-8");
  BOOST_TEST(seven_days() == "");
}

BOOST_AUTO_TEST_CASE(days_of_entries_are_not_days_of_awards) {
  const auto anna = sign_up("anna");
  give_from("anna", "2026-05-20", "2026-05-22");
  // What this earns by itself is of today.
  for (const auto* wanted : {"2026-05-23", "2026-05-24", "2026-05-25", "2026-05-26"}) {
    BOOST_REQUIRE(is<mood::Recorded>(recorder.record(
        database, anna, {.mood = "okay", .rating = 3, .day = day(wanted)}, std::nullopt, now)));
  }
  BOOST_TEST(profile("anna").longest_award_streak == 3);
  BOOST_TEST(seven_days() == "");
}

BOOST_AUTO_TEST_CASE(who_has_seven_days_is_told_by_account_id_and_page_by_page) {
  std::vector<Credentials> people;
  for (const auto* name : {"emil", "anna", "cleo", "dora", "ben"}) {
    people.push_back(sign_up(name));
  }
  for (const auto* name : {"ben", "dora", "cleo", "emil"}) {
    give_from(name, "2026-03-01", "2026-03-07");
  }
  const std::string run = " 2026-03-01/2026-03-07";
  const auto all = "emil" + run + ", cleo" + run + ", dora" + run + ", ben" + run;
  for (const int limit : {1, 2, 3, 4, 5, server::kPageLimitMax}) {
    BOOST_TEST(to_text(list_all_seven_days(database, limit)) == all, "pages of " << limit);
  }
  const auto first = rules::list_seven_days(database, {.limit = 2});
  BOOST_TEST(to_text(first.items) == "emil" + run + ", cleo" + run);
  BOOST_TEST(first.has_more);
  BOOST_TEST((first.items.at(0).account == people.at(0).account));
  const auto full = rules::list_seven_days(database, {.limit = 4});
  BOOST_TEST(full.items.size() == 4U);
  BOOST_TEST(!full.has_more);
  // Going on after somebody who has gone meanwhile.
  erase(people.at(2));
  const auto rest =
      rules::list_seven_days(database, {.limit = 2, .after = first.items.back().account});
  BOOST_TEST(to_text(rest.items) == "dora" + run + ", ben" + run);
  BOOST_TEST(!rest.has_more);
}

// --- Awarding and taking back.

BOOST_AUTO_TEST_CASE(an_award_counts_for_its_holder_and_its_achievement) {
  sign_up("anna");
  sign_up("ben");
  give_points("anna", 10);
  give_points("ben", 10);
  give_points("anna", 5);
  BOOST_TEST(holders("worth-10") == 2);
  BOOST_TEST(holders("worth-5") == 1);
  BOOST_TEST(holders("day-1") == 0);
  BOOST_TEST(profile("anna").achievements == 2);
  BOOST_TEST(profile("anna").points == 15);
  BOOST_TEST(profile("anna").longest_award_streak == 1);
  take("anna", "worth-10");
  BOOST_TEST(holders("worth-10") == 1);
  BOOST_TEST(profile("anna").achievements == 1);
  BOOST_TEST(profile("anna").points == 5);
  take("anna", "worth-5");
  BOOST_TEST(profile("anna").longest_award_streak == 0);
  BOOST_TEST(awards("anna").empty());
}

BOOST_AUTO_TEST_CASE(an_achievement_is_awarded_once_and_the_standing_award_is_told) {
  sign_up("anna", {}, Language::kRussian);
  give("anna", "day-1", "2026-03-01T08:30:00Z");
  const auto answer = rules::award(
      database, "anna", {.code = "day-1", .awarded_at = at("2026-03-02T08:30:00Z")}, now);
  BOOST_REQUIRE(is<rules::AlreadyAwarded>(answer));
  const auto& held = std::get<rules::AlreadyAwarded>(answer).held;
  BOOST_TEST((held.language == Language::kRussian));
  BOOST_TEST(held.award.code == "day-1");
  BOOST_TEST(held.award.text.name == "Имя day-1");
  BOOST_TEST(shared::to_string(held.award.awarded_at) == "2026-03-01T08:30:00Z");
  BOOST_TEST(holders("day-1") == 1);
  BOOST_TEST(award_days("anna") == "2026-03-01");
}

BOOST_AUTO_TEST_CASE(what_is_taken_back_can_be_awarded_again_at_another_time) {
  sign_up("anna");
  give("anna", "day-1", "2026-03-01T08:30:00Z");
  take("anna", "day-1");
  BOOST_TEST(is<rules::NoSuchAward>(rules::take_back(database, "anna", "day-1", now)));
  give("anna", "day-1", "2026-03-05T08:30:00Z");
  BOOST_TEST(award_days("anna") == "2026-03-05");
}

BOOST_AUTO_TEST_CASE(nobody_and_nothing_unknown_is_awarded_or_taken_back) {
  sign_up("anna");
  const auto award = [&](const char* name, const char* code) {
    return rules::award(database, name, {.code = code, .awarded_at = std::nullopt}, now);
  };
  BOOST_TEST(is<rules::NoSuchUser>(award("nobody", "day-1")));
  BOOST_TEST(is<rules::NoSuchAchievement>(award("anna", "nothing")));
  BOOST_TEST(is<rules::NoSuchUser>(rules::take_back(database, "nobody", "day-1", now)));
  BOOST_TEST(is<rules::NoSuchAward>(rules::take_back(database, "anna", "day-1", now)));
  BOOST_TEST(is<rules::NoSuchAward>(rules::take_back(database, "anna", "nothing", now)));
  BOOST_TEST(is<rules::NoSuchUser>(rules::find_user(database, "nobody")));
  BOOST_TEST(
      is<rules::NoSuchUser>(rules::list_awards(database, "nobody", {.after = std::nullopt})));
  BOOST_TEST(ask(admin, "select count(*) from awards") == "0");
}

BOOST_AUTO_TEST_CASE(an_erased_account_takes_its_awards_out_of_every_figure) {
  const auto anna = sign_up_with("anna", 10);
  sign_up_with("ben", 10);
  give_from("anna", "2026-03-01", "2026-03-07");
  BOOST_TEST(most_achievements() == "anna 8");
  BOOST_TEST(least() == "anna ben 0");
  erase(anna);
  BOOST_TEST(most_achievements() == "ben 1");
  BOOST_TEST(most_points() == "ben 10");
  BOOST_TEST(least() == "");
  BOOST_TEST(seven_days() == "");
  BOOST_TEST(holders("worth-10") == 1);
  BOOST_TEST(holders("day-1") == 0);
}

BOOST_AUTO_TEST_CASE(of_fifty_who_award_the_same_to_one_account_at_once_one_does) {
  sign_up("anna");
  offer("worth-10", 10);
  std::atomic<int> awarded = 0;
  std::atomic<int> refused = 0;
  in_parallel(50, [&](int) {
    storage::Database own;
    const auto answer =
        rules::award(own, "anna", {.code = "worth-10", .awarded_at = std::nullopt}, now);
    awarded += is<rules::Awarded>(answer) ? 1 : 0;
    refused += is<rules::AlreadyAwarded>(answer) ? 1 : 0;
  });
  BOOST_TEST(awarded == 1);
  BOOST_TEST(refused == 49);
  BOOST_TEST(ask(admin, "select count(*) from awards") == "1");
  BOOST_TEST(holders("worth-10") == 1);
  BOOST_TEST(profile("anna").points == 10);
}

BOOST_AUTO_TEST_CASE(of_many_who_take_the_same_back_at_once_one_does) {
  sign_up_with("anna", 10);
  std::atomic<int> taken = 0;
  std::atomic<int> refused = 0;
  in_parallel(16, [&](int) {
    storage::Database own;
    const auto answer = rules::take_back(own, "anna", "worth-10", now);
    taken += is<rules::TakenBack>(answer) ? 1 : 0;
    refused += is<rules::NoSuchAward>(answer) ? 1 : 0;
  });
  BOOST_TEST(taken == 1);
  BOOST_TEST(refused == 15);
  BOOST_TEST(profile("anna").points == 0);
}

// --- Lists and languages.

BOOST_AUTO_TEST_CASE(awards_are_told_in_the_language_that_the_holder_has_now) {
  const auto anna = sign_up("anna", {}, Language::kRussian);
  const auto awarded = give("anna", "day-1");
  BOOST_TEST((awarded.language == Language::kRussian));
  BOOST_TEST(awarded.award.text.name == "Имя day-1");
  BOOST_TEST(awarded.award.text.description == "Про day-1");
  const auto list = [&] {
    return std::get<rules::AwardPage>(
        rules::list_awards(database, "anna", {.after = std::nullopt}));
  };
  BOOST_TEST((list().language == Language::kRussian));
  BOOST_TEST(list().page.items.at(0).text.name == "Имя day-1");
  BOOST_REQUIRE(
      accounts::change_settings(database, anna, {.language = Language::kEnglish}, now).has_value());
  BOOST_TEST((list().language == Language::kEnglish));
  BOOST_TEST(list().page.items.at(0).text.name == "Name of day-1");
  BOOST_TEST(list().page.items.at(0).text.description == "About day-1");
  BOOST_TEST((profile("anna").language == Language::kEnglish));
}

BOOST_AUTO_TEST_CASE(awards_are_listed_newest_first_page_by_page) {
  sign_up("anna");
  give("anna", "day-3", "2026-03-02T12:00:00Z");
  give("anna", "day-2", "2026-03-05T12:00:00Z");
  give("anna", "day-5", "2026-03-02T12:00:00Z");
  give("anna", "day-1", "2026-03-02T12:00:00.000001Z");
  give("anna", "day-4", "2026-03-01T12:00:00Z");
  const std::string wanted = "day-2 day-1 day-5 day-3 day-4";
  BOOST_TEST(codes(awards("anna")) == wanted);
  for (const int limit : {1, 2, 3, 4, 5}) {
    rules::AwardsWanted next{.limit = limit, .after = std::nullopt};
    std::vector<rules::Award> all;
    for (bool has_more = true; has_more;) {
      const auto page = std::get<rules::AwardPage>(rules::list_awards(database, "anna", next)).page;
      BOOST_REQUIRE(!page.items.empty());
      BOOST_TEST(page.items.size() <= static_cast<std::size_t>(limit));
      all.insert(all.end(), page.items.begin(), page.items.end());
      has_more = page.has_more;
      next.after = {.awarded_at = all.back().awarded_at, .achievement = all.back().id};
    }
    BOOST_TEST(codes(all) == wanted, "pages of " << limit);
  }
}

BOOST_AUTO_TEST_CASE(the_catalogue_is_listed_as_it_grew_in_the_wanted_language) {
  offer("b", 1'000'000);
  offer("a", 0);
  for (const int limit : {1, 7, server::kPageLimitMax}) {
    const auto all = list_all_achievements(database, {.limit = limit});
    BOOST_TEST(std::to_string(all.size()) == ask(admin, "select count(*) from achievements"));
    const auto& last = all.back();
    BOOST_TEST(last.code == "a");
    BOOST_TEST(last.points == 0);
    BOOST_TEST(last.text.name == "Name of a");
    BOOST_TEST(all.at(all.size() - 2).code == "b");
    BOOST_TEST(all.at(all.size() - 2).points == 1'000'000);
  }
  const auto russian = list_all_achievements(database, {.language = Language::kRussian});
  BOOST_TEST(russian.back().text.name == "Имя a");
  BOOST_TEST(russian.back().text.description == "Про a");
}

BOOST_AUTO_TEST_CASE(a_code_is_given_once) {
  const rules::NewAchievement wanted{
      .code = "day-1",
      .points = 3,
      .texts = {{{.name = "Another", .description = "…"}, {.name = "Другое", .description = "…"}}}};
  BOOST_TEST(is<rules::CodeTaken>(rules::add(database, wanted, Language::kEnglish, now)));
  BOOST_TEST(ask(admin, "select points from achievements where code = 'day-1'") == "0");
  std::atomic<int> added = 0;
  in_parallel(8, [&](int) {
    storage::Database own;
    auto another = wanted;
    another.code = "another";
    const auto answer = rules::add(own, another, Language::kRussian, now);
    const auto* achievement = std::get_if<rules::Achievement>(&answer);
    added += achievement != nullptr && achievement->text.name == "Другое" ? 1 : 0;
  });
  BOOST_TEST(added == 1);
  BOOST_TEST(ask(admin,
                 "select count(*) from achievement_texts join achievements "
                 "using (achievement_id) where code = 'another'") == "2");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
