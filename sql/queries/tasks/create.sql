-- The write of POST /task: the task, its place in the quota (the first one opens it), the answer
-- stored for the idempotency key, and, unless one is planned, the job that checks the limit when
-- the day is over. No row, and nothing written, if the account has changed.
with
\ir parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, quota as (
  insert into task_quotas as q (account_id, day, ends_at, used)
  select account_id, :day::date, :resets_at::timestamptz, 1
    from account
  on conflict (account_id, day) do update set used = q.used + 1
), task as (
  insert into tasks (account_id, title, note, created_at, day)
  select account_id, :title, :note, :now::timestamptz, :day::date
    from account
  returning account_id, task_id
), stored_answer as (
  insert into task_idempotency_keys
         (account_id, idempotency_key, request_hash, created_at, task_id, day, daily_task_limit,
          limit_reason, used, resets_at)
  select t.account_id, :idempotency_key, :request_hash::bytea, :now::timestamptz, t.task_id,
         :day::date, :limit::smallint, :limit_reason::limit_reason, :used::integer,
         :resets_at::timestamptz
    from task t
   where :idempotency_key::text is not null
  on conflict (account_id, idempotency_key) do update
     set request_hash = excluded.request_hash, created_at = excluded.created_at,
         task_id = excluded.task_id, day = excluded.day,
         daily_task_limit = excluded.daily_task_limit, limit_reason = excluded.limit_reason,
         used = excluded.used, resets_at = excluded.resets_at
), planned_check as (
  insert into jobs (account_id, kind, due_at, done_day)
  select account_id, 'adjust_task_limit', :resets_at::timestamptz, :day::date
    from account
  on conflict (account_id, kind) do nothing
)
select task_id from task
