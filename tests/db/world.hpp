// What the tests of the database share: databases that live as long as a test, accounts in them,
// and somebody who records moods at a time of the test's choosing.
#pragma once

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "accounts/accounts.hpp"
#include "achievements/achievements.hpp"
#include "mood/mood.hpp"
#include "mood/recorder.hpp"
#include "shared/civil_day.hpp"
#include "shared/instant.hpp"
#include "storage/database.hpp"
#include "support/elsewhere.hpp"
#include "support/postgres.hpp"

namespace daymark::db_tests {

using server::Credentials;
using shared::CivilDay;
using shared::Instant;
using support::Row;

/// `2026-03-10`; throws where it is none.
[[nodiscard]] CivilDay day(std::string_view text);
/// RFC 3339; throws where it is none.
[[nodiscard]] Instant at(std::string_view text);

/// A value of the environment, or `otherwise`.
[[nodiscard]] std::string environment(const char* name, const std::string& otherwise);

/// The wanted one of several possible answers; throws std::runtime_error where it is another one.
template <class Wanted, class Answer>
Wanted expect(Answer&& answer, const std::string& action) {
  if (auto* wanted = std::get_if<Wanted>(&answer)) {
    return std::move(*wanted);
  }
  throw std::runtime_error{action + ": the answer was alternative " +
                           std::to_string(answer.index())};
}

struct Outcome {
  int status = 0;
  std::string output;  // both streams
};

/// A database of its own on the tests' server, dropped at the end. `kMigrated` is a copy of one
/// that sql/migrate made.
class TestDatabase {
 public:
  enum class Content { kNothing, kMigrated };

  explicit TestDatabase(Content content = Content::kMigrated);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] support::Database connect(const std::string& role = "postgres") const;
  /// Makes it the one that storage::Database connects to. To be called while there is one thread.
  void use() const;
  /// Runs sql/migrate on it as its owner, with the migrations of a folder.
  [[nodiscard]] Outcome migrate(const std::filesystem::path& migrations = DAYMARK_SQL
                                "/migrations") const;

 private:
  std::string name_;
};

struct AccountSettings {
  std::string time_zone = "UTC";
  int day_starts_at = 0;
  int longest_streak = 0;  // as if there had been entries
};

/// New accounts, each with a session that never ends, written without the code under test, and
/// counted among those without points.
/// The histogram is to be rebuilt afterwards.
[[nodiscard]] std::vector<Credentials> add_accounts(support::Database& admin, int count,
                                                    const AccountSettings& settings);

/// Counts the histogram anew.
void rebuild_histogram(support::Database& admin);

/// What is wrong with runs, longest streaks, the histogram and all that is kept about awards and
/// tasks by the oracle; empty where all is right.
[[nodiscard]] std::string find_faults(support::Database& admin);
/// The part of it that is about awards and the figures of accounts.
[[nodiscard]] std::string find_award_faults(support::Database& admin);
/// The part of it that is about tasks, their quotas and their runs.
[[nodiscard]] std::string find_task_faults(support::Database& admin);

/// All rows, with a space between values and a line break between rows.
[[nodiscard]] std::string to_text(const std::vector<Row>& rows);

/// Whether a query makes a temporary table, and so cannot be prepared by SQL itself.
[[nodiscard]] bool makes_table(const storage::Query& query);

/// Makes the temporary tables that other queries know, for a session.
void make_tables(support::Database& database);

/// One value.
[[nodiscard]] std::string ask(support::Database& database, const std::string& sql,
                              const std::vector<std::string>& parameters = {});

/// `streak 3, longest 5, logged today, until 2026-03-12T00:00:00Z`
[[nodiscard]] std::string to_text(const mood::StreakStatus& status);
/// `80 of 5`, in percent; `none of 5`.
[[nodiscard]] std::string comparison_text(const mood::StreakStatus& status);

/// A test's own database and the two ways into it.
struct World {
  World();

  /// One account, its session, and its place in the histogram.
  Credentials add_account(const AccountSettings& settings = {});

  TestDatabase place;
  support::Database admin;     // the superuser's
  storage::Database database;  // the workers'
  achievements::Milestones milestones;
  support::WaitingRecorder recorder{milestones};
  support::WaitingLister lister;
  Instant now = at("2026-03-10T12:00:00Z");
};

/// The same, and at the end of the test everything that is kept must be what the oracle says.
struct CheckedWorld : World {
  void teardown();
};

/// Somebody with an account of a world, who lives at the world's time.
class Somebody {
 public:
  explicit Somebody(World& world, const AccountSettings& settings = {});

  /// Each throws std::runtime_error where the answer is another one.
  mood::Recorded record(const mood::NewEntry& new_entry = {.mood = "good", .rating = 4});
  mood::Recorded record_on(std::string_view day);
  void record_on(std::initializer_list<std::string_view> days);
  /// One entry on each day from the first to the last one.
  void record_from(std::string_view first_day, std::string_view last_day);
  mood::Recorded record_at(std::string_view instant);
  void remove(shared::EntryId entry);
  void remove_on(std::string_view day);  // the oldest entry of the day
  void change_settings(const accounts::Settings& settings);

  [[nodiscard]] mood::EntryPage list(const mood::PageWanted& wanted = {
                                         .limit = server::kPageLimitMax});
  [[nodiscard]] std::string status() { return to_text(list().status); }
  [[nodiscard]] std::string comparison() { return comparison_text(list().status); }
  /// The entries' streaks from the oldest to the newest: `1 2 3`.
  [[nodiscard]] std::string streaks();

  [[nodiscard]] const Credentials& credentials() const { return credentials_; }

 private:
  World& world_;
  Credentials credentials_;
};

/// Runs `work(0)` to `work(count - 1)` at the same time, and throws the first exception of any.
void in_parallel(int count, const std::function<void(int)>& work);

}  // namespace daymark::db_tests
