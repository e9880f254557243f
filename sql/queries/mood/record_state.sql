-- The read of POST /mood: everything that the decision about a new entry needs. The day of the
-- entry is the given day, or else that of the given instant, or else today. An entry with a given
-- day other than today is recorded at noon. No row if the session is not alive.
--
-- The last columns are the stored answer for the idempotency key; nulls if there is none.
with
\ir ../accounts/parts/live_session.sql
select s.kind, s.last_seen_at, a.version, a.longest_mood_streak, a.mood_entries, a.mood_bytes,
       a.time_zone, a.day_starts_at, d.today, d.day, d.recorded_at,
       before.first_day, before.last_day, after.first_day, after.last_day,
       a.newest_mood_first_day, a.newest_mood_last_day,
       coalesce((select r.last_day >= d.today
                   from runs r
                  where r.account_id = :account::bigint
                    and r.activity = 'mood'
                    and r.first_day <= d.today
                  order by r.first_day desc
                  limit 1), false) as logged_today,
       k.request_hash = :request_hash::bytea as is_same_request, k.entry_id, k.uid,
       k.recorded_at as stored_recorded_at, k.day as stored_day, k.entry_streak, k.streak,
       k.longest_streak, k.logged_today as stored_logged_today, k.streak_expires_at,
       k.shorter, k.others
  from live_session s
  join accounts a on a.account_id = s.account_id
 cross join lateral (
       select t.today,
              coalesce(:day::date,
                       day_of(:recorded_at::timestamptz, a.time_zone, a.day_starts_at),
                       t.today) as day,
              case when :day::date <> t.today
                   then (:day::date + time '12:00') at time zone a.time_zone
                   else coalesce(:recorded_at::timestamptz, :now::timestamptz)
              end as recorded_at
         from (select day_of(:now::timestamptz, a.time_zone, a.day_starts_at) as today
               offset 0) t
       offset 0) d
  left join lateral (select r.first_day, r.last_day
                       from runs r
                      where r.account_id = :account::bigint
                        and r.activity = 'mood'
                        and r.first_day <= d.day
                      order by r.first_day desc
                      limit 1) before on true
  left join lateral (select r.first_day, r.last_day
                       from runs r
                      where r.account_id = :account::bigint
                        and r.activity = 'mood'
                        and r.first_day > d.day
                      order by r.first_day
                      limit 1) after on true
  left join mood_idempotency_keys k
         on k.account_id = :account::bigint
        and k.idempotency_key = :idempotency_key
        and k.created_at > :keys_created_after::timestamptz
