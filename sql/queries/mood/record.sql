-- The second half of POST /mood: the entry and all that it changes, in one statement, and what
-- another request with the same idempotency key is to be told. No row: the account has changed
-- since the decision, and nothing was written.
--
-- `shorter` and `others` come from the histogram as it was before this statement.
with
\ir parts/account_change.sql
, entry as (
  insert into entries (account_id, uid, mood, rating, note, tags, recorded_at, day)
  select account_id, gen_random_uuid(), :mood, :rating::smallint, :note, :tags::text[],
         :recorded_at::timestamptz, :day::date
    from account
  returning account_id, entry_id, uid
), comparison as (
  select shorter - :self_is_shorter::integer as shorter, accounts - 1 as others
    from accounts_with_shorter_streaks(:current::integer)
), kept_answer as (
  insert into mood_idempotency_keys as k
         (account_id, idempotency_key, request_hash, created_at, entry_id, uid, recorded_at, day,
          entry_streak, streak, longest_streak, logged_today, streak_expires_at, shorter, others)
  select e.account_id, :idempotency_key, :request_hash::bytea, :now::timestamptz, e.entry_id, e.uid,
         :recorded_at::timestamptz, :day::date, :entry_streak::integer, :current::integer,
         :longest::integer, :logged_today::boolean, :streak_expires_at::timestamptz,
         c.shorter, c.others
    from entry e
   cross join comparison c
   where :idempotency_key::text is not null
  on conflict (account_id, idempotency_key) do update
     set request_hash = excluded.request_hash, created_at = excluded.created_at,
         entry_id = excluded.entry_id, uid = excluded.uid, recorded_at = excluded.recorded_at,
         day = excluded.day, entry_streak = excluded.entry_streak, streak = excluded.streak,
         longest_streak = excluded.longest_streak, logged_today = excluded.logged_today,
         streak_expires_at = excluded.streak_expires_at, shorter = excluded.shorter,
         others = excluded.others
)
select e.entry_id, e.uid, c.shorter, c.others
  from entry e
 cross join comparison c
