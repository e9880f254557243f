-- The read of POST /mood for several requests at once without `day`: enough for an entry of today
-- if only the newest run matters. No row for a request whose session is not alive.
select b.request, s.kind, s.last_seen_at, a.version, a.longest_mood_streak, a.mood_entries,
       a.mood_bytes, a.time_zone, a.day_starts_at,
       day_of(b.now, a.time_zone, a.day_starts_at) as today,
       day_of(b.recorded_at, a.time_zone, a.day_starts_at) as day,
       a.newest_mood_first_day, a.newest_mood_last_day
  from unnest(:accounts::bigint[], :token_hashes::bytea[], :nows::timestamptz[],
              :recorded_ats::timestamptz[])
       with ordinality as b (account_id, token_hash, now, recorded_at, request)
  join sessions s on s.account_id = b.account_id
                 and s.token_hash = b.token_hash
                 and s.ends_at > b.now
  join accounts a on a.account_id = b.account_id
