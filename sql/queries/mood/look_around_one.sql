-- What look_around_batch.sql answers, for a batch of one request: without arrays it costs less.
select 1::bigint as request, s.kind, s.last_seen_at, a.version, a.longest_mood_streak,
       a.mood_entries, a.time_zone, a.day_starts_at,
       day_of(:now::timestamptz, a.time_zone, a.day_starts_at) as today,
       day_of(:recorded_at::timestamptz, a.time_zone, a.day_starts_at) as day,
       a.newest_mood_first_day, a.newest_mood_last_day
  from sessions s
 cross join accounts a
 where s.account_id = :account::bigint
   and s.token_hash = :token_hash::bytea
   and s.ends_at > :now::timestamptz
   and a.account_id = :account::bigint
