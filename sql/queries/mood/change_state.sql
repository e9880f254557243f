-- The read of PATCH /mood/{id}: the entry, its new day and instant, whether its present day has
-- other entries, and the account's runs. No row if the session is not alive; nulls if no such
-- entry.
--
-- A given day or instant that is the present one changes nothing: the day stays what it was when
-- the entry was written. Where both are given and say something new, the day has to be that of the
-- instant.
with
\ir ../accounts/parts/live_session.sql
select s.kind, s.last_seen_at, a.version, a.longest_mood_streak, a.mood_entries, a.mood_bytes,
       a.time_zone, a.day_starts_at, t.today,
       array(select r.first_day
               from runs r
              where r.account_id = :account::bigint
                and r.activity = 'mood'
              order by r.first_day) as first_days,
       array(select r.last_day
               from runs r
              where r.account_id = :account::bigint
                and r.activity = 'mood'
              order by r.first_day) as last_days,
\ir parts/entry_columns.sql
       , e.version, e.bytes, e.others_on_day,
       case when :day::date is not null then :day::date
            when :recorded_at::timestamptz <> e.recorded_at
            then day_of(:recorded_at::timestamptz, a.time_zone, a.day_starts_at)
            else e.day
       end as new_day,
       case when :recorded_at::timestamptz is not null then :recorded_at::timestamptz
            when :day::date <> e.day and :day::date = t.today then :now::timestamptz
            when :day::date <> e.day then (:day::date + time '12:00') at time zone a.time_zone
            else e.recorded_at
       end as new_recorded_at,
       coalesce((:day::date, :recorded_at::timestamptz) <> (e.day, e.recorded_at)
                and :day::date <> day_of(:recorded_at::timestamptz, a.time_zone, a.day_starts_at),
                false) as is_contradictory
  from live_session s
  join accounts a on a.account_id = s.account_id
 cross join lateral (select day_of(:now::timestamptz, a.time_zone, a.day_starts_at) as today) t
\ir parts/join_entry.sql
