-- GET /mood/days: each day that has entries, the oldest first. No row if the session is not alive;
-- one row with a null day if there is none, also if the range has more than :days_max days.
--
-- The run of a day is the newest one that begins on that day or earlier. So each run is put among
-- the days, on its first day but not before from_day, and the greatest first day so far is that of
-- a day's run. The first run that matters is the newest one that begins on from_day or earlier.
with
\ir ../accounts/parts/live_session.sql
select s.kind, s.last_seen_at, b.from_day, b.to_day, d.day, d.entries, d.average_rating,
       d.first_day
  from live_session s
  join accounts a on a.account_id = s.account_id
 cross join lateral (
       select coalesce(:to_day::date,
                       day_of(:now::timestamptz, a.time_zone, a.day_starts_at)) as to_day) t
 cross join lateral (
       select coalesce(:from_day::date,
                       -- No day before year 1 can be stored.
                       greatest(t.to_day - (:days_default::integer - 1), date '0001-01-01'))
                as from_day,
              t.to_day
       offset 0) b
  left join lateral (
       select e.day, count(e.entry_id) as entries,
              trim_scale(round(avg(e.rating), 2))::text as average_rating,
              max(max(e.first_day)) over (order by e.day) as first_day
         from (select e.day, e.entry_id, e.rating, null::date as first_day
                 from entries e
                where e.account_id = :account::bigint
                  and e.day >= b.from_day
                  and e.day <= b.to_day
                  and b.to_day - b.from_day < :days_max::integer
               union all
               select greatest(r.first_day, b.from_day), null, null, r.first_day
                 from runs r
                where r.account_id = :account::bigint
                  and r.activity = 'mood'
                  and r.first_day >= coalesce((select max(o.first_day)
                                                 from runs o
                                                where o.account_id = :account::bigint
                                                  and o.activity = 'mood'
                                                  and o.first_day <= b.from_day), b.from_day)
                  and r.first_day <= b.to_day
                  and b.to_day - b.from_day < :days_max::integer) e
        group by e.day) d on d.entries > 0
 order by d.day
