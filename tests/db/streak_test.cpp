// The streak truth table of the contract, through the rules of moods and the database.
#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "mood/api.hpp"
#include "server/problem.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

std::string day_of(const mood::Recorded& recorded) { return shared::to_string(recorded.entry.day); }

std::string recorded_at_of(const mood::Recorded& recorded) {
  return shared::to_string(recorded.entry.recorded_at);
}

/// A request whose body says when it was, by somebody's phone.
server::Request request_at(Instant recorded_at, Instant now) {
  server::Request request;
  request.variables = {{"CONTENT_TYPE", "application/json"}};
  request.body = R"({"rating":3,"recorded_at":")" + shared::to_string(recorded_at) + "\"}";
  request.now = now;
  return request;
}

template <class Wanted, class Answer>
bool is(const Answer& answer) {
  return std::holds_alternative<Wanted>(answer);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(streak, CheckedWorld)

// --- The table. Today is 2026-03-10 in UTC.

BOOST_AUTO_TEST_CASE(ten_days_ending_today_are_a_streak_of_ten) {
  Somebody somebody{*this};
  somebody.record_from("2026-03-01", "2026-03-10");
  BOOST_TEST(somebody.status() ==
             "streak 10, longest 10, logged today, until 2026-03-12T00:00:00Z");
  BOOST_TEST(somebody.streaks() == "1 2 3 4 5 6 7 8 9 10");
}

BOOST_AUTO_TEST_CASE(ten_days_ending_yesterday_are_a_streak_until_the_end_of_today) {
  Somebody somebody{*this};
  somebody.record_from("2026-02-28", "2026-03-09");
  BOOST_TEST(somebody.status() ==
             "streak 10, longest 10, not logged today, until 2026-03-11T00:00:00Z");
  now = at("2026-03-10T23:59:59.999999Z");
  BOOST_TEST(somebody.status() ==
             "streak 10, longest 10, not logged today, until 2026-03-11T00:00:00Z");
  now = at("2026-03-11T00:00:00Z");
  BOOST_TEST(somebody.status() == "streak 0, longest 10, not logged today");
}

BOOST_AUTO_TEST_CASE(ten_days_ending_five_days_ago_are_only_the_longest_streak) {
  Somebody somebody{*this};
  somebody.record_from("2026-02-24", "2026-03-05");
  BOOST_TEST(somebody.status() == "streak 0, longest 10, not logged today");
  BOOST_TEST(somebody.streaks() == "1 2 3 4 5 6 7 8 9 10");
}

BOOST_AUTO_TEST_CASE(ten_days_ending_the_day_before_yesterday_are_only_the_longest_streak) {
  Somebody somebody{*this};
  somebody.record_from("2026-02-27", "2026-03-08");
  BOOST_TEST(somebody.status() == "streak 0, longest 10, not logged today");
}

BOOST_AUTO_TEST_CASE(today_alone_is_a_streak_of_one) {
  Somebody somebody{*this};
  const auto recorded = somebody.record();
  BOOST_TEST(to_text(recorded.status) ==
             "streak 1, longest 1, logged today, until 2026-03-12T00:00:00Z");
  BOOST_TEST(recorded.entry.streak == 1);
  BOOST_TEST(somebody.status() == to_text(recorded.status));
}

BOOST_AUTO_TEST_CASE(nothing_is_no_streak) {
  Somebody somebody{*this};
  BOOST_TEST(somebody.status() == "streak 0, longest 0, not logged today");
  BOOST_TEST(somebody.list().entries.items.empty());
}

BOOST_AUTO_TEST_CASE(a_gap_starts_the_streak_again_and_filling_it_in_joins_the_two) {
  now = at("2026-03-05T12:00:00Z");
  Somebody somebody{*this};
  somebody.record_on({"2026-03-01", "2026-03-02", "2026-03-03", "2026-03-05"});
  BOOST_TEST(somebody.status() == "streak 1, longest 3, logged today, until 2026-03-07T00:00:00Z");
  BOOST_TEST(somebody.streaks() == "1 2 3 1");

  const auto filled_in = somebody.record_on("2026-03-04");
  BOOST_TEST(filled_in.entry.streak == 4);
  BOOST_TEST(to_text(filled_in.status) ==
             "streak 5, longest 5, logged today, until 2026-03-07T00:00:00Z");
  BOOST_TEST(somebody.status() == to_text(filled_in.status));
  BOOST_TEST(somebody.streaks() == "1 2 3 4 5");

  somebody.remove(filled_in.entry.id);
  BOOST_TEST(somebody.status() == "streak 1, longest 3, logged today, until 2026-03-07T00:00:00Z");
  BOOST_TEST(somebody.streaks() == "1 2 3 1");
}

BOOST_AUTO_TEST_CASE(a_second_entry_on_a_day_does_not_lengthen_the_streak) {
  Somebody somebody{*this};
  somebody.record();
  const auto second = somebody.record();
  BOOST_TEST(second.entry.streak == 1);
  BOOST_TEST(somebody.status() == "streak 1, longest 1, logged today, until 2026-03-12T00:00:00Z");
  BOOST_TEST(somebody.streaks() == "1 1");
}

// --- Filling in and removing.

BOOST_AUTO_TEST_CASE(removing_one_of_two_entries_of_a_day_keeps_the_day) {
  Somebody somebody{*this};
  somebody.record_on({"2026-03-08", "2026-03-09", "2026-03-09", "2026-03-10"});
  somebody.remove_on("2026-03-09");
  BOOST_TEST(somebody.status() == "streak 3, longest 3, logged today, until 2026-03-12T00:00:00Z");
  somebody.remove_on("2026-03-09");
  BOOST_TEST(somebody.status() == "streak 1, longest 1, logged today, until 2026-03-12T00:00:00Z");
  BOOST_TEST(somebody.streaks() == "1 1");
}

BOOST_AUTO_TEST_CASE(filling_in_the_day_before_a_run_makes_it_start_earlier) {
  Somebody somebody{*this};
  somebody.record_on({"2026-03-09", "2026-03-10", "2026-03-08"});
  BOOST_TEST(somebody.streaks() == "1 2 3");
}

BOOST_AUTO_TEST_CASE(filling_in_yesterday_revives_the_streak) {
  Somebody somebody{*this};
  somebody.record_from("2026-03-01", "2026-03-08");
  BOOST_TEST(somebody.status() == "streak 0, longest 8, not logged today");
  const auto recorded = somebody.record_on("2026-03-09");
  BOOST_TEST(to_text(recorded.status) ==
             "streak 9, longest 9, not logged today, until 2026-03-11T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(filling_in_long_ago_answers_with_the_present_streak) {
  Somebody somebody{*this};
  somebody.record_on({"2026-03-09", "2026-03-10"});
  const auto recorded = somebody.record_on("2024-02-29");
  BOOST_TEST(recorded.entry.streak == 1);
  BOOST_TEST(to_text(recorded.status) ==
             "streak 2, longest 2, logged today, until 2026-03-12T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(filling_in_long_ago_without_a_streak_answers_with_none) {
  Somebody somebody{*this};
  const auto recorded = somebody.record_on("2024-02-29");
  BOOST_TEST(recorded.entry.streak == 1);
  BOOST_TEST(to_text(recorded.status) == "streak 0, longest 1, not logged today");
  BOOST_TEST(somebody.status() == to_text(recorded.status));
}

BOOST_AUTO_TEST_CASE(a_run_goes_on_over_leap_days_and_new_year) {
  Somebody somebody{*this};
  somebody.record_from("2023-12-30", "2024-03-01");
  BOOST_TEST(somebody.list().status.longest_streak == 2 + 31 + 29 + 1);
  somebody.record_on({"2025-02-28", "2025-03-01"});
  BOOST_TEST(somebody.list({.limit = 1}).entries.items.at(0).streak == 2);
}

BOOST_AUTO_TEST_CASE(removing_inside_the_longest_run_leaves_the_longest_of_what_remains) {
  Somebody somebody{*this};
  somebody.record_from("2026-01-01", "2026-01-10");
  somebody.record_from("2026-02-01", "2026-02-06");
  somebody.remove_on("2026-01-04");  // 3 and 6 days are left of ten
  BOOST_TEST(somebody.list().status.longest_streak == 6);
  somebody.remove_on("2026-01-08");  // 3, 3, 2, and the other six
  BOOST_TEST(somebody.list().status.longest_streak == 6);
  somebody.remove_on("2026-02-01");
  BOOST_TEST(somebody.list().status.longest_streak == 5);
  somebody.remove_on("2026-02-04");
  BOOST_TEST(somebody.list().status.longest_streak == 3);
}

BOOST_AUTO_TEST_CASE(removing_from_one_of_two_longest_runs_leaves_the_other) {
  Somebody somebody{*this};
  somebody.record_from("2026-01-01", "2026-01-05");
  somebody.record_from("2026-02-01", "2026-02-05");
  somebody.remove_on("2026-02-05");
  BOOST_TEST(somebody.list().status.longest_streak == 5);
  somebody.remove_on("2026-01-01");
  BOOST_TEST(somebody.list().status.longest_streak == 4);
}

BOOST_AUTO_TEST_CASE(removing_a_run_day_by_day_from_either_end_leaves_nothing) {
  Somebody somebody{*this};
  somebody.record_from("2026-03-06", "2026-03-10");
  for (const auto* next : {"2026-03-06", "2026-03-10", "2026-03-07", "2026-03-09", "2026-03-08"}) {
    somebody.remove_on(next);
    BOOST_TEST(find_faults(admin) == "");
  }
  BOOST_TEST(somebody.status() == "streak 0, longest 0, not logged today");
}

BOOST_AUTO_TEST_CASE(removing_today_leaves_the_streak_of_yesterday) {
  Somebody somebody{*this};
  somebody.record_on({"2026-03-08", "2026-03-09", "2026-03-10"});
  somebody.remove_on("2026-03-10");
  BOOST_TEST(somebody.status() ==
             "streak 2, longest 2, not logged today, until 2026-03-11T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(nobody_can_remove_the_entry_of_another_or_one_that_is_gone) {
  Somebody owner{*this};
  const Somebody stranger{*this};
  const auto entry = owner.record().entry.id;
  const auto any = [](int) { return true; };
  BOOST_TEST(
      is<mood::NoSuchEntry>(mood::remove(database, stranger.credentials(), entry, any, now)));
  BOOST_TEST(is<mood::NoSuchEntry>(mood::find(database, stranger.credentials(), entry, now)));
  BOOST_TEST(is<mood::VersionMismatch>(mood::remove(
      database, owner.credentials(), entry, [](int version) { return version != 1; }, now)));
  owner.remove(entry);
  BOOST_TEST(is<mood::NoSuchEntry>(mood::remove(database, owner.credentials(), entry, any, now)));
  BOOST_TEST(is<mood::NoSuchEntry>(mood::find(database, owner.credentials(), entry, now)));
}

BOOST_AUTO_TEST_CASE(a_single_entry_carries_the_streak_of_its_day) {
  Somebody somebody{*this};
  somebody.record_on({"2026-03-01", "2026-03-02", "2026-03-04"});
  const auto third = somebody.record_on("2026-03-03");
  const auto found = mood::find(database, somebody.credentials(), third.entry.id, now);
  BOOST_REQUIRE(is<mood::Versioned>(found));
  BOOST_TEST(std::get<mood::Versioned>(found).entry.streak == 3);
  BOOST_TEST(std::get<mood::Versioned>(found).version == 1);
}

// --- Which day it is.

BOOST_AUTO_TEST_CASE(a_day_before_today_is_recorded_at_noon_of_the_local_clock) {
  Somebody somebody{*this, {.time_zone = "Asia/Kathmandu", .day_starts_at = 4}};
  BOOST_TEST(recorded_at_of(somebody.record_on("2026-03-08")) == "2026-03-08T06:15:00Z");
  // Today is now.
  const auto today = somebody.record_on("2026-03-10");
  BOOST_TEST(recorded_at_of(today) == "2026-03-10T12:00:00Z");
  BOOST_TEST(day_of(today) == "2026-03-10");
}

BOOST_AUTO_TEST_CASE(an_instant_has_the_day_of_the_account) {
  Somebody somebody{*this, {.time_zone = "Europe/Berlin", .day_starts_at = 4}};
  BOOST_TEST(day_of(somebody.record_at("2026-03-08T02:59:59.999999Z")) == "2026-03-07");
  BOOST_TEST(day_of(somebody.record_at("2026-03-08T03:00:00Z")) == "2026-03-08");
  BOOST_TEST(recorded_at_of(somebody.record_at("2026-03-08T22:30:00.25+05:45")) ==
             "2026-03-08T16:45:00.250000Z");
}

BOOST_AUTO_TEST_CASE(the_day_of_the_account_decides_when_a_streak_ends) {
  now =
      at("2026-03-10T09:59:59Z");  // 23:59:59 of the 10th on Kiritimati, of a day that started at 4
  Somebody somebody{*this, {.time_zone = "Pacific/Kiritimati", .day_starts_at = 4}};
  BOOST_TEST(day_of(somebody.record()) == "2026-03-10");
  BOOST_TEST(somebody.status() == "streak 1, longest 1, logged today, until 2026-03-11T14:00:00Z");
  now = at("2026-03-10T13:59:59Z");
  BOOST_TEST(somebody.list().status.logged_today);
  now = at("2026-03-10T14:00:00Z");
  BOOST_TEST(somebody.status() ==
             "streak 1, longest 1, not logged today, until 2026-03-11T14:00:00Z");
  now = at("2026-03-11T14:00:00Z");
  BOOST_TEST(somebody.status() == "streak 0, longest 1, not logged today");
}

BOOST_AUTO_TEST_CASE(a_streak_expires_when_clocks_skip_midnight) {
  // Havana went from 00:00 to 01:00 on 2024-03-10.
  now = at("2024-03-08T17:00:00Z");
  Somebody somebody{*this, {.time_zone = "America/Havana"}};
  somebody.record();
  BOOST_TEST(somebody.status() == "streak 1, longest 1, logged today, until 2024-03-10T05:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_streak_expires_at_the_first_of_two_midnights) {
  // St. John's went from 00:01 back to 23:01 on 2006-10-29.
  now = at("2006-10-27T17:00:00Z");
  Somebody somebody{*this, {.time_zone = "America/St_Johns"}};
  somebody.record();
  BOOST_TEST(somebody.status() == "streak 1, longest 1, logged today, until 2006-10-29T02:30:00Z");
}

BOOST_AUTO_TEST_CASE(a_day_that_the_calendar_skipped_is_a_day_without_an_entry) {
  // Samoa had no 2011-12-30.
  now = at("2011-12-30T09:00:00Z");  // 23:00 on the 29th
  Somebody somebody{*this, {.time_zone = "Pacific/Apia"}};
  BOOST_TEST(day_of(somebody.record()) == "2011-12-29");
  BOOST_TEST(somebody.status() == "streak 1, longest 1, logged today, until 2011-12-30T10:00:00Z");
  now = at("2011-12-30T10:00:00Z");
  BOOST_TEST(somebody.status() == "streak 0, longest 1, not logged today");
  BOOST_TEST(day_of(somebody.record()) == "2011-12-31");
  BOOST_TEST(somebody.record_on("2011-12-30").status.streak == 3);
}

// --- Travelling.

BOOST_AUTO_TEST_CASE(after_travelling_west_a_streak_that_ends_after_today_still_counts) {
  now = at("2026-03-10T12:00:00Z");
  Somebody somebody{*this, {.time_zone = "Pacific/Kiritimati"}};  // 02:00 on the 11th
  somebody.record_on({"2026-03-09", "2026-03-10", "2026-03-11"});
  somebody.change_settings({.time_zone = "Pacific/Pago_Pago"});  // 01:00 on the 10th
  BOOST_TEST(somebody.status() == "streak 3, longest 3, logged today, until 2026-03-13T11:00:00Z");
  somebody.remove_on("2026-03-10");
  BOOST_TEST(somebody.status() ==
             "streak 1, longest 1, not logged today, until 2026-03-13T11:00:00Z");
  const auto recorded = somebody.record();
  BOOST_TEST(day_of(recorded) == "2026-03-10");
  BOOST_TEST(recorded.entry.streak == 2);
  BOOST_TEST(to_text(recorded.status) ==
             "streak 3, longest 3, logged today, until 2026-03-13T11:00:00Z");
}

BOOST_AUTO_TEST_CASE(after_travelling_west_a_day_that_is_in_the_future_again_is_refused) {
  Somebody somebody{*this, {.time_zone = "Pacific/Kiritimati"}};
  somebody.record_on("2026-03-11");
  somebody.change_settings({.time_zone = "Pacific/Pago_Pago"});
  BOOST_TEST(is<mood::DayInFuture>(
      recorder.record(database, somebody.credentials(),
                      {.mood = "okay", .rating = 3, .day = day("2026-03-11")}, std::nullopt, now)));
}

BOOST_AUTO_TEST_CASE(after_travelling_east_an_entry_stays_on_its_day_and_a_streak_can_break) {
  now = at("2026-03-10T10:30:00Z");
  Somebody somebody{*this, {.time_zone = "Pacific/Pago_Pago"}};  // 23:30 on the 9th
  BOOST_TEST(day_of(somebody.record()) == "2026-03-09");
  somebody.change_settings({.time_zone = "Pacific/Kiritimati"});  // 00:30 on the 11th
  BOOST_TEST(somebody.status() == "streak 0, longest 1, not logged today");
  somebody.change_settings({.time_zone = "UTC"});
  BOOST_TEST(somebody.status() ==
             "streak 1, longest 1, not logged today, until 2026-03-11T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_later_start_of_the_day_does_not_move_old_entries) {
  now = at("2026-03-10T02:00:00Z");
  Somebody somebody{*this};
  somebody.record();
  somebody.change_settings({.day_starts_at = 4});
  BOOST_TEST(shared::to_string(somebody.list().entries.items.at(0).day) == "2026-03-10");
  BOOST_TEST(somebody.status() ==
             "streak 1, longest 1, not logged today, until 2026-03-12T04:00:00Z");
  BOOST_TEST(day_of(somebody.record()) == "2026-03-09");
  BOOST_TEST(somebody.status() == "streak 2, longest 2, logged today, until 2026-03-12T04:00:00Z");
}

// --- Days that are refused.

BOOST_AUTO_TEST_CASE(tomorrow_is_in_the_future_and_stores_nothing) {
  const Somebody somebody{*this};
  for (const auto* tomorrow : {"2026-03-11", "2026-03-12", "2030-01-01"}) {
    BOOST_TEST_CONTEXT(tomorrow) {
      BOOST_TEST(is<mood::DayInFuture>(
          recorder.record(database, somebody.credentials(),
                          {.mood = "okay", .rating = 3, .day = day(tomorrow)}, std::nullopt, now)));
    }
  }
  BOOST_TEST(ask(admin, "select count(*) from entries") == "0");
}

BOOST_AUTO_TEST_CASE(a_phone_that_runs_fast_records_now_also_where_its_day_is_over) {
  struct Evening {
    AccountSettings settings;
    const char* now;
    const char* today;
  };
  for (const auto& [settings, instant, today] : std::vector<Evening>{
           {{}, "2026-03-10T23:58:00Z", "2026-03-10"},
           {{.time_zone = "Pacific/Kiritimati"}, "2026-03-10T09:59:59.999999Z", "2026-03-10"},
           {{.time_zone = "Pacific/Pago_Pago"}, "2026-03-11T10:55:01Z", "2026-03-10"},
           {{.time_zone = "Asia/Kathmandu"}, "2026-03-10T18:13:00Z", "2026-03-10"},
           {{.time_zone = "America/New_York", .day_starts_at = 4},
            "2026-03-11T07:57:00Z",
            "2026-03-10"},
           {{.day_starts_at = 23}, "2026-03-10T22:56:00Z", "2026-03-09"}}) {
    now = at(instant);
    for (const auto ahead : {std::chrono::microseconds{1}, std::chrono::microseconds{180'000'000},
                             std::chrono::microseconds{300'000'000}}) {
      BOOST_TEST_CONTEXT(settings.time_zone << ' ' << ahead.count()) {
        Somebody somebody{*this, settings};
        const auto request = request_at(now + ahead, now);
        const auto recorded = somebody.record(mood::api::read_new_entry(request).new_entry).entry;
        BOOST_TEST(shared::to_string(recorded.day) == today);
        BOOST_TEST(shared::to_string(recorded.recorded_at) == shared::to_string(now));
        const auto earlier = somebody.record_on("2026-03-01").entry.id;
        const auto changed = mood::change(database, milestones, somebody.credentials(), earlier,
                                          mood::api::read_entry_change(request).patch,
                                          [](int) { return true; }, now, {});
        const auto* moved = std::get_if<mood::Changed>(&changed);
        BOOST_REQUIRE(moved != nullptr);
        BOOST_TEST(shared::to_string(moved->recorded.entry.day) == today);
        BOOST_TEST(shared::to_string(moved->recorded.entry.recorded_at) == shared::to_string(now));
      }
    }
    const auto request = request_at(now + std::chrono::microseconds{300'000'001}, now);
    BOOST_CHECK_THROW(static_cast<void>(mood::api::read_new_entry(request)), server::Refusal);
  }
}

BOOST_AUTO_TEST_CASE(five_minutes_ahead_can_be_a_day_that_is_in_the_future) {
  now = at("2026-03-10T23:58:00Z");
  const Somebody somebody{*this};
  BOOST_TEST(is<mood::DayInFuture>(
      recorder.record(database, somebody.credentials(),
                      {.mood = "okay", .rating = 3, .recorded_at = at("2026-03-11T00:01:00Z")},
                      std::nullopt, now)));
  BOOST_TEST(is<mood::Recorded>(
      recorder.record(database, somebody.credentials(),
                      {.mood = "okay", .rating = 3, .recorded_at = at("2026-03-10T23:59:59Z")},
                      std::nullopt, now)));
}

BOOST_AUTO_TEST_CASE(nothing_is_recorded_before_the_year_1900) {
  Somebody somebody{*this, {.time_zone = "America/New_York"}};
  BOOST_TEST(day_of(somebody.record_on("1900-01-01")) == "1900-01-01");
  BOOST_TEST(day_of(somebody.record_at("1900-01-01T05:00:00Z")) == "1900-01-01");
  for (const auto* early : {"1899-12-31", "1899-12-30", "1000-01-01"}) {
    BOOST_TEST_CONTEXT(early) {
      BOOST_TEST(is<mood::DayTooEarly>(
          recorder.record(database, somebody.credentials(),
                          {.mood = "okay", .rating = 3, .day = day(early)}, std::nullopt, now)));
    }
  }
  for (const auto* early : {"1900-01-01T04:59:59Z", "1899-12-30T00:00:00Z"}) {
    BOOST_TEST_CONTEXT(early) {
      BOOST_TEST(is<mood::DayTooEarly>(recorder.record(
          database, somebody.credentials(), {.mood = "okay", .rating = 3, .recorded_at = at(early)},
          std::nullopt, now)));
    }
  }
}

// --- What an entry is made of, and pages.

BOOST_AUTO_TEST_CASE(an_entry_comes_back_as_it_was_recorded) {
  Somebody somebody{*this};
  const std::string hostile =
      "'; drop table entries; -- \"\\ {} \t\n \xF0\x9F\x8C\xA7 :account $1 %s";
  const mood::NewEntry new_entry{
      .mood = "nostalgic", .note = hostile, .tags = {hostile, "", "NULL", "a,b", "z"}};
  const auto recorded = somebody.record(new_entry);
  const auto listed = somebody.list().entries.items.at(0);
  BOOST_TEST((listed.id == recorded.entry.id));
  BOOST_TEST((listed.uid == recorded.entry.uid));
  BOOST_TEST(listed.mood == "nostalgic");
  BOOST_TEST(!listed.rating.has_value());
  BOOST_TEST(listed.note.value() == hostile);
  BOOST_TEST(
      ask(admin, "select tags = array[$1, '', 'NULL', 'a,b', 'z'] from entries", {hostile}) == "t");
  BOOST_TEST(ask(admin, "select array_to_json(tags)::jsonb = $1::jsonb from entries",
                 {recorded.entry.tags.text}) == "t");
}

BOOST_AUTO_TEST_CASE(pages_come_newest_first_and_miss_nothing) {
  Somebody somebody{*this};
  for (int round = 0; round < 3; ++round) {
    somebody.record_from("2026-02-27", "2026-03-05");
  }
  somebody.record_at("2026-03-04T23:59:59.999999Z");
  const auto all = somebody.list().entries.items;
  BOOST_REQUIRE(all.size() == 22U);
  for (std::size_t i = 1; i < all.size(); ++i) {
    BOOST_TEST((std::tuple{all[i - 1].day, all[i - 1].recorded_at, all[i - 1].id} >
                std::tuple{all[i].day, all[i].recorded_at, all[i].id}));
  }
  for (const int limit : {1, 2, 3, 7, 21, 22, 23}) {
    std::vector<std::int64_t> seen;
    mood::PageWanted wanted{.limit = limit};
    for (bool has_more = true; has_more;) {
      const auto page = somebody.list(wanted);
      for (const auto& entry : page.entries.items) {
        seen.push_back(entry.id.value);
        BOOST_TEST(entry.streak == (entry.day - day("2026-02-27")).count() + 1);
      }
      has_more = page.entries.has_more;
      const auto& last = page.entries.items.back();
      wanted.after = {.day = last.day, .recorded_at = last.recorded_at, .entry = last.id};
    }
    BOOST_TEST(seen.size() == all.size());
    for (std::size_t i = 0; i < std::min(seen.size(), all.size()); ++i) {
      BOOST_TEST(seen[i] == all[i].id.value);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_range_of_days_limits_the_entries_but_not_the_standing) {
  Somebody somebody{*this};
  somebody.record_from("2026-03-01", "2026-03-10");
  const auto page =
      somebody.list({.limit = 100, .from = day("2026-03-03"), .to = day("2026-03-05")});
  BOOST_TEST(page.entries.items.size() == 3U);
  BOOST_TEST(page.entries.items.at(0).streak == 5);
  BOOST_TEST(page.entries.items.at(2).streak == 3);
  BOOST_TEST(page.status.streak == 10);
  const auto none =
      somebody.list({.limit = 100, .from = day("2026-03-05"), .to = day("2026-03-03")});
  BOOST_TEST(none.entries.items.empty());
  BOOST_TEST(none.status.streak == 10);
  BOOST_TEST(somebody.list({.limit = 100, .from = day("0001-01-01"), .to = day("9999-12-31")})
                 .entries.items.size() == 10U);
}

BOOST_AUTO_TEST_CASE(a_page_of_many_runs_has_the_streaks_of_each) {
  Somebody somebody{*this};
  somebody.record_on({"2026-01-01", "2026-01-02", "2026-01-04", "2026-01-06", "2026-01-07",
                      "2026-01-08", "2026-02-01", "2026-03-09"});
  BOOST_TEST(somebody.streaks() == "1 2 1 1 2 3 1 1");
  // A page that starts and ends in the middle of runs.
  const auto page = somebody.list({.limit = 4, .from = day("2026-01-02"), .to = day("2026-01-07")});
  std::string streaks;
  for (const auto& entry : page.entries.items) {
    streaks += std::to_string(entry.streak);
  }
  BOOST_TEST(streaks == "2112");
}

BOOST_AUTO_TEST_CASE(a_page_after_the_last_entry_of_a_run_has_the_streaks_of_the_runs_before_it) {
  Somebody somebody{*this};
  somebody.record_on({"2026-03-01", "2026-03-03", "2026-03-05", "2026-03-07", "2026-03-09"});
  mood::PageWanted wanted{.limit = 1};
  for (const auto* next : {"2026-03-09", "2026-03-07", "2026-03-05", "2026-03-03", "2026-03-01"}) {
    const auto entry = somebody.list(wanted).entries.items.at(0);
    BOOST_TEST(shared::to_string(entry.day) == next);
    BOOST_TEST(entry.streak == 1);
    wanted.after = {.day = entry.day, .recorded_at = entry.recorded_at, .entry = entry.id};
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
