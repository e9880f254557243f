#include "world.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <variant>

#include "shared/percentile.hpp"
#include "sql/queries.hpp"
#include "storage/values.hpp"
#include "support/oracle.hpp"
#include "support/test_service.hpp"

namespace daymark::db_tests {
namespace {

constexpr const char* kHostVariable = "DAYMARK_TEST_DATABASE_HOST";

const std::string& host() {
  static const std::string host = [] {
    const auto given = environment(kHostVariable, "");
    return given.empty() ? support::read_service(DAYMARK_SERVICE_ENV).database_host : given;
  }();
  return host;
}

support::Database connect_to(const std::string& database, const std::string& role) {
  return support::Database{"host='" + host() + "' dbname='" + database + "' user='" + role + "'"};
}

Outcome run(const std::string& command) {
  FILE* pipe = popen((command + " 2>&1 </dev/null").c_str(), "r");
  if (pipe == nullptr) {
    throw std::runtime_error{"cannot start: " + command};
  }
  Outcome outcome;
  std::array<char, 512> part{};
  while (std::fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr) {
    outcome.output += part.data();
  }
  outcome.status = WEXITSTATUS(pclose(pipe));
  return outcome;
}

Outcome run_migrate(const std::string& database, const std::filesystem::path& migrations) {
  return run("env -u DATABASE_URL PGHOST='" + host() + "' PGDATABASE='" + database +
             "' PGUSER=daymark_owner '" DAYMARK_SQL "/migrate' '" + migrations.string() + "'");
}

std::string make_name() {
  static int made = 0;
  return "daymark_test_" + std::to_string(getpid()) + "_" + std::to_string(++made);
}

/// Nobody else's sessions may be in the way of a copy or of the end.
void drop(const std::string& name) {
  connect_to("postgres", "postgres").query("drop database if exists " + name + " with (force)");
}

/// Migrated once, and copied for each test.
class Template {
 public:
  Template() : name_{make_name()} {
    connect_to("postgres", "postgres")
        .query("create database " + name_ + " owner daymark_owner template template0");
    const auto outcome = run_migrate(name_, DAYMARK_SQL "/migrations");
    if (outcome.status != 0) {
      drop(name_);
      throw std::runtime_error{"sql/migrate failed: " + outcome.output};
    }
  }
  ~Template() { drop(name_); }
  Template(const Template&) = delete;
  Template& operator=(const Template&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string name_;
};

/// Counts accounts, given for each longest streak, in the nodes that the code under test would use;
/// whether those make up the right sums is for the oracle to say.
void add_to_histogram(support::Database& admin, const std::map<int, int>& accounts) {
  std::map<int, int> nodes;
  for (const auto& [longest_streak, count] : accounts) {
    for (const auto& change : shared::histogram_change(std::nullopt, longest_streak)) {
      nodes[change.node] += change.accounts * count;
    }
  }
  std::vector<int> keys;
  std::vector<int> counts;
  for (const auto& [node, count] : nodes) {
    keys.push_back(node);
    counts.push_back(count);
  }
  admin.query(R"sql(
    insert into streak_histogram as h (node, slot, accounts)
    select node, node % 4, accounts
      from unnest($1::integer[], $2::integer[]) as n (node, accounts)
    on conflict (node, slot) do update set accounts = h.accounts + excluded.accounts)sql",
              {storage::to_text(keys), storage::to_text(counts)});
}

}  // namespace

CivilDay day(std::string_view text) { return shared::parse_day(text).value(); }

Instant at(std::string_view text) { return shared::parse_instant(text).value(); }

std::string environment(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

TestDatabase::TestDatabase(Content content) : name_{make_name()} {
  static const Template migrated;
  connect_to("postgres", "postgres")
      .query("create database " + name_ + " owner daymark_owner template " +
             (content == Content::kMigrated ? migrated.name() : "template0"));
}

TestDatabase::~TestDatabase() {
  try {
    drop(name_);
  } catch (const support::DatabaseError& error) {
    BOOST_ERROR("cannot drop " << name_ << ": " << error.what());
  }
}

support::Database TestDatabase::connect(const std::string& role) const {
  return connect_to(name_, role);
}

void TestDatabase::use() const {
  setenv("PGHOST", host().c_str(), 1);
  setenv("PGDATABASE", name_.c_str(), 1);
  setenv("PGUSER", "daymark_worker", 1);
  setenv("PGCLIENTENCODING", "UTF8", 1);
  unsetenv("PGPORT");
  unsetenv("PGOPTIONS");
}

Outcome TestDatabase::migrate(const std::filesystem::path& migrations) const {
  return run_migrate(name_, migrations);
}

std::vector<Credentials> add_accounts(support::Database& admin, int count,
                                      const AccountSettings& settings) {
  const auto rows = admin.query(
      R"sql(with account as (
              insert into accounts (username, language, time_zone, day_starts_at, created_at,
                                    longest_mood_streak)
              select 'somebody', 'en', $2, $3::smallint, timestamptz '1990-01-01 00:00:00Z',
                     $4::integer
                from generate_series(1, $1::integer)
              returning account_id
            ), totals as (
              insert into point_totals as t (points, slot, accounts)
              values (0, 0, $1::integer)
              on conflict (points, slot) do update set accounts = t.accounts + excluded.accounts
            )
            insert into sessions (account_id, token_hash, kind, created_at, last_seen_at, ends_at,
                                  user_agent)
            select account_id, sha256(account_id::text::bytea), 'bearer',
                   timestamptz '1990-01-01 00:00:00Z', timestamptz '9000-01-01 00:00:00Z',
                   'infinity', ''
              from account
            returning account_id, token_hash)sql",
      {std::to_string(count), settings.time_zone, std::to_string(settings.day_starts_at),
       std::to_string(settings.longest_streak)});
  std::vector<Credentials> people;
  people.reserve(rows.size());
  for (const auto& row : rows) {
    people.push_back({.account = {std::stoll(row.at(0))}, .token_hash = row.at(1)});
  }
  return people;
}

void rebuild_histogram(support::Database& admin) {
  admin.query("delete from streak_histogram");
  std::map<int, int> accounts;
  for (const auto& row : admin.query(
           "select longest_mood_streak, count(*) from accounts group by longest_mood_streak")) {
    accounts[std::stoi(row.at(0))] = std::stoi(row.at(1));
  }
  add_to_histogram(admin, accounts);
}

std::string find_faults(support::Database& admin) {
  using namespace support::oracle;
  const std::string islands{kIslands};
  return to_text(admin.query(islands + std::string{kWrongRuns})) +
         to_text(admin.query(islands + std::string{kWrongLongestStreaks})) +
         to_text(admin.query(islands + std::string{kWrongNewestRuns})) +
         to_text(admin.query(std::string{kWrongHistogram})) + find_award_faults(admin) +
         find_task_faults(admin);
}

std::string find_award_faults(support::Database& admin) {
  using namespace support::oracle;
  const std::string islands{kAwardIslands};
  return to_text(admin.query(islands + std::string{kWrongAwardRuns})) +
         to_text(admin.query(islands + std::string{kWrongSevenDays})) +
         to_text(admin.query(std::string{kWrongAccountFigures})) +
         to_text(admin.query(std::string{kWrongHolders})) +
         to_text(admin.query(std::string{kWrongPointTotals}));
}

std::string find_task_faults(support::Database& admin) {
  using namespace support::oracle;
  return to_text(admin.query(std::string{kTaskIslands} + std::string{kWrongTaskRuns})) +
         to_text(admin.query(std::string{kWrongQuotas})) +
         to_text(admin.query(std::string{kTasksBackInTime}));
}

std::string to_text(const std::vector<Row>& rows) {
  std::string text;
  for (const auto& row : rows) {
    for (const auto& value : row) {
      text += value + " ";
    }
    text.back() = '\n';
  }
  return text;
}

bool makes_table(const storage::Query& query) {
  return std::string_view{query.text}.starts_with("create ");
}

void make_tables(support::Database& database) {
  for (const auto* query : sql::kAllQueries) {
    if (makes_table(*query)) {
      database.query(query->text);
    }
  }
}

std::string ask(support::Database& database, const std::string& sql,
                const std::vector<std::string>& parameters) {
  return database.query(sql, parameters).at(0).at(0);
}

std::string to_text(const mood::StreakStatus& status) {
  return "streak " + std::to_string(status.streak) + ", longest " +
         std::to_string(status.longest_streak) +
         (status.logged_today ? ", logged today" : ", not logged today") +
         (status.streak_expires_at ? ", until " + shared::to_string(*status.streak_expires_at)
                                   : "");
}

std::string comparison_text(const mood::StreakStatus& status) {
  const auto others = " of " + std::to_string(status.compared_with);
  if (!status.percentile) {
    return "none" + others;
  }
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%d.%02d", status.percentile->hundredths / 100,
                status.percentile->hundredths % 100);
  return text.data() + others;
}

World::World() : admin{place.connect()} { place.use(); }

Credentials World::add_account(const AccountSettings& settings) {
  const auto person = add_accounts(admin, 1, settings).front();
  // Not rebuilt: that would mend what the code under test has done wrong.
  add_to_histogram(admin, {{settings.longest_streak, 1}});
  return person;
}

void CheckedWorld::teardown() { BOOST_TEST(find_faults(admin) == ""); }

Somebody::Somebody(World& world, const AccountSettings& settings)
    : world_{world}, credentials_{world.add_account(settings)} {}

mood::Recorded Somebody::record(const mood::NewEntry& new_entry) {
  return expect<mood::Recorded>(
      world_.recorder.record(world_.database, credentials_, new_entry, std::nullopt, world_.now),
      "record");
}

mood::Recorded Somebody::record_on(std::string_view wanted) {
  return record({.mood = "okay", .rating = 3, .day = day(wanted)});
}

void Somebody::record_on(std::initializer_list<std::string_view> wanted) {
  for (const auto one : wanted) {
    record_on(one);
  }
}

void Somebody::record_from(std::string_view first_day, std::string_view last_day) {
  for (auto one = day(first_day); one <= day(last_day); one += shared::days{1}) {
    record_on(shared::to_string(one));
  }
}

mood::Recorded Somebody::record_at(std::string_view instant) {
  return record({.mood = "okay", .rating = 3, .recorded_at = at(instant)});
}

void Somebody::remove(shared::EntryId entry) {
  expect<mood::Removed>(
      mood::remove(
          world_.database, credentials_, entry, [](int) { return true; }, world_.now),
      "remove");
}

void Somebody::remove_on(std::string_view wanted) {
  remove({std::stoll(ask(world_.admin,
                         "select min(entry_id) from entries where account_id = $1 and day = $2",
                         {shared::to_string(credentials_.account), std::string{wanted}}))});
}

void Somebody::change_settings(const accounts::Settings& settings) {
  if (!accounts::change_settings(world_.database, credentials_, settings, world_.now)) {
    throw std::runtime_error{"change_settings: not signed in"};
  }
}

mood::EntryPage Somebody::list(const mood::PageWanted& wanted) {
  return expect<mood::EntryPage>(
      world_.lister.list(world_.database, credentials_, wanted, world_.now), "list");
}

std::string Somebody::streaks() {
  std::string text;
  const auto page = list();
  for (auto entry = page.entries.items.rbegin(); entry != page.entries.items.rend(); ++entry) {
    text += (text.empty() ? "" : " ") + std::to_string(entry->streak);
  }
  return text;
}

void in_parallel(int count, const std::function<void(int)>& work) {
  std::mutex mutex;
  std::exception_ptr first;
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      try {
        work(i);
      } catch (...) {
        const std::lock_guard lock{mutex};
        first = first ? first : std::current_exception();
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  if (first) {
    std::rethrow_exception(first);
  }
}

}  // namespace daymark::db_tests
