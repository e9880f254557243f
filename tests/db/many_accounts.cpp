#include "many_accounts.hpp"

#include <algorithm>
#include <array>

namespace daymark::db_tests {

void load_many_accounts(support::Database& admin) {
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
    insert into devices
    select account_id, sha256(n::text::bytea), date '2026-01-01'
      from generate_series(1, 3) n cross join accounts)sql");
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
  admin.query(R"sql(
    insert into tasks (account_id, title, created_at, day)
    select account_id, 'Water the plants', day, day
      from task_quotas cross join generate_series(1, 5))sql");
  admin.query(R"sql(
    insert into awards (account_id, achievement_id, awarded_at, day)
    select account_id, achievement_id, date '2026-01-01', date '2026-01-01'
      from accounts cross join achievements)sql");
  admin.query(R"sql(
    insert into seven_day_award_runs
    select account_id, date '2026-01-01', date '2026-01-07' from accounts)sql");
  admin.query(R"sql(
    insert into runs (account_id, activity, first_day, last_day)
    select account_id, activity, date '2026-01-01', date '2026-01-07'
      from accounts cross join unnest('{award,task}'::activity[]) activity)sql");
  rebuild_histogram(admin);
  admin.query("analyze");
}

bool grows_with_accounts(std::string_view table) {
  constexpr auto kTables = std::to_array<std::string_view>(
      {"accounts", "usernames", "credentials", "sessions", "entries", "runs",
       "mood_idempotency_keys", "sign_in_networks", "devices", "failed_sign_ins",
       "strangers_failed_sign_ins", "jobs", "tasks", "task_quotas", "task_limit_changes",
       "task_idempotency_keys", "awards", "seven_day_award_runs"});
  return std::ranges::find(kTables, table) != kTables.end();
}

}  // namespace daymark::db_tests
