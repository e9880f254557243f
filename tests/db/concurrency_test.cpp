// Many at once on one account.
#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "mood/store.hpp"
#include "world.hpp"

namespace daymark::db_tests {

BOOST_FIXTURE_TEST_SUITE(concurrency, CheckedWorld)

BOOST_AUTO_TEST_CASE(sixteen_who_record_and_remove_on_one_account_all_succeed) {
  constexpr int kThreads = 16;
  constexpr int kRounds = 30;
  const auto person = add_account();
  const auto today = day("2026-03-10");
  std::atomic<int> recorded = 0;
  std::atomic<int> removed = 0;
  in_parallel(kThreads, [&](int thread) {
    storage::Database own;
    std::mt19937 random{static_cast<unsigned>(thread)};
    std::vector<shared::EntryId> entries;
    for (int round = 0; round < kRounds; ++round) {
      if (!entries.empty() && random() % 3 == 0) {
        removed += std::holds_alternative<mood::Removed>(mood::remove(
            own, person, entries.back(), [](int) { return true; }, now));
        entries.pop_back();
      } else {
        const mood::NewEntry new_entry{
            .mood = "okay", .rating = 3, .day = today - shared::days{random() % 12}};
        const auto answer = recorder.record(own, person, new_entry, std::nullopt, now);
        const auto* entry = std::get_if<mood::Recorded>(&answer);
        if (entry != nullptr) {
          ++recorded;
          entries.push_back(entry->entry.id);
        }
      }
    }
  });
  BOOST_TEST(recorded + removed == kThreads * kRounds);
  BOOST_TEST(ask(admin, "select version from accounts") == std::to_string(recorded + removed));
  BOOST_TEST(ask(admin, "select count(*) from entries") == std::to_string(recorded - removed));
}

BOOST_AUTO_TEST_CASE(of_many_who_remove_one_entry_one_does) {
  Somebody somebody{*this};
  somebody.record_on({"2026-03-08", "2026-03-10"});
  const auto entry = somebody.record_on("2026-03-09").entry.id;
  std::atomic<int> removed = 0;
  in_parallel(8, [&](int) {
    storage::Database own;
    removed += std::holds_alternative<mood::Removed>(mood::remove(
        own, somebody.credentials(), entry, [](int) { return true; }, now));
  });
  BOOST_TEST(removed == 1);
  BOOST_TEST(somebody.streaks() == "1 1");
}

BOOST_AUTO_TEST_CASE(many_who_fill_in_different_days_at_once_make_one_run) {
  constexpr int kThreads = 16;
  Somebody somebody{*this};
  in_parallel(kThreads, [&](int thread) {
    storage::Database own;
    const mood::NewEntry new_entry{
        .mood = "okay", .rating = 3, .day = day("2026-03-10") - shared::days{thread}};
    static_cast<void>(recorder.record(own, somebody.credentials(), new_entry, std::nullopt, now));
  });
  BOOST_TEST(somebody.list().status.streak == kThreads);
  BOOST_TEST(to_text(admin.query("select first_day, last_day from runs where activity = 'mood'")) ==
             "2026-02-23 2026-03-10\n");
}

BOOST_AUTO_TEST_CASE(recording_while_the_settings_change_always_decides_by_one_of_them) {
  Somebody somebody{*this};
  in_parallel(4, [&](int thread) {
    storage::Database own;
    for (int round = 0; round < 25; ++round) {
      if (thread == 0) {
        const auto* zone = round % 2 == 0 ? "Pacific/Kiritimati" : "Pacific/Pago_Pago";
        static_cast<void>(
            accounts::change_settings(own, somebody.credentials(), {.time_zone = zone}, now));
      } else {
        static_cast<void>(recorder.record(own, somebody.credentials(),
                                          {.mood = "okay", .rating = 3}, std::nullopt, now));
      }
    }
  });
  BOOST_TEST(ask(admin, "select count(*) from entries") == "75");
  BOOST_TEST(
      ask(admin, "select count(*) from entries where day not in ('2026-03-10', '2026-03-11')") ==
      "0");
}

BOOST_AUTO_TEST_CASE(many_accounts_that_share_the_histogram_do_not_lock_each_other_out) {
  constexpr int kThreads = 16;
  const auto people = add_accounts(admin, 64, {});
  rebuild_histogram(admin);
  std::atomic<int> recorded = 0;
  in_parallel(kThreads, [&](int thread) {
    storage::Database own;
    std::mt19937 random{static_cast<unsigned>(thread)};
    for (int round = 0; round < 40; ++round) {
      const auto& person = people[random() % people.size()];
      const mood::NewEntry new_entry{
          .mood = "okay", .rating = 3, .day = day("2026-03-10") - shared::days{random() % 40}};
      recorded += std::holds_alternative<mood::Recorded>(
          recorder.record(own, person, new_entry, std::nullopt, now));
    }
  });
  BOOST_TEST(recorded == kThreads * 40);
}

// --- A decision holds only as long as nothing has changed since.

BOOST_AUTO_TEST_CASE(a_removal_decided_before_another_change_is_not_carried_out) {
  Somebody somebody{*this};
  somebody.record_on({"2026-03-08", "2026-03-10"});
  const auto entry = somebody.record_on("2026-03-09").entry.id;
  const auto seen = mood::store::find_removal_state(database, somebody.credentials(), entry, now);
  BOOST_REQUIRE(seen.has_value() && seen->entry.has_value());
  somebody.record_on("2026-03-09");
  const mood::store::AccountChange change{
      .seen_version = seen->version,
      .runs = shared::remove_day(seen->entry->day, seen->entry->run),
      .longest_before = 3,
      .longest_after = 1};
  BOOST_TEST(!mood::store::remove(database, somebody.credentials().account, entry, change));
  BOOST_TEST(somebody.streaks() == "1 2 2 3");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
