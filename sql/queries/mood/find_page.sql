-- GET /mood, whole: the first row has the account's standing, each further one an entry of the page,
-- newest first. No row: not signed in.
--
-- `shorter` counts the accounts whose longest streak is below the newest run, alive or not; this
-- account is never among them.
with viewer as materialized (
  select a.longest_mood_streak, a.time_zone, a.day_starts_at, s.kind, s.last_seen_at,
         ((:now::timestamptz at time zone a.time_zone) - make_interval(hours => a.day_starts_at))::date as today
    from sessions s
    join accounts a on a.account_id = s.account_id
   where s.account_id = :account::bigint
     and s.token_hash = :token_hash::bytea
     and s.ends_at > :now::timestamptz
     and a.account_id = :account::bigint
), page as materialized (
  select e.entry_id, e.uid, e.mood, e.rating, e.note, e.tags, e.recorded_at, e.day
    from entries e
   where e.account_id = :account::bigint
     and exists (select from viewer)
     and e.day >= :from_day::date
     and e.day <= :to_day::date
     and (e.day, e.recorded_at, e.entry_id)
         < (:before_day::date, :before_recorded_at::timestamptz, :before_entry::bigint)
   order by e.day desc, e.recorded_at desc, e.entry_id desc
   limit :limit::integer
), page_runs as materialized (
  select r.first_day, r.last_day
    from runs r
   where r.account_id = :account::bigint
     and r.activity = 'mood'
     and r.first_day <= (select max(day) from page)
     and r.first_day >= (select r.first_day
                           from runs r
                          where r.account_id = :account::bigint
                            and r.activity = 'mood'
                            and r.first_day <= (select min(day) from page)
                          order by r.first_day desc
                          limit 1)
)
select null::bigint as entry_id, null::uuid as uid, null as mood, null::smallint as rating, null as note,
       null::json as tags, null::timestamptz as recorded_at, null::date as day, null::date as run_first_day,
       v.kind, v.last_seen_at, v.today, v.longest_mood_streak, newest.first_day as newest_first_day,
       newest.last_day as newest_last_day,
       coalesce((select r.last_day >= v.today
                   from runs r
                  where r.account_id = :account::bigint
                    and r.activity = 'mood'
                    and r.first_day <= v.today
                  order by r.first_day desc
                  limit 1), false) as logged_today,
       day_start(newest.last_day + 2, v.time_zone, v.day_starts_at) as newest_expires_at,
       others.shorter, others.accounts
  from viewer v
  left join lateral (select r.first_day, r.last_day
                       from runs r
                      where r.account_id = :account::bigint
                        and r.activity = 'mood'
                      order by r.first_day desc
                      limit 1) newest on true
 cross join lateral accounts_with_shorter_streaks(coalesce(newest.last_day - newest.first_day + 1, 0)) others
union all
select p.entry_id, p.uid, p.mood, p.rating, p.note, array_to_json(p.tags), p.recorded_at, p.day, r.first_day,
       null, null, null, null, null, null, null, null, null, null
  from page p
  left join page_runs r on p.day between r.first_day and r.last_day
 -- Descending order puts the nulls of the first row first.
 order by day desc, recorded_at desc, entry_id desc
