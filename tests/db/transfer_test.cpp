// Imports: what is added, what is known already, and what the account is like afterwards; while
// others write too. Exports: one moment, however many pages.
#include "mood/transfer.hpp"

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "world.hpp"

namespace daymark::db_tests {
namespace {

using File = std::vector<mood::FileEntry>;
using mood::FileEntry;
using mood::NewEntry;

constexpr const char* kUid = "6b5cbd5e-8c1b-4a64-9d0b-7a5f0a8f3b1c";
constexpr const char* kOtherUid = "0a5c4e0e-11b4-4a94-8f53-3c0d1a5cf0b7";

/// A row that says when in both ways.
FileEntry row(std::string_view on_day, const NewEntry& new_entry = {.mood = "okay", .rating = 3}) {
  FileEntry entry{.new_entry = new_entry};
  entry.new_entry.day = day(on_day);
  entry.new_entry.recorded_at = at(std::string{on_day} + "T12:00:00Z");
  return entry;
}

FileEntry with_uid(FileEntry entry, const char* uid) {
  entry.uid = shared::parse_uuid(uid).value();
  return entry;
}

mood::ReadFile reading(const File& file) {
  return [&file](const mood::TakeEntry& take) {
    std::int64_t number = 0;
    for (const auto& entry : file) {
      if (!take({.row = ++number, .entry = entry})) {
        break;
      }
    }
    return server::Faults{};
  };
}

struct Journal : CheckedWorld {
  Somebody somebody{*this};
  mood::AccountLimits limits;

  /// `2 imported, 1 skipped`, or what else came out.
  std::string import(storage::Database& by, const mood::ReadFile& read) {
    return import(by, somebody.credentials(), read);
  }
  std::string import(storage::Database& by, const Credentials& who, const mood::ReadFile& read) {
    const auto account = accounts::authenticate(by, who, now).value();
    struct Tell {
      std::string operator()(const mood::Imported& imported) const {
        return std::to_string(imported.imported) + " imported, " +
               std::to_string(imported.skipped) + " skipped";
      }
      std::string operator()(mood::NotSignedIn) const { return "not signed in"; }
      std::string operator()(mood::ImportRunning) const { return "import running"; }
      std::string operator()(const mood::AccountFull&) const { return "account full"; }
      std::string operator()(const server::Faults& faults) const {
        std::string text;
        for (const auto& fault : faults) {
          text += std::to_string(fault.row.value_or(0)) + " " + fault.at + " " +
                  std::string(server::code(fault.flaw)) + "\n";
        }
        return text;
      }
    };
    return std::visit(Tell{},
                      mood::import_entries(by, milestones, who, account, read, now, limits));
  }
  std::string import(const File& file) { return import(database, reading(file)); }

  std::string count() { return ask(admin, "select count(*) from entries"); }
  std::string version() { return ask(admin, "select version from accounts"); }
  std::string kept(const std::string& columns) {
    return db_tests::to_text(
        admin.query("select " + columns + " from entries order by day, recorded_at, entry_id"));
  }
};

BOOST_FIXTURE_TEST_SUITE(transfer, Journal)

BOOST_AUTO_TEST_CASE(entries_are_kept_as_the_file_has_them) {
  BOOST_TEST(import({
                 with_uid(row("2026-03-08", {.mood = "good",
                                             .rating = 4,
                                             .note = "a \"note\" {with} \\ NULL",
                                             .tags = {"a,b", "\"q\"", "{}", "NULL", "\\"}}),
                          kUid),
                 {.new_entry = {.mood = "odd",
                                .recorded_at = at("2026-03-10T11:59:59.123456Z"),
                                .day = day("2026-03-01")}},
             }) == "2 imported, 0 skipped");
  BOOST_TEST(kept("day, recorded_at, mood, coalesce(rating::text, '-'), coalesce(note, '-'), "
                  "array_to_json(tags)") ==
             "2026-03-01 2026-03-10 11:59:59.123456+00 odd - - []\n"
             "2026-03-08 2026-03-08 12:00:00+00 good 4 a \"note\" {with} \\ NULL "
             "[\"a,b\",\"\\\"q\\\"\",\"{}\",\"NULL\",\"\\\\\"]\n");
  BOOST_TEST(ask(admin, "select uid from entries where rating = 4") == kUid);
}

BOOST_AUTO_TEST_CASE(the_same_file_twice_changes_nothing) {
  const File file{
      row("2026-03-08"),
      row("2026-03-08"),
      with_uid(row("2026-03-09"), kUid),
      {.new_entry = {.mood = "bad", .rating = 2, .day = day("2026-03-01")}},
      {.new_entry = {.mood = "bad", .rating = 2, .recorded_at = at("2026-03-02T05:00:00Z")}}};
  BOOST_TEST(import(file) == "5 imported, 0 skipped");
  const auto before = version();
  BOOST_TEST(import(file) == "0 imported, 5 skipped");
  BOOST_TEST(version() == before);
  BOOST_TEST(count() == "5");
}

BOOST_AUTO_TEST_CASE(a_file_that_the_account_has_no_room_for_leaves_nothing) {
  somebody.record_on("2026-03-01");
  limits = {.entries = 3, .text_mebibytes = 1};
  const File file{row("2026-03-08"), row("2026-03-09"), row("2026-03-10")};
  const auto before = version();
  BOOST_TEST(import(file) == "account full");
  const auto long_row = [](std::size_t bytes) {
    return row("2026-03-07", {.mood = "okay", .note = std::string(bytes, 'n'), .tags = {"t"}});
  };
  const std::size_t room = std::size_t{1024} * 1024 - 4 - 4 - 1;
  BOOST_TEST(import({long_row(room + 1)}) == "account full");
  BOOST_TEST(count() == "1");
  BOOST_TEST(version() == before);
  BOOST_TEST(somebody.streaks() == "1");
  BOOST_TEST(import({long_row(room)}) == "1 imported, 0 skipped");
  somebody.remove_on("2026-03-07");
  BOOST_TEST(import({file[0], file[1]}) == "2 imported, 0 skipped");
  BOOST_TEST(import({file[0], file[1]}) == "0 imported, 2 skipped");
  BOOST_TEST(import({file[1], file[2]}) == "account full");
  BOOST_TEST(count() == "3");
}

BOOST_AUTO_TEST_CASE(a_file_without_entries_changes_nothing) {
  BOOST_TEST(import(File{}) == "0 imported, 0 skipped");
  BOOST_TEST(version() == "0");
}

BOOST_AUTO_TEST_CASE(of_equal_rows_as_many_are_added_as_the_file_has_more_than_the_account) {
  const auto equal = row("2026-03-08", {.mood = "odd", .note = "same", .tags = {"t"}});
  BOOST_TEST(import({equal, equal}) == "2 imported, 0 skipped");
  BOOST_TEST(import({equal}) == "0 imported, 1 skipped");
  BOOST_TEST(import({equal, equal, equal}) == "1 imported, 2 skipped");
  BOOST_TEST(import({equal, equal, equal, equal, equal}) == "2 imported, 3 skipped");
  BOOST_TEST(count() == "5");
}

BOOST_AUTO_TEST_CASE(whatever_differs_is_another_entry) {
  const auto make = [](const NewEntry& new_entry) { return row("2026-03-08", new_entry); };
  const File file{
      make({.mood = "odd"}),
      make({.mood = "odd", .rating = 1}),
      make({.mood = "odder"}),
      make({.mood = "odd", .note = ""}),
      make({.mood = "odd", .note = "a"}),
      make({.mood = "odd", .note = "a "}),
      make({.mood = "odd", .tags = {"a"}}),
      make({.mood = "odd", .tags = {"a", "b"}}),
      make({.mood = "odd", .tags = {"b", "a"}}),
      make({.mood = "odd", .tags = {"a,b"}}),
      row("2026-03-07", {.mood = "odd"}),
      {.new_entry = {.mood = "odd",
                     .recorded_at = at("2026-03-08T12:00:00.000001Z"),
                     .day = day("2026-03-08")}},
  };
  for (const auto& entry : file) {
    BOOST_TEST(import({entry}) == "1 imported, 0 skipped");
  }
  BOOST_TEST(import(file) == "0 imported, 12 skipped");
}

BOOST_AUTO_TEST_CASE(an_entry_is_known_by_its_uid_whatever_it_says_now) {
  BOOST_TEST(import({with_uid(row("2026-03-08"), kUid)}) == "1 imported, 0 skipped");
  BOOST_TEST(import({with_uid(row("2026-03-01", {.mood = "odd"}),
                              "6B5CBD5E-8C1B-4A64-9D0B-7A5F0A8F3B1C")}) == "0 imported, 1 skipped");
  BOOST_TEST(import({with_uid(row("2026-03-08"), kOtherUid)}) == "1 imported, 0 skipped");
  BOOST_TEST(kept("day") == "2026-03-08\n2026-03-08\n");
}

BOOST_AUTO_TEST_CASE(of_rows_with_one_uid_the_first_counts) {
  BOOST_TEST(import({with_uid(row("2026-03-08"), kUid), with_uid(row("2026-03-01"), kUid),
                     with_uid(row("2026-03-02"), kUid)}) == "1 imported, 2 skipped");
  BOOST_TEST(kept("day") == "2026-03-08\n");
}

BOOST_AUTO_TEST_CASE(an_entry_that_a_uid_stands_for_is_no_match_for_another_row) {
  BOOST_TEST(import({with_uid(row("2026-03-08"), kUid)}) == "1 imported, 0 skipped");
  // The file has two such entries, the account one.
  const File both{row("2026-03-08"), with_uid(row("2026-03-08"), kUid)};
  BOOST_TEST(import(both) == "1 imported, 1 skipped");
  BOOST_TEST(import(both) == "0 imported, 2 skipped");
  const File with_new_uid{row("2026-03-08"), with_uid(row("2026-03-08"), kOtherUid)};
  BOOST_TEST(import(with_new_uid) == "1 imported, 1 skipped");
  BOOST_TEST(import(with_new_uid) == "0 imported, 2 skipped");
  BOOST_TEST(count() == "3");
}

BOOST_AUTO_TEST_CASE(another_account_s_entries_are_no_match) {
  Somebody other{*this};
  other.record_at("2026-03-08T12:00:00Z");
  const auto uid = ask(admin, "select uid from entries");
  BOOST_TEST(import({row("2026-03-08"), with_uid(row("2026-03-08"), uid.c_str())}) ==
             "2 imported, 0 skipped");
}

// --- When.

BOOST_AUTO_TEST_CASE(what_is_not_said_of_the_time_is_worked_out_as_for_a_new_entry) {
  somebody.change_settings({.time_zone = "America/New_York", .day_starts_at = 4});
  BOOST_TEST(
      import({
          {.new_entry = {.mood = "awful", .rating = 1, .day = day("2026-01-15")}},
          {.new_entry = {.mood = "bad",
                         .rating = 2,
                         .recorded_at = at("2026-01-15T08:59:59.999999Z")}},
          {.new_entry = {.mood = "okay", .rating = 3, .recorded_at = at("2026-01-15T09:00:00Z")}},
          {.new_entry = {.mood = "good", .rating = 4, .day = day("2026-03-10")}},  // today
          {.new_entry = {.mood = "great",
                         .rating = 5,
                         .day = day("2026-03-11")}},  // somewhere else
      }) == "5 imported, 0 skipped");
  BOOST_TEST(kept("rating, day, recorded_at") ==
             "2 2026-01-14 2026-01-15 08:59:59.999999+00\n"
             "3 2026-01-15 2026-01-15 09:00:00+00\n"
             "1 2026-01-15 2026-01-15 17:00:00+00\n"
             "4 2026-03-10 2026-03-10 12:00:00+00\n"
             "5 2026-03-11 2026-03-10 12:00:00+00\n");
}

BOOST_AUTO_TEST_CASE(a_row_matches_by_what_it_says_wherever_the_account_lives_now) {
  const File file{
      {.new_entry = {.mood = "awful", .rating = 1, .day = day("2026-01-15")}},
      {.new_entry = {.mood = "bad", .rating = 2, .recorded_at = at("2026-01-15T08:59:00Z")}},
      {.new_entry = {.mood = "good", .rating = 4, .day = day("2026-03-10")}}};
  BOOST_TEST(import(file) == "3 imported, 0 skipped");
  somebody.change_settings({.time_zone = "Pacific/Pago_Pago", .day_starts_at = 4});
  now += std::chrono::hours{20};
  BOOST_TEST(import(file) == "0 imported, 3 skipped");
  // One that says more is another entry if it says something else.
  BOOST_TEST(import({{.new_entry = {.mood = "awful",
                                    .rating = 1,
                                    .recorded_at = at("2026-01-15T12:00:01Z"),
                                    .day = day("2026-01-15")}}}) == "1 imported, 0 skipped");
  // There are two of that day now.
  const auto vague =
      FileEntry{.new_entry = {.mood = "awful", .rating = 1, .day = day("2026-01-15")}};
  BOOST_TEST(import({vague, vague, vague}) == "1 imported, 2 skipped");
}

BOOST_AUTO_TEST_CASE(a_row_that_says_more_takes_its_match_first) {
  BOOST_TEST(import({row("2026-03-08")}) == "1 imported, 0 skipped");
  const File file{{.new_entry = {.mood = "okay", .rating = 3, .day = day("2026-03-08")}},
                  row("2026-03-08")};
  BOOST_TEST(import(file) == "1 imported, 1 skipped");
  BOOST_TEST(import(file) == "0 imported, 2 skipped");
}

BOOST_AUTO_TEST_CASE(a_day_that_turns_out_too_early_is_told_with_its_row) {
  somebody.change_settings({.time_zone = "Pacific/Pago_Pago"});
  File file(1'200, row("2026-03-08"));
  file[0].new_entry = {.mood = "awful", .rating = 1, .recorded_at = at("1900-01-01T02:00:00Z")};
  file[700].new_entry = {.mood = "awful", .rating = 1, .recorded_at = at("1900-01-01T03:00:00Z")};
  file[1'199].new_entry = {.mood = "awful", .rating = 1, .recorded_at = at("1900-01-01T04:00:00Z")};
  BOOST_TEST(import(file) ==
             "1 /recorded_at too-early\n701 /recorded_at too-early\n1200 /recorded_at too-early\n");
  BOOST_TEST(count() == "0");
}

BOOST_AUTO_TEST_CASE(reading_ends_when_enough_is_wrong) {
  somebody.change_settings({.time_zone = "Pacific/Pago_Pago"});
  const FileEntry early{
      .new_entry = {.mood = "awful", .rating = 1, .recorded_at = at("1900-01-01T02:00:00Z")}};
  int read = 0;
  const auto told = import(database, [&](const mood::TakeEntry& take) {
    while (take({.row = ++read, .entry = early})) {
    }
    return server::Faults{};
  });
  BOOST_TEST(std::ranges::count(told, '\n') >= 100);
  BOOST_TEST(read < 5'000);
}

// --- Many.

BOOST_AUTO_TEST_CASE(rows_keep_their_order_beyond_every_batch) {
  File file;
  for (int i = 0; i < 2'345; ++i) {
    file.push_back(row("2026-03-08", {.mood = "number " + std::to_string(i)}));
  }
  BOOST_TEST(import(file) == "2345 imported, 0 skipped");
  std::string wanted;
  for (int i = 0; i < 2'345; ++i) {
    wanted += "number " + std::to_string(i) + "\n";
  }
  BOOST_TEST((kept("mood") == wanted));
  BOOST_TEST(import(file) == "0 imported, 2345 skipped");
}

BOOST_AUTO_TEST_CASE(a_random_journal_has_the_streaks_of_its_days) {
  std::mt19937 random{20'260'310};
  File file;
  for (int i = 0; i < 3'000; ++i) {
    file.push_back(row(shared::to_string(day("2026-03-10") - shared::days{random() % 4'000})));
  }
  somebody.record_on({"2026-03-10", "2026-03-08", "2020-01-01"});
  BOOST_TEST(import(file).ends_with(" skipped"));
  const auto islands = ask(admin, R"sql(
    select count(*) from (select distinct day from entries) e
     where not exists (select from entries b where b.day = e.day - 1))sql");
  BOOST_TEST(ask(admin, "select count(*) from runs where activity = 'mood'") == islands);
}

BOOST_AUTO_TEST_CASE(an_import_joins_runs_and_is_the_longest_streak_at_once) {
  somebody.record_on({"2026-03-01", "2026-03-05", "2026-03-10"});
  File file;
  for (const auto* missing : {"2026-03-02", "2026-03-09", "2026-03-03", "2026-03-04", "2026-03-06",
                              "2026-03-08", "2026-03-07"}) {
    file.push_back(row(missing));
  }
  BOOST_TEST(import(file) == "7 imported, 0 skipped");
  BOOST_TEST(somebody.status() ==
             "streak 10, longest 10, logged today, until 2026-03-12T00:00:00Z");
  // Three entries and the import: what they reached is written with them.
  BOOST_TEST(version() == "4");
}

// --- All or nothing.

BOOST_AUTO_TEST_CASE(a_fault_in_any_row_stores_none) {
  for (const std::int64_t bad : {1, 100, 600, 1'300}) {
    const auto told = import(database, [&](const mood::TakeEntry& take) {
      server::Faults faults;
      for (std::int64_t number = 1; number <= 1'300; ++number) {
        if (number == bad) {
          faults.push_back({.at = "/rating", .flaw = server::Flaw::kOutOfRange, .row = number});
        } else {
          take({.row = number, .entry = row("2026-03-08")});
        }
      }
      return faults;
    });
    BOOST_TEST(told == std::to_string(bad) + " /rating out-of-range\n");
    BOOST_TEST(count() == "0");
    BOOST_TEST(version() == "0");
  }
}

BOOST_AUTO_TEST_CASE(a_file_that_breaks_off_stores_none_and_the_session_goes_on) {
  BOOST_CHECK_THROW(static_cast<void>(import(database,
                                             [&](const mood::TakeEntry& take) -> server::Faults {
                                               for (int i = 1; i < 1'000; ++i) {
                                                 take({.row = i, .entry = row("2026-03-08")});
                                               }
                                               throw std::runtime_error{"broken off"};
                                             })),
                    std::runtime_error);
  BOOST_TEST(count() == "0");
  BOOST_TEST(import({row("2026-03-08")}) == "1 imported, 0 skipped");
}

// --- Meanwhile.

/// Reads a file, and lets something happen before its end.
mood::ReadFile reading_while(const File& file, std::function<void()> happens) {
  return [&file, happens = std::move(happens)](const mood::TakeEntry& take) {
    auto faults = reading(file)(take);
    happens();
    return faults;
  };
}

BOOST_AUTO_TEST_CASE(a_second_import_into_the_account_is_refused_while_one_runs) {
  const File file(700, row("2026-03-08"));
  storage::Database own;
  BOOST_TEST(import(database, reading_while(file, [&] {
                      BOOST_TEST(import(own, reading(file)) == "import running");
                    })) == "700 imported, 0 skipped");
  BOOST_TEST(import(own, reading(file)) == "0 imported, 700 skipped");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_file_is_told_while_another_import_runs) {
  somebody.change_settings({.time_zone = "Pacific/Pago_Pago"});
  const File file{row("2026-03-08")};
  const File bad{
      {.new_entry = {.mood = "awful", .rating = 1, .recorded_at = at("1900-01-01T02:00:00Z")}}};
  storage::Database own;
  BOOST_TEST(import(database, reading_while(file, [&] {
                      BOOST_TEST(import(own, reading(bad)) == "1 /recorded_at too-early\n");
                    })) == "1 imported, 0 skipped");
}

BOOST_AUTO_TEST_CASE(an_import_into_one_account_is_nothing_to_another) {
  Somebody other{*this};
  storage::Database own;
  const File file{row("2026-03-08")};
  BOOST_TEST(import(database, reading_while(file, [&] {
                      BOOST_TEST(import(own, other.credentials(), reading(file)) ==
                                 "1 imported, 0 skipped");
                    })) == "1 imported, 0 skipped");
}

BOOST_AUTO_TEST_CASE(entries_recorded_and_removed_meanwhile_count) {
  somebody.record_on("2026-03-09");
  storage::Database own;
  const File file{row("2026-03-09"), row("2026-03-08")};
  const auto told = import(
      database, reading_while(file, [&] {
        // The last entry of a day that the file has too.
        const shared::EntryId entry{std::stoll(ask(admin, "select max(entry_id) from entries"))};
        BOOST_TEST(std::holds_alternative<mood::Removed>(mood::remove(
            own, somebody.credentials(), entry, [](int) { return true; }, now)));
        BOOST_TEST(std::holds_alternative<mood::Recorded>(
            recorder.record(own, somebody.credentials(), {.mood = "great", .rating = 5}, {}, now)));
      }));
  BOOST_TEST(told == "2 imported, 0 skipped");
  BOOST_TEST(somebody.streaks() == "1 2 3");
}

BOOST_AUTO_TEST_CASE(an_import_gives_up_where_the_account_changes_too_often_for_its_size) {
  const File file(100, row("2026-03-08"));
  const auto change = [this](int times) {
    admin.query("update accounts set version = version + " + std::to_string(times));
  };
  BOOST_CHECK_EXCEPTION(
      static_cast<void>(import(database, reading_while(file, [&] { change(300'001); }))),
      storage::Failure, [](const storage::Failure& failure) {
        return failure.kind() == storage::FailureKind::kUnavailable;
      });
  BOOST_TEST(count() == "0");
  BOOST_TEST(import(database, reading_while(file, [&] { change(300'000); })) ==
             "100 imported, 0 skipped");
}

BOOST_AUTO_TEST_CASE(whoever_signed_out_meanwhile_has_imported_nothing) {
  storage::Database own;
  const File file{row("2026-03-08")};
  BOOST_TEST(import(database, reading_while(file, [&] {
                      BOOST_TEST(accounts::sign_out(own, {somebody.credentials()}, now));
                    })) == "not signed in");
  BOOST_TEST(count() == "0");
}

BOOST_AUTO_TEST_CASE(an_account_that_was_removed_meanwhile_stays_removed) {
  const File file(1'000, row("2026-03-08"));
  BOOST_TEST(import(database, reading_while(file, [&] {
                      admin.query("delete from accounts");
                      admin.query("delete from point_totals");
                      rebuild_histogram(admin);
                    })) == "not signed in");
  BOOST_TEST(count() == "0");
}

BOOST_AUTO_TEST_CASE(many_imports_of_one_file_at_once_store_it_once) {
  File file;
  for (int i = 0; i < 800; ++i) {
    file.push_back(row(shared::to_string(day("2026-03-10") - shared::days{i})));
  }
  std::atomic<int> stored = 0;
  std::atomic<int> others = 0;
  in_parallel(16, [&](int) {
    storage::Database own;
    const auto told = import(own, reading(file));
    stored += told == "800 imported, 0 skipped" ? 1 : 0;
    others += told == "import running" || told == "0 imported, 800 skipped" ? 1 : 0;
  });
  BOOST_TEST(stored == 1);
  BOOST_TEST(others == 15);
  BOOST_TEST(count() == "800");
}

BOOST_AUTO_TEST_CASE(an_import_among_those_who_record_and_remove_loses_nothing) {
  File file;
  for (int i = 0; i < 3'000; ++i) {
    file.push_back(row(shared::to_string(day("2026-03-10") - shared::days{i % 50}),
                       {.mood = "number " + std::to_string(i)}));
  }
  std::atomic<bool> is_over = false;
  std::atomic<int> recorded = 0;
  std::atomic<int> removed = 0;
  in_parallel(5, [&](int thread) {
    storage::Database own;
    if (thread == 0) {
      BOOST_TEST(import(own, reading(file)) == "3000 imported, 0 skipped");
      is_over = true;
      return;
    }
    std::mt19937 random{static_cast<unsigned>(thread)};
    while (!is_over) {
      const NewEntry new_entry{
          .mood = "okay", .rating = 3, .day = day("2026-03-10") - shared::days{random() % 60}};
      const auto answer = recorder.record(own, somebody.credentials(), new_entry, {}, now);
      const auto& entry = std::get<mood::Recorded>(answer).entry;
      ++recorded;
      if (random() % 2 == 0) {
        removed += std::holds_alternative<mood::Removed>(mood::remove(
            own, somebody.credentials(), entry.id, [](int) { return true; }, now));
      }
    }
  });
  BOOST_TEST(count() == std::to_string(3'000 + recorded - removed));
  // What they reached is written with them.
  BOOST_TEST(version() == std::to_string(1 + recorded + removed));
}

// --- Exports.

BOOST_AUTO_TEST_CASE(an_export_has_everything_the_oldest_first) {
  File file;
  for (int i = 0; i < 350; ++i) {
    file.push_back(
        row(i % 3 == 0 ? "2026-03-08" : "2026-03-07", {.mood = "number " + std::to_string(i)}));
  }
  BOOST_TEST(import(file) == "350 imported, 0 skipped");
  Somebody{*this}.record();
  mood::Export exported{database, somebody.credentials().account};
  std::string moods;
  for (auto page = exported.next_page(); !page.empty(); page = exported.next_page()) {
    BOOST_TEST(page.size() <= 50U);
    for (const auto& entry : page) {
      moods += entry.mood + "\n";
    }
  }
  BOOST_TEST((moods ==
              db_tests::to_text(admin.query("select mood from entries where account_id = $1 "
                                            "order by day, recorded_at, entry_id",
                                            {shared::to_string(somebody.credentials().account)}))));
}

BOOST_AUTO_TEST_CASE(an_export_is_of_one_moment) {
  BOOST_TEST(import(File(150, row("2026-03-07"))) == "150 imported, 0 skipped");
  std::size_t total = 0;
  {
    mood::Export exported{database, somebody.credentials().account};
    total += exported.next_page().size();
    storage::Database own;
    static_cast<void>(
        recorder.record(own, somebody.credentials(), {.mood = "great", .rating = 5}, {}, now));
    const shared::EntryId last{
        std::stoll(ask(admin, "select max(entry_id) - 1 from entries where rating = 3"))};
    BOOST_TEST(std::holds_alternative<mood::Removed>(mood::remove(
        own, somebody.credentials(), last, [](int) { return true; }, now)));
    for (auto page = exported.next_page(); !page.empty(); page = exported.next_page()) {
      total += page.size();
    }
  }
  BOOST_TEST(total == 150U);
  // The session is free again.
  BOOST_TEST(somebody.list().entries.items.size() == 100U);
}

BOOST_AUTO_TEST_CASE(an_account_without_entries_has_an_empty_export) {
  mood::Export exported{database, somebody.credentials().account};
  BOOST_TEST(exported.next_page().empty());
  BOOST_TEST(exported.next_page().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::db_tests
