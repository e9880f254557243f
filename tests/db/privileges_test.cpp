// What the workers may do to the database: change data, and nothing else. And that everything of an
// account is found by the account.
#include <boost/test/unit_test.hpp>
#include <string>

#include "world.hpp"

namespace daymark::db_tests {
namespace {

/// Runs a statement that must be refused, and gives back why.
std::string refusal(support::Database& worker, const std::string& statement) {
  try {
    worker.query(statement);
  } catch (const support::DatabaseError& error) {
    return error.what();
  }
  return "it was carried out";
}

bool is_for_lack_of_rights(const std::string& refusal) {
  return refusal.find("permission denied") != std::string::npos ||
         refusal.find("ERROR:  must ") != std::string::npos;  // be owner, be superuser, …
}

void check_refused(support::Database& worker, std::initializer_list<const char*> statements) {
  for (const auto* statement : statements) {
    const auto reason = refusal(worker, statement);
    BOOST_TEST(is_for_lack_of_rights(reason), statement << ": " << reason);
  }
}

}  // namespace

struct WorkerWorld : World {
  support::Database worker = place.connect("daymark_worker");
};

BOOST_FIXTURE_TEST_SUITE(privileges, WorkerWorld)

BOOST_AUTO_TEST_CASE(the_workers_cannot_change_the_schema) {
  check_refused(
      worker,
      {"create table things (thing integer)", "create schema things",
       "create view things as select 1", "create extension pg_trgm",
       "create type things as enum ('thing')",
       "create function things() returns integer language sql as 'select 1'",
       "alter table accounts add column thing integer", "alter table accounts disable trigger all",
       "alter table runs set (fillfactor = 100)", "drop table runs", "truncate accounts cascade",
       "truncate streak_histogram", "create index on entries (mood)",
       "drop index entries_newest_first", "drop function day_start(date, text, integer)",
       "alter type language add value 'de'",
       "create rule things as on delete to entries do instead nothing",
       "comment on table accounts is 'mine'"});
}

BOOST_AUTO_TEST_CASE(the_workers_can_only_read_what_migrations_fill) {
  check_refused(worker,
                {"insert into time_zones (name) values ('Mars/Olympus')",
                 "update time_zones set name = 'Mars/Olympus'", "delete from time_zones",
                 "insert into schema_migrations (version, name, sha256) values (9999, '', '')",
                 "update schema_migrations set version = 9999", "delete from schema_migrations",
                 "truncate time_zones, schema_migrations"});
  BOOST_CHECK_NO_THROW(worker.query("select count(*) from time_zones"));
  BOOST_CHECK_NO_THROW(worker.query("select count(*) from schema_migrations"));
}

BOOST_AUTO_TEST_CASE(the_workers_cannot_become_anybody_else) {
  check_refused(
      worker,
      {"set role daymark_owner", "set role postgres", "set session authorization daymark_owner",
       "create role mallory", "alter role daymark_worker superuser",
       "alter role daymark_owner login", "grant daymark_owner to daymark_worker",
       "create database things", "select pg_read_file('/etc/passwd')",
       "copy entries to program 'cat'", "copy entries from '/etc/passwd'",
       "select * from pg_authid", "alter system set fsync = off",
       "alter default privileges for role daymark_owner grant all on tables to public"});
}

BOOST_AUTO_TEST_CASE(the_workers_own_nothing_and_belong_to_nobody) {
  BOOST_TEST(ask(admin, R"sql(
    select count(*)
      from pg_shdepend
     where refclassid = 'pg_authid'::regclass
       and refobjid = 'daymark_worker'::regrole
       and deptype = 'o'
       and dbid in (0, (select oid from pg_database where datname = current_database()))
  )sql") == "0");
  BOOST_TEST(
      ask(admin, "select count(*) from pg_auth_members where member = 'daymark_worker'::regrole") ==
      "0");
  BOOST_TEST(to_text(admin.query(R"sql(
    select rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
      from pg_roles where rolname = 'daymark_worker')sql")) == "t f f f f f\n");
}

BOOST_AUTO_TEST_CASE(the_sessions_of_the_workers_have_their_limits) {
  BOOST_TEST(to_text(worker.query(R"sql(
    select current_setting('plan_cache_mode'), current_setting('jit'), current_setting('timezone'),
           current_setting('statement_timeout'), current_setting('lock_timeout'),
           current_setting('idle_in_transaction_session_timeout')
  )sql")) == "force_generic_plan off UTC 5s 2s 10s\n");
}

BOOST_AUTO_TEST_CASE(the_account_comes_first_in_every_key_of_an_accounts_data) {
  // The directory of usernames is the one thing that is looked up by something else. A foreign key
  // to a table without accounts, like the time zones, is another matter.
  BOOST_TEST(to_text(admin.query(R"sql(
    with of_accounts as (
      select c.oid as id
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id'
       where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    ), keys as (
      select conname::text as name, conrelid as id, conkey[1] as first_column
        from pg_constraint
       where contype in ('p', 'u', 'x')
          or (contype = 'f' and confrelid in (select id from of_accounts))
      union
      select indexrelid::regclass::text, indrelid, indkey[0]
        from pg_index
    )
    select distinct k.name, a.attname
      from keys k
      join of_accounts t on t.id = k.id
      left join pg_attribute a on a.attrelid = k.id and a.attnum = k.first_column
     where a.attname is distinct from 'account_id'
  )sql")) ==
             // The ends of these two are what the statistics over all accounts read, and that of
             // the third is where the jobs find what is due.
             "accounts_most_achievements achievements\n"
             "accounts_most_points points\n"
             "jobs_due due_at\n"
             "usernames_pkey username_key\n");
}

BOOST_AUTO_TEST_CASE(everything_of_an_account_goes_with_the_account) {
  // Columns that name an account, but not by a foreign key that deletes.
  BOOST_TEST(to_text(admin.query(R"sql(
    select a.attrelid::regclass
      from pg_attribute a
      join pg_class c
        on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
     where a.attname = 'account_id'
       and a.attrelid <> 'accounts'::regclass
       and not exists (select
                         from pg_constraint f
                        where f.conrelid = a.attrelid and f.contype = 'f'
                          and f.conkey = array[a.attnum]
                          and f.confrelid = 'accounts'::regclass and f.confdeltype = 'c')
  )sql")) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
