-- GET /mood, whole. One row, without an entry, has what the account's standing follows from; where
-- it is missing nobody is signed in, and the rest is to be forgotten. The others are the entries of
-- the page. In any order.
--
-- `run_first_days` are the runs that the entries can lie in: n entries lie in at most n runs,
-- beside the one that the page before may have used up.
--
-- `shorter` counts the accounts whose longest streak is below the newest run, alive or not; this
-- account is never among them.
select null::bigint as entry_id, null::uuid as uid, null as mood, null::smallint as rating,
       null as note, null::json as tags, null::timestamptz as recorded_at, null::date as day,
       v.kind, v.last_seen_at, v.today, v.time_zone, v.day_starts_at, v.longest_mood_streak,
       v.newest_mood_first_day, v.newest_mood_last_day, others.shorter, others.accounts,
       array(select r.first_day
               from runs r
              where r.account_id = :account::bigint
                and r.activity = 'mood'
                and r.first_day <= least(:to_day::date, :before_day::date)
              order by r.first_day desc
              limit :limit::integer + 1) as run_first_days
  from (select s.kind, s.last_seen_at, a.time_zone, a.day_starts_at, a.longest_mood_streak,
               a.newest_mood_first_day, a.newest_mood_last_day,
               ((:now::timestamptz at time zone a.time_zone)
                - make_interval(hours => a.day_starts_at))::date as today,
               coalesce(a.newest_mood_last_day - a.newest_mood_first_day + 1, 0) as newest_length
          from sessions s
          join accounts a on a.account_id = s.account_id
         where s.account_id = :account::bigint
           and s.token_hash = :token_hash::bytea
           and s.ends_at > :now::timestamptz
           and a.account_id = :account::bigint
        offset 0) v
 cross join lateral accounts_with_shorter_streaks(v.newest_length) others
union all
(select e.entry_id, e.uid, e.mood, e.rating, e.note, array_to_json(e.tags), e.recorded_at, e.day,
        null, null, null, null, null, null, null, null, null, null, null
   from entries e
  where e.account_id = :account::bigint
    and e.day >= :from_day::date
    and e.day <= :to_day::date
    and (e.day, e.recorded_at, e.entry_id)
        < (:before_day::date, :before_recorded_at::timestamptz, :before_entry::bigint)
  order by e.day desc, e.recorded_at desc, e.entry_id desc
  limit :limit::integer)
