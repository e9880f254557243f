// Every query by itself: that the workers can prepare it, and how it is carried out.
#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "positional.hpp"
#include "sql/queries.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

/// 2,000 accounts with all that belongs to them, each with an entry on each of 60 days.
void load_accounts(support::Database& admin) {
  static_cast<void>(add_accounts(admin, 2'000, {.longest_streak = 60}));
  admin.query(R"sql(
    insert into usernames (username_key, account_id)
    select 'somebody' || account_id, account_id from accounts)sql");
  admin.query(
      "insert into credentials (account_id, password_hash) select account_id, 'x' from accounts");
  admin.query(R"sql(
    insert into entries (account_id, uid, mood, rating, tags, recorded_at, day)
    select account_id, gen_random_uuid(), 'okay', 3, '{}', date '2026-01-01' + d + time '12:00',
           date '2026-01-01' + d
      from generate_series(0, 59) d cross join accounts)sql");
  admin.query(R"sql(
    insert into runs (account_id, activity, first_day, last_day)
    select account_id, 'mood', date '2026-01-01', date '2026-01-01' + 59 from accounts)sql");
  admin.query(R"sql(
    insert into mood_idempotency_keys
    select account_id, 'key ' || entry_id, sha256('body'), recorded_at, entry_id, uid, recorded_at,
           day, 1, 1, 1, true, null, 0, 0
      from entries)sql");
  admin.query(R"sql(
    insert into sign_in_networks
    select account_id, '192.0.2.0/24', date '2026-01-01' from accounts)sql");
  admin.query(R"sql(
    insert into failed_sign_ins
    select sha256(username_key::bytea), '192.0.2.0/24', 1, date '2026-01-01' from usernames)sql");
  admin.query(R"sql(
    insert into strangers_failed_sign_ins
    select sha256(username_key::bytea), array[date '2026-01-01'] from usernames)sql");
  admin.query(R"sql(
    insert into jobs (account_id, kind, due_at, done_day)
    select account_id, 'adjust_task_limit',
           timestamptz '2026-01-01' + account_id * interval '1 minute', date '2026-01-01'
      from accounts)sql");
  admin.query(R"sql(
    insert into task_quotas (account_id, day, ends_at, used)
    select account_id, date '2026-01-01' + d, date '2026-01-01' + d + 1, 5
      from generate_series(0, 9) d cross join accounts)sql");
  admin.query(R"sql(
    insert into task_limit_changes (account_id, day, changed_at, old_limit, new_limit, reason)
    select account_id, date '2026-01-01' + d, date '2026-01-01', 5 + d, 6 + d, 'raised'
      from generate_series(0, 2) d cross join accounts)sql");
  admin.query(R"sql(
    insert into task_idempotency_keys
    select account_id, 'key ' || day, sha256('body'), day, 1, day, 5, 'default', 1, day
      from task_quotas)sql");
  rebuild_histogram(admin);
  admin.query("analyze");
}

/// Whether a plan reads a whole table of accounts' data. The histogram is none: it is small, and
/// belongs to nobody.
bool reads_all_accounts(const std::string& plan) {
  return std::ranges::any_of(
      std::array{"accounts", "usernames", "credentials", "sessions", "entries", "runs",
                 "mood_idempotency_keys", "sign_in_networks", "failed_sign_ins",
                 "strangers_failed_sign_ins", "jobs", "task_quotas", "task_limit_changes",
                 "task_idempotency_keys"},
      [&](const std::string& table) {
        return plan.find("Seq Scan on " + table) != std::string::npos;
      });
}

/// Once a day, to compare what is kept.
bool counts_all_accounts(const storage::Query& query) {
  return std::string_view{query.name}.starts_with("jobs/compare_");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(queries, World)

BOOST_AUTO_TEST_CASE(every_file_is_a_constant_of_its_name) {
  std::set<std::string> files;
  for (const auto& file : std::filesystem::recursive_directory_iterator{DAYMARK_SQL "/queries"}) {
    const bool is_part = file.path().parent_path().filename() == "parts";
    if (file.path().extension() == ".sql" && !is_part) {
      files.insert(std::filesystem::relative(file.path(), DAYMARK_SQL "/queries")
                       .replace_extension()
                       .string());
    }
  }
  std::set<std::string> constants;
  for (const auto* query : sql::kAllQueries) {
    constants.insert(query->name);
  }
  BOOST_TEST(constants == files, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_query_can_be_prepared_by_the_workers_and_its_parameters_have_types) {
  auto worker = place.connect("daymark_worker");
  make_tables(worker);
  for (const auto* query : sql::kAllQueries) {
    if (makes_table(*query)) {
      continue;
    }
    BOOST_TEST_CONTEXT(query->name) {
      const auto positional = to_positional(query->text);
      BOOST_REQUIRE_NO_THROW(
          worker.query("prepare \"" + std::string{query->name} + "\" as " + positional.text));
      const auto types = worker.query(
          "select type::text from pg_prepared_statements, unnest(parameter_types) as type where "
          "name = $1",
          {query->name});
      BOOST_TEST(types.size() == positional.names.size());
      for (const auto& type : types) {
        BOOST_TEST(type.at(0) != "unknown");
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(no_query_reads_the_data_of_all_accounts_but_those_that_count_them) {
  load_accounts(admin);
  auto worker = place.connect("daymark_worker");
  BOOST_REQUIRE_EQUAL(ask(worker, "show plan_cache_mode"), "force_generic_plan");
  make_tables(worker);
  for (const auto* query : sql::kAllQueries) {
    if (makes_table(*query)) {
      continue;
    }
    BOOST_TEST_CONTEXT(query->name) {
      const auto positional = to_positional(query->text);
      worker.query("prepare query as " + positional.text);
      std::string values;
      for (std::size_t i = 0; i < positional.names.size(); ++i) {
        values += i == 0 ? "(null" : ", null";
      }
      const auto plan = to_text(
          worker.query("explain (costs off) execute query" + values + (values.empty() ? "" : ")")));
      BOOST_TEST((counts_all_accounts(*query) || !reads_all_accounts(plan)), plan);
      worker.query("deallocate query");
    }
  }
}

BOOST_AUTO_TEST_CASE(no_index_has_a_column_that_entries_or_sessions_keep_changing) {
  // Otherwise the updates would not be heap-only.
  BOOST_TEST(to_text(admin.query(R"sql(
    select index.indexrelid::regclass, a.attname
      from pg_index index
      join pg_attribute a on a.attrelid = index.indexrelid
     where (index.indrelid::regclass::text, a.attname) in (
             ('accounts', 'version'), ('accounts', 'longest_mood_streak'), ('runs', 'last_day'),
             ('sessions', 'last_seen_at'), ('sessions', 'ends_at'),
             ('streak_histogram', 'accounts'))
        or (index.indrelid
              = any (array['accounts', 'runs', 'sessions', 'streak_histogram']::regclass[])
            and (index.indpred is not null or index.indexprs is not null))
  )sql")) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
