// No statement of the workers can reach another account's data, whoever calls it: the second wall,
// behind the questions of who is signed in and whose entry this is.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "account_filter.hpp"
#include "sql/queries.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

/// What may stay although the filter finds it. Each of `what` is used up by one finding, and one
/// that nothing uses is a mistake too.
struct Exception {
  std::string statement;
  std::vector<std::string> what;
  const char* why;
};

/// A table.
const std::vector<Exception>& exceptions() {
  static const std::vector<Exception> list{
      {"accounts/reserve_attempt",
       {"read usernames u"},
       "sign-in starts from a name, before there is an account"},
      {"accounts/reserve_attempt",
       {"read credentials c"},
       "the password of that name's account, which nobody but the sign-in gets to see"},
      {"accounts/reserve_attempt",
       {"read sign_in_networks n"},
       "whether that account knows the network, which decides only how long to wait"},
      {"accounts/reserve_attempt",
       {"read devices d", "read sessions s"},
       "which of the devices and sessions that the request came with there are: who sends one has "
       "its token, and the token's hash is in the condition"},
      {"accounts/find_live_session",
       {"read sessions s"},
       "which of the sessions that the request came with is alive: who sends it has its token, and "
       "the token's hash is in the condition"},
      {"accounts/sign_in",
       {"delete sessions s"},
       "the cookie sessions that the request came with end, whoever's they were: who sends one has "
       "its token, and the token's hash is in the condition"},
      {"achievements/find_user",
       {"read usernames u", "read accounts a", "read runs r"},
       "everybody may look an account up by its name, and sees no more than this"},
      {"achievements/list_awards",
       {"read usernames u", "read accounts a", "read awards w"},
       "everybody may look an account up by its name, and sees no more than this"},
      {"achievements/award_state",
       {"read usernames u", "read accounts a", "read awards o", "read awards w", "read runs r",
        "read runs r"},
       "an administrator awards to, or takes back from, the account of a name"},
      {"achievements/find_statistics",
       {"read accounts", "read accounts", "read accounts", "read accounts", "read accounts",
        "read accounts", "read accounts", "read accounts", "read accounts h", "read accounts l"},
       "names and figures of the accounts at the ends of all, which everybody may see"},
      {"achievements/list_seven_days",
       {"read accounts a", "read seven_day_award_runs s"},
       "names and days of all accounts with seven award days in a row, which everybody may see"},
      {"health/create_trial",
       {"is not understood"},
       "makes a table that its own session alone sees"},
      {"jobs/compare_achievement_holders",
       {"read awards"},
       "a job counts all accounts, to compare the numbers with those that are kept"},
      {"jobs/compare_point_totals",
       {"read accounts"},
       "a job counts all accounts, to compare the numbers with those that are kept"},
      {"jobs/compare_streak_histogram",
       {"read accounts"},
       "a job counts all accounts, to compare the numbers with those that are kept"},
      {"jobs/count_jobs",
       {"read jobs", "read jobs"},
       "how many jobs are due and parked, whosever they are"},
      {"jobs/extend_lease", {"update jobs"}, "the jobs of the whole service belong to no account"},
      {"jobs/fail_service_job",
       {"update jobs"},
       "the jobs of the whole service belong to no account"},
      {"jobs/finish_service_job",
       {"update jobs"},
       "the jobs of the whole service belong to no account"},
      {"jobs/find_last_account", {"read accounts"}, "where the last range of accounts ends"},
      {"jobs/adjust_limits_state",
       {"read accounts a", "read jobs j", "read task_limit_changes c", "read task_quotas n",
        "read task_quotas r", "read task_quotas w"},
       "a job does the same for many accounts, each row by its own account, and tells nobody"},
      {"jobs/purge_mood_idempotency_keys",
       {"delete mood_idempotency_keys", "read mood_idempotency_keys k"},
       "a job throws away what no account has any use for, a range of accounts at a time"},
      {"jobs/purge_sessions",
       {"delete sessions", "read sessions s"},
       "a job throws away what no account has any use for, a range of accounts at a time"},
      {"jobs/purge_sign_in_networks",
       {"delete sign_in_networks", "read sign_in_networks n"},
       "a job throws away what no account has any use for, a range of accounts at a time"},
      {"jobs/purge_devices",
       {"delete devices", "read devices d"},
       "a job throws away what no account has any use for, a range of accounts at a time"},
      {"jobs/purge_surplus_idempotency_keys",
       {"delete mood_idempotency_keys", "read mood_idempotency_keys c",
        "read mood_idempotency_keys k", "read mood_idempotency_keys o"},
       "a job throws away what no account may keep, a range of accounts at a time"},
      {"jobs/purge_task_idempotency_keys",
       {"delete task_idempotency_keys", "read task_idempotency_keys k"},
       "a job throws away what no account has any use for, a range of accounts at a time"},
      {"jobs/adjust_limits_settle",
       {"delete jobs j", "insert task_limit_changes", "read accounts a", "update accounts a",
        "update jobs j"},
       "a job does the same for many accounts, each row by its own account, and tells nobody"},
      {"jobs/take_account_jobs",
       {"read jobs j", "update jobs"},
       "whoever takes jobs has no account: those that are due, whosever they are"},
      {"jobs/take_service_job",
       {"read jobs j", "update jobs"},
       "whoever takes jobs has no account: those that are due, whosever they are"},
      {"mood/import_create_entries",
       {"is not understood"},
       "makes a table that its own session alone sees"},
      {"mood/import_create_index",
       {"is not understood"},
       "an index of a table that its own session alone sees"},
      {"mood/import_create_matches",
       {"is not understood"},
       "makes a table that its own session alone sees"},
      {"mood/list_pages",
       {"read sessions s", "read accounts a", "read runs r", "read entries e"},
       "the pages of many accounts at once: each row by its own account and its own token, or, "
       "which is forgotten without the other, by its own account"},
      {"mood/record_batch_state",
       {"read sessions s", "read accounts a"},
       "the requests of many accounts at once: each row by its own account and its own token"},
      {"mood/record_batch_find_keys",
       {"read mood_idempotency_keys k"},
       "the requests of many accounts at once: each row by its own account"},
      {"mood/record_batch_accounts",
       {"read accounts c", "update accounts a"},
       "the entries of many accounts at once, whose sessions were just seen alive: each row by its "
       "own account and the version that was seen"},
      {"mood/record_batch_runs",
       {"read accounts a", "insert runs"},
       "likewise, of accounts that the same transaction has changed"},
      {"mood/record_batch_entries",
       {"read accounts a", "insert entries"},
       "likewise, of accounts that the same transaction has changed"},
      {"mood/record_batch_keys",
       {"read accounts a", "read entries e", "insert mood_idempotency_keys k"},
       "likewise, of accounts that the same transaction has changed"},
      {"mood/record_batch_histogram",
       {"read accounts a"},
       "likewise, of accounts that the same transaction has changed"},
      {"tasks/find_limit",
       {"read usernames u", "read accounts a"},
       "an administrator asks for the limit of the account of a name"},
      {"tasks/set_limit",
       {"read usernames u", "read accounts a", "update accounts a", "insert task_limit_changes"},
       "an administrator sets the limit of the account of a name"},
      {"day_start_near_change(date,text,integer)",
       {"is a function in plpgsql"},
       "computes with its arguments and reads no table"},
  };
  return list;
}

struct Example {
  const char* statement;
  std::vector<std::string> findings;
};

std::string to_text(std::vector<std::string> lines) {
  std::ranges::sort(lines);
  std::string text;
  for (const auto& line : lines) {
    text += line + "\n";
  }
  return text;
}

std::string to_text(const std::vector<Finding>& findings) {
  std::vector<std::string> lines;
  lines.reserve(findings.size());
  for (const auto& [statement, what] : findings) {
    lines.push_back(statement + ": " + what);
  }
  return to_text(std::move(lines));
}

/// A table.
const std::vector<Example>& leaking_statements() {
  static const std::vector<Example> list{
      // No filter, or one that is none.
      {"select day from entries", {"read entries"}},
      {"select day from entries where entry_id = :entry::bigint", {"read entries"}},
      {"select day from entries where account_id = :account::bigint or true", {"read entries"}},
      {"select day from entries where account_id = :account::bigint or day < :day::date",
       {"read entries"}},
      {"select day from entries where not account_id = :account::bigint", {"read entries"}},
      {"select day from entries where account_id <> :account::bigint", {"read entries"}},
      {"select day from entries where account_id >= :account::bigint", {"read entries"}},
      {"select day from entries where account_id = account_id", {"read entries"}},
      {"select day from entries where coalesce(account_id = :account::bigint, true)",
       {"read entries"}},
      {"select day, account_id = :account::bigint from entries", {"read entries"}},
      {"select account_id from entries group by 1 having account_id = :account::bigint",
       {"read entries"}},
      // By something else.
      {"select day from entries where account_id = :entry::bigint", {"read entries"}},
      {"select day from entries where entry_id = :account::bigint", {"read entries"}},
      {"select day from entries where account_id = 7", {"read entries"}},
      {"select day from entries where account_id = :account::bigint + 1", {"read entries"}},
      {"select day from entries where account_id = any (array[:account::bigint, 7])",
       {"read entries"}},
      // On another table.
      {"select e.day from entries e, runs r where r.account_id = :account::bigint",
       {"read entries e"}},
      {"select e.day from entries e join sessions s on s.account_id = e.account_id",
       {"read entries e", "read sessions s"}},
      {"select e.day from entries e join runs r on r.account_id = e.entry_id "
       "where r.account_id = :account::bigint",
       {"read entries e"}},
      {"select day from entries where exists (select from accounts a "
       "where a.account_id = :account::bigint)",
       {"read entries"}},
      {"select day from entries where account_id in (select s.session_id from sessions s "
       "where s.account_id = :account::bigint)",
       {"read entries"}},
      {"select day from entries where account_id in (select account_id from sessions)",
       {"read entries", "read sessions"}},
      {"select day from entries where account_id not in (select account_id from accounts "
       "where account_id = :account::bigint)",
       {"read entries"}},
      {"select (select count(*) from entries) from accounts where account_id = :account::bigint",
       {"read entries"}},
      {"select o.day from (select account_id, day from entries) o "
       "where o.account_id = :account::bigint",
       {"read entries"}},
      {"with o as (select account_id, day from entries) select day from o "
       "where account_id = :account::bigint",
       {"read entries"}},
      {"select r.first_day from accounts a cross join lateral (select first_day from runs r "
       "where r.first_day <= now()) r where a.account_id = :account::bigint",
       {"read runs r"}},
      // On the wrong side of an outer join, or too late.
      {"select e.day from accounts a left join entries e on e.entry_id = :entry::bigint "
       "where a.account_id = :account::bigint and e.account_id = :account::bigint",
       {"read entries e"}},
      {"select e.day from accounts a left join entries e on e.account_id = a.account_id "
       "and a.account_id = :account::bigint",
       {"read accounts a", "read entries e"}},
      {"select e.day from entries e right join accounts a on e.account_id = :account::bigint",
       {"read accounts a"}},
      {"select e.day from entries e full join accounts a on e.account_id = :account::bigint "
       "and a.account_id = :account::bigint",
       {"read accounts a", "read entries e"}},
      // In one arm of several.
      {"select day from entries where account_id = :account::bigint union all "
       "select day from entries",
       {"read entries"}},
      {"with o as (select account_id from accounts where account_id = :account::bigint union all "
       "select 7) select day from entries e join o on o.account_id = e.account_id",
       {"read entries e"}},
      {"with recursive o as (select account_id from accounts where account_id = :account::bigint "
       "union all select account_id + 1 from o) "
       "select day from entries e join o on o.account_id = e.account_id",
       {"read entries e"}},
      // Changes.
      {"update entries set note = null", {"update entries"}},
      {"update entries set note = null where entry_id = :entry::bigint", {"update entries"}},
      {"update entries e set note = null from accounts a where a.account_id = :account::bigint",
       {"update entries e"}},
      {"update entries set account_id = :other::bigint where account_id = :account::bigint",
       {"give away entries"}},
      {"delete from entries where entry_id = :entry::bigint", {"delete entries"}},
      {"delete from entries e using sessions s where s.account_id = :account::bigint "
       "and e.entry_id = :entry::bigint",
       {"delete entries e"}},
      {"delete from entries e using sessions s where s.account_id = e.account_id "
       "and s.token_hash = :token_hash::bytea",
       {"delete entries e", "read sessions s"}},
      {"with gone as (delete from entries returning account_id) select account_id from gone",
       {"delete entries"}},
      {"merge into runs r using accounts a on r.account_id = a.account_id "
       "when matched then delete",
       {"is no select, insert, update or delete", "change runs r", "read accounts a"}},
      // New rows.
      {"insert into usernames (username_key, account_id) values (:key, :other::bigint)",
       {"insert usernames"}},
      {"insert into usernames (username_key, account_id) values (:key, :account::bigint + 1)",
       {"insert usernames"}},
      {"insert into credentials (account_id, password_hash) select account_id, :hash "
       "from usernames where username_key = :key",
       {"insert credentials", "read usernames"}},
      {"insert into runs (account_id, activity, first_day, last_day) select :other::bigint, "
       "activity, first_day, last_day from runs where account_id = :account::bigint",
       {"insert runs"}},
      {"insert into accounts (username, language, time_zone, day_starts_at, created_at) "
       "values ('', 'en', 'UTC', 0, now())",
       {"insert accounts"}},
      {"with o as (insert into credentials (account_id, password_hash) values (7, '') "
       "returning account_id) update accounts a set version = 0 from o "
       "where a.account_id = o.account_id",
       {"insert credentials", "update accounts a"}},
      {"insert into usernames as u (username_key, account_id) values (:key, :account::bigint) "
       "on conflict (username_key) do update set username_key = u.username_key "
       "returning u.account_id",
       {"update on conflict usernames u"}},
      {"insert into credentials (account_id, password_hash) values (:account::bigint, :hash) "
       "on conflict (account_id) do update set account_id = :other::bigint",
       {"give away credentials"}},
      // What the statement does not show.
      {"select usename from pg_user", {"look through pg_user"}},
      {"listen something", {"is not understood"}},
  };
  return list;
}

/// A table.
const std::vector<const char*>& safe_statements() {
  static const std::vector<const char*> list{
      "select day from entries where account_id = :account::bigint",
      "select day from entries where :account::bigint = account_id and (day < now() or true)",
      "select e.day from accounts a join entries e on e.account_id = a.account_id "
      "where a.account_id = :account::bigint",
      "select e.day from accounts a join entries e using (account_id) "
      "where account_id = :account::bigint",
      "select e.day from accounts a left join entries e on e.account_id = a.account_id "
      "where a.account_id = :account::bigint",
      "select e.day from entries e right join accounts a on e.account_id = :account::bigint "
      "where a.account_id = :account::bigint",
      "select l.day from accounts a left join lateral (select day from entries e "
      "where e.account_id = a.account_id limit 1) l on true where a.account_id = :account::bigint",
      "select (select count(*) from entries e where e.account_id = a.account_id) from accounts a "
      "where a.account_id = :account::bigint",
      "select day from entries where account_id in (select account_id from sessions "
      "where account_id = :account::bigint)",
      "select day from entries where account_id = (select account_id from sessions "
      "where account_id = :account::bigint)",
      "with o as (select :account::bigint as account_id union all select account_id from accounts "
      "where account_id = :account::bigint) "
      "select day from entries e join o on o.account_id = e.account_id",
      "update entries e set note = null from accounts a where a.account_id = :account::bigint "
      "and e.account_id = a.account_id",
      "with gone as (delete from entries where account_id = :account::bigint returning account_id) "
      "delete from runs r using gone where r.account_id = gone.account_id",
      "insert into usernames (username_key, account_id) values (:key, :account::bigint) "
      "on conflict do nothing",
      "with name as (insert into usernames (username_key, account_id) "
      "values (:key, :account::bigint) returning account_id) "
      "insert into credentials (account_id, password_hash) select account_id, :hash from name "
      "on conflict (account_id) do update set password_hash = excluded.password_hash",
      "select name from time_zones where name = :name",
  };
  return list;
}

}  // namespace

struct FilteredWorld : World {
  FilteredWorld() { make_tables(admin); }

  AccountFilter filter{admin};
};

BOOST_FIXTURE_TEST_SUITE(account_filter, FilteredWorld)

BOOST_AUTO_TEST_CASE(every_query_is_held_to_its_account_but_for_exceptions_that_say_why) {
  std::vector<Finding> findings;
  for (const auto* query : sql::kAllQueries) {
    std::ranges::move(filter.look_at(query->name, query->text), std::back_inserter(findings));
  }
  std::ranges::move(filter.look_at_functions(), std::back_inserter(findings));
  std::vector<Finding> excepted;
  for (const auto& [statement, whats, why] : exceptions()) {
    BOOST_TEST(std::string_view{why} != "");
    for (const auto& what : whats) {
      excepted.push_back({statement, what});
    }
  }
  BOOST_TEST(to_text(findings) == to_text(excepted));
}

BOOST_AUTO_TEST_CASE(a_statement_that_reaches_beyond_its_account_is_found) {
  for (const auto& [statement, expected] : leaking_statements()) {
    BOOST_TEST_CONTEXT(statement) {
      std::vector<std::string> found;
      for (const auto& finding : filter.look_at("a statement", statement)) {
        found.push_back(finding.what);
      }
      BOOST_TEST(to_text(found) == to_text(expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_statement_that_is_held_to_its_account_in_any_of_these_ways_passes) {
  for (const auto* statement : safe_statements()) {
    BOOST_TEST_CONTEXT(statement) {
      BOOST_TEST(to_text(filter.look_at("a statement", statement)) == "");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_function_that_a_statement_calls_is_looked_into) {
  admin.query(R"sql(
    create function count_entries() returns bigint language sql as
      'select count(*) -- all of them
         from entries')sql");
  admin.query(
      "create function count_twice() returns bigint language sql as 'select 2 * count_entries()'");
  admin.query(
      "create function count_others() returns bigint language plpgsql as 'begin return 1; end'");
  admin.query("create function count_unused() returns bigint language sql as 'select 1'");
  AccountFilter with_functions{admin};
  BOOST_TEST(with_functions.look_at("a statement", "select count_twice(), count_others()").empty());
  BOOST_TEST(to_text(with_functions.look_at_functions()) ==
             "count_entries(): read entries\ncount_others(): is a function in plpgsql\n");
}

BOOST_AUTO_TEST_CASE(nothing_happens_in_the_database_that_no_query_shows) {
  BOOST_TEST(db_tests::to_text(admin.query("select tgrelid::regclass, tgname from pg_trigger "
                                           "where not tgisinternal")) == "");
  BOOST_TEST(db_tests::to_text(admin.query(R"sql(
    select r.ev_class::regclass, r.rulename
      from pg_rewrite r
      join pg_class c on c.oid = r.ev_class
     where c.relnamespace = 'public'::regnamespace)sql")) == "");
}

BOOST_AUTO_TEST_CASE(what_belongs_to_an_account_says_so_in_a_column_account_id) {
  // The filter knows a table by this name.
  BOOST_TEST(db_tests::to_text(admin.query(R"sql(
    select f.conrelid::regclass, f.conname
      from pg_constraint f
      join pg_attribute a on a.attrelid = f.conrelid and a.attnum = any (f.conkey)
     where f.contype = 'f'
       and f.confrelid = 'accounts'::regclass
     group by f.conrelid, f.conname
    having not bool_or(a.attname = 'account_id'))sql")) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
