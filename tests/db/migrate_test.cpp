// sql/migrate, and what a program does that was written for another schema.
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "sql/queries.hpp"
#include "storage/failure.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

namespace fs = std::filesystem;

/// A folder of migrations to change: at first the real ones.
class Migrations {
 public:
  Migrations()
      : folder_{fs::temp_directory_path() / ("daymark_migrations_" + std::to_string(getpid()))} {
    fs::remove_all(folder_);
    fs::copy(DAYMARK_SQL "/migrations", folder_);
  }
  ~Migrations() { fs::remove_all(folder_); }
  Migrations(const Migrations&) = delete;
  Migrations& operator=(const Migrations&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::ofstream{folder_ / name} << text;
  }
  void append(const std::string& name, const std::string& text) const {
    std::ofstream{folder_ / name, std::ios::app} << text;
  }
  void rename(const std::string& from, const std::string& to) const {
    fs::rename(folder_ / from, folder_ / to);
  }
  /// Only those up to a number are left.
  void keep_until(const std::string& number) const {
    std::vector<fs::path> later;
    for (const auto& file : fs::directory_iterator{folder_}) {
      if (file.path().filename().string().substr(0, number.size()) > number) {
        later.push_back(file.path());
      }
    }
    for (const auto& file : later) {
      fs::remove(file);
    }
  }
  /// The name of the newest one, and that of one after it.
  [[nodiscard]] std::string newest() const {
    std::string newest;
    for (const auto& file : fs::directory_iterator{folder_}) {
      newest = std::max(newest, file.path().filename().string());
    }
    return newest;
  }
  [[nodiscard]] static std::string next(const std::string& name) {
    std::array<char, 8> number{};
    std::snprintf(number.data(), number.size(), "%04d", sql::kSchemaVersion + 1);
    return number.data() + ("_" + name + ".sql");
  }
  [[nodiscard]] const fs::path& folder() const { return folder_; }

 private:
  fs::path folder_;
};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto from = text.find(part); from != std::string::npos; from = text.find(part, from + 1)) {
    ++found;
  }
  return found;
}

bool contains(const std::string& text, const std::string& part) { return count(text, part) > 0; }

std::string applied(support::Database& database) {
  return to_text(database.query("select version, name from schema_migrations order by version"));
}

storage::FailureKind failure_of_open() {
  try {
    storage::Database{}.open();
  } catch (const storage::Failure& failure) {
    return failure.kind();
  }
  BOOST_FAIL("open did not fail");
  return storage::FailureKind::kBroken;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(migrate)

BOOST_AUTO_TEST_CASE(the_first_run_applies_everything_and_the_second_nothing) {
  const TestDatabase place{TestDatabase::Content::kNothing};
  const auto first = place.migrate();
  BOOST_TEST(first.status == 0, first.output);
  BOOST_TEST(count(first.output, "applying") == static_cast<std::size_t>(sql::kSchemaVersion));
  auto admin = place.connect();
  const auto before = to_text(admin.query("select * from schema_migrations order by version"));
  const auto second = place.migrate();
  BOOST_TEST(second.status == 0);
  BOOST_TEST(second.output == "");
  BOOST_TEST(to_text(admin.query("select * from schema_migrations order by version")) == before);
}

BOOST_AUTO_TEST_CASE(the_owner_of_the_tables_is_whoever_migrates) {
  const World world;
  auto admin = world.place.connect();
  BOOST_TEST(to_text(admin.query(R"sql(
    select distinct relowner::regrole
      from pg_class
     where relnamespace = 'public'::regnamespace)sql")) == "daymark_owner\n");
}

BOOST_AUTO_TEST_CASE(of_two_at_once_one_applies_and_the_other_waits) {
  const TestDatabase place{TestDatabase::Content::kNothing};
  std::array<Outcome, 3> outcomes;
  in_parallel(static_cast<int>(outcomes.size()),
              [&](int i) { outcomes.at(static_cast<std::size_t>(i)) = place.migrate(); });
  std::size_t times_applied = 0;
  for (const auto& outcome : outcomes) {
    BOOST_TEST(outcome.status == 0, outcome.output);
    times_applied += count(outcome.output, "applying");
  }
  BOOST_TEST(times_applied == static_cast<std::size_t>(sql::kSchemaVersion));
}

BOOST_AUTO_TEST_CASE(a_changed_migration_is_refused) {
  const TestDatabase place;
  const Migrations migrations;
  migrations.append(migrations.newest(), "\n-- a word more\n");
  const auto outcome = place.migrate(migrations.folder());
  BOOST_TEST(outcome.status != 0);
  BOOST_TEST(contains(outcome.output, "was changed after it had been applied"), outcome.output);
}

BOOST_AUTO_TEST_CASE(a_renamed_migration_is_refused) {
  const TestDatabase place;
  const Migrations migrations;
  const auto newest = migrations.newest();
  migrations.rename(newest, newest.substr(0, 4) + "_another_name.sql");
  BOOST_TEST(place.migrate(migrations.folder()).status != 0);
}

BOOST_AUTO_TEST_CASE(a_broken_migration_leaves_nothing_and_can_be_mended) {
  const TestDatabase place;
  const Migrations migrations;
  auto admin = place.connect();
  const auto before = applied(admin);
  const auto name = Migrations::next("broken");
  migrations.write(name, "create table half (part integer);\nselect 1 / 0;\n");
  const auto broken = place.migrate(migrations.folder());
  BOOST_TEST(broken.status != 0);
  BOOST_TEST(contains(broken.output, "division by zero"), broken.output);
  BOOST_TEST(ask(admin, "select to_regclass('half') is null") == "t");
  BOOST_TEST(applied(admin) == before);

  migrations.write(name, "create table half (part integer);\n");
  const auto mended = place.migrate(migrations.folder());
  BOOST_TEST(mended.status == 0, mended.output);
  BOOST_TEST(ask(admin, "select to_regclass('half') is null") == "f");
}

BOOST_AUTO_TEST_CASE(a_migration_that_ends_its_transaction_is_refused) {
  const TestDatabase place;
  const Migrations migrations;
  migrations.write(Migrations::next("two_halves"),
                   "create table half (part integer);\n  COMMIT;\nselect 1 / 0;\n");
  const auto outcome = place.migrate(migrations.folder());
  BOOST_TEST(outcome.status != 0);
  BOOST_TEST(contains(outcome.output, "one transaction"), outcome.output);
  auto admin = place.connect();
  BOOST_TEST(ask(admin, "select to_regclass('half') is null") == "t");
}

BOOST_AUTO_TEST_CASE(two_migrations_of_one_number_and_other_names_are_refused) {
  const TestDatabase place;
  {
    const Migrations migrations;
    migrations.write(migrations.newest().substr(0, 4) + "_twice.sql", "select 1;\n");
    const auto outcome = place.migrate(migrations.folder());
    BOOST_TEST(outcome.status != 0);
    BOOST_TEST(contains(outcome.output, "too"), outcome.output);
  }
  const Migrations migrations;
  migrations.write("later.sql", "select 1;\n");
  BOOST_TEST(place.migrate(migrations.folder()).status != 0);
}

BOOST_AUTO_TEST_CASE(a_database_that_is_newer_than_the_program_is_not_touched_by_it) {
  const TestDatabase place;
  {
    const Migrations migrations;
    migrations.write(Migrations::next("more"), "create table more (part integer);\n");
    BOOST_TEST(place.migrate(migrations.folder()).status == 0);
  }
  const auto outcome = place.migrate();
  BOOST_TEST(outcome.status != 0);
  BOOST_TEST(contains(outcome.output, "older than the database"), outcome.output);
}

BOOST_AUTO_TEST_CASE(who_came_far_before_there_were_milestones_has_them_afterwards) {
  const TestDatabase place{TestDatabase::Content::kNothing};
  const Migrations migrations;
  migrations.keep_until("0002");
  BOOST_TEST(place.migrate(migrations.folder()).status == 0);
  auto admin = place.connect();
  admin.query(R"sql(
    with account as (
      insert into accounts (username, language, time_zone, day_starts_at, created_at,
                            longest_mood_streak)
      select 'person' || days, 'en', 'UTC', 0, '2026-01-01', days
        from unnest(array[0, 1, 2, 3, 10, 120]) as days
      returning account_id, longest_mood_streak as days
    ), run as (
      insert into runs (account_id, activity, first_day, last_day)
      select account_id, 'mood', date '2026-01-01', date '2026-01-01' + days - 1
        from account
       where days > 0
    ), histogram as (
      insert into streak_histogram (node, slot, accounts)
      select length, 0, count(*)
        from account
       cross join generate_series(0, days) as length
       group by length
    )
    insert into entries (account_id, uid, rating, tags, recorded_at, day)
    select account_id, gen_random_uuid(), 3, '{}',
           timestamptz '2026-01-01 12:00Z' + n * interval '1 day', date '2026-01-01' + n
      from account
     cross join generate_series(0, days - 1) as n)sql");
  const auto outcome = place.migrate();
  BOOST_TEST(outcome.status == 0, outcome.output);
  BOOST_TEST(to_text(admin.query("select username, achievements, points from accounts "
                                 "order by account_id")) ==
             "person0 0 0\nperson1 1 10\nperson2 1 10\nperson3 2 25\nperson10 4 80\n"
             "person120 10 745\n");
  BOOST_TEST(to_text(admin.query("select username from accounts a join awards w using (account_id) "
                                 "join achievements c using (achievement_id) "
                                 "where c.code = 'finding-the-words' order by 1")) ==
             "person10\nperson120\n");
}

BOOST_AUTO_TEST_CASE(the_bytes_of_entries_from_before_are_counted) {
  const TestDatabase place{TestDatabase::Content::kNothing};
  const Migrations migrations;
  migrations.keep_until("0011");
  BOOST_TEST(place.migrate(migrations.folder()).status == 0);
  auto admin = place.connect();
  admin.query(R"sql(
    with account as (
      insert into accounts (username, language, time_zone, day_starts_at, created_at)
      select name, 'en', 'UTC', 0, '2026-01-01'
        from unnest(array['none', 'one', 'two']) as name
      returning account_id, username
    )
    insert into entries (account_id, uid, mood, note, tags, recorded_at, day)
    select a.account_id, gen_random_uuid(), e.mood, e.note, e.tags::text[], '2026-01-01',
           '2026-01-01'
      from account a
      join (values ('one', 'мир', null, '{}'), ('two', 'odd', 'море', '{ё,"a b"}'),
                   ('two', 'good', '', '{t}'))
           as e (username, mood, note, tags) on e.username = a.username)sql");
  const auto outcome = place.migrate();
  BOOST_TEST(outcome.status == 0, outcome.output);
  BOOST_TEST(
      to_text(admin.query("select username, mood_bytes from accounts order by account_id")) ==
      "none 0\none 6\ntwo 21\n");
}

BOOST_AUTO_TEST_CASE(who_has_a_name_that_no_new_account_may_have_is_told_to_the_operator) {
  const TestDatabase place{TestDatabase::Content::kNothing};
  const Migrations migrations;
  migrations.keep_until("0009");
  BOOST_TEST(place.migrate(migrations.folder()).status == 0);
  auto admin = place.connect();
  const std::vector<std::string> names{"alice",       "alice\uFE0F", "_anna", "a.-_",
                                       "al\u034Fice", "аня",         "-1-",   "\u3164\u3164\u3164",
                                       "नेहा",         "a\U000E0100"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    admin.query(
        "insert into accounts (account_id, username, language, time_zone, day_starts_at, "
        "created_at) values ($1::bigint, $2, 'en', 'UTC', 0, '2026-01-01')",
        {std::to_string(70 + i), names[i]});
    admin.query("insert into usernames values ($2, $1::bigint)",
                {std::to_string(70 + i), names[i]});
  }
  const auto outcome = place.migrate();
  BOOST_TEST(outcome.status == 0, outcome.output);
  BOOST_TEST(contains(outcome.output, "WARNING:  accounts that keep a name"), outcome.output);
  BOOST_TEST(contains(outcome.output, ": 6; their ids: 71, 72, 74, 76, 77, 79\n"), outcome.output);
  std::string listed;
  for (const auto& name : names) {
    listed += name + "\n";
  }
  BOOST_TEST(to_text(admin.query("select username from accounts order by account_id")) == listed);
}

BOOST_AUTO_TEST_CASE(a_newer_schema_serves_an_older_program) {
  const TestDatabase place;
  auto admin = place.connect();
  admin.query("insert into schema_migrations (version, name, sha256) values (9999, 'later', '')");
  place.use();
  storage::Database database;
  BOOST_CHECK_NO_THROW(database.open());
}

BOOST_AUTO_TEST_CASE(a_stale_schema_is_refused) {
  const TestDatabase place;
  auto admin = place.connect();
  admin.query(
      "delete from schema_migrations where version = (select max(version) from schema_migrations)");
  place.use();
  BOOST_TEST((failure_of_open() == storage::FailureKind::kStaleSchema));
  storage::Database database;
  for (int time = 0; time < 2; ++time) {
    BOOST_CHECK_THROW(database.read(sql::accounts::kListTimeZones, {}), storage::Failure);
  }
  // Once it is migrated, the same object works.
  admin.query(
      "insert into schema_migrations (version, name, sha256) values ($1::integer, 'again', '')",
      {std::to_string(sql::kSchemaVersion)});
  BOOST_CHECK_NO_THROW(database.read(sql::accounts::kListTimeZones, {}));
}

BOOST_AUTO_TEST_CASE(a_database_that_was_never_migrated_is_refused_as_stale) {
  const TestDatabase place{TestDatabase::Content::kNothing};
  place.use();
  BOOST_TEST((failure_of_open() == storage::FailureKind::kStaleSchema));
}

BOOST_AUTO_TEST_CASE(the_time_zones_are_names_without_doubles_of_the_zone_files) {
  World world;
  for (const auto* name : {"UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"}) {
    BOOST_TEST(ask(world.admin, "select count(*) from time_zones where name = $1", {name}) == "1");
  }
  for (const auto* name : {"posix/UTC", "right/UTC", "Factory", "localtime", "posixrules", "+03"}) {
    BOOST_TEST(ask(world.admin, "select count(*) from time_zones where name = $1", {name}) == "0");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
