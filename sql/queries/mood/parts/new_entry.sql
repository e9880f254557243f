-- A new entry, and the answer that is stored for its idempotency key, if it has one.
entry as (
  insert into entries (account_id, uid, recorded_at, day,
\ir content_columns.sql
  )
  select account_id, :uid::uuid, :recorded_at::timestamptz, :day::date,
\ir content_values.sql
    from account
  returning account_id, entry_id, uid
), stored_answer as (
  insert into mood_idempotency_keys as k
         (account_id, idempotency_key, request_hash, created_at, entry_id, uid, recorded_at, day,
          entry_streak, streak, longest_streak, logged_today, streak_expires_at, shorter, others,
          awarded, awarded_language)
  select e.account_id, :idempotency_key, :request_hash::bytea, :now::timestamptz, e.entry_id, e.uid,
         :recorded_at::timestamptz, :day::date, :entry_streak::integer, :current::integer,
         :longest::integer, :logged_today::boolean, :streak_expires_at::timestamptz,
         c.shorter, c.others, :awarded::bigint[], :awarded_language::language
    from entry e
   cross join comparison c
   where :idempotency_key::text is not null
  on conflict (account_id, idempotency_key) do update
     set request_hash = excluded.request_hash, created_at = excluded.created_at,
         entry_id = excluded.entry_id, uid = excluded.uid, recorded_at = excluded.recorded_at,
         day = excluded.day, entry_streak = excluded.entry_streak, streak = excluded.streak,
         longest_streak = excluded.longest_streak, logged_today = excluded.logged_today,
         streak_expires_at = excluded.streak_expires_at, shorter = excluded.shorter,
         others = excluded.others, awarded = excluded.awarded,
         awarded_language = excluded.awarded_language
)
