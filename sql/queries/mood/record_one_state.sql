-- record_batch_state.sql for a batch of one request: without arrays it costs less.
with
\ir ../accounts/parts/live_session.sql
select 1::bigint as request, s.kind, s.last_seen_at, a.version, a.longest_mood_streak,
       a.mood_entries, a.mood_bytes, a.time_zone, a.day_starts_at,
       day_of(:now::timestamptz, a.time_zone, a.day_starts_at) as today,
       day_of(:recorded_at::timestamptz, a.time_zone, a.day_starts_at) as day,
       a.newest_mood_first_day, a.newest_mood_last_day
  from live_session s
 cross join accounts a
 where a.account_id = :account::bigint
