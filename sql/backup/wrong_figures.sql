-- What is kept beside the rows that it follows from, and does not fit them: one row for each such
-- figure, with its name and how many are wrong. No row: all fits.
with islands as (
  select account_id, activity, min(day) as first_day, max(day) as last_day
    from (select account_id, activity, day,
                 day - dense_rank() over (partition by account_id, activity order by day)::integer
                   as island
            from (select account_id, 'mood'::activity as activity, day from entries
                   union
                  select account_id, 'award', day from awards
                   union
                  select account_id, 'task', day
                    from tasks
                   group by account_id, day
                  having bool_and(done)) days) numbered
   group by account_id, activity, island
), newest as (
  select distinct on (account_id) account_id, first_day, last_day
    from runs
   where activity = 'mood'
   order by account_id, first_day desc
), figures as (
  select a.account_id,
         coalesce(r.longest, 0) as longest_mood_streak,
         newest.first_day, newest.last_day,
         coalesce(e.entries, 0) as mood_entries, coalesce(e.bytes, 0) as mood_bytes,
         coalesce(w.achievements, 0) as achievements, coalesce(w.points, 0) as points
    from accounts a
    left join newest using (account_id)
    left join (select account_id, max(last_day - first_day + 1) as longest
                 from runs
                where activity = 'mood'
                group by account_id) r using (account_id)
    left join (select account_id, count(*) as entries, sum(text_bytes(entries)) as bytes
                 from entries
                group by account_id) e using (account_id)
    left join (select w.account_id, count(*) as achievements, sum(c.points) as points
                 from awards w
                 join achievements c using (achievement_id)
                group by w.account_id) w using (account_id)
), wrong (figure, number) as (
  select 'runs', count(*)
    from ((select account_id, activity, first_day, last_day from islands
           except
           select account_id, activity, first_day, last_day from runs)
          union all
          (select account_id, activity, first_day, last_day from runs
           except
           select account_id, activity, first_day, last_day from islands)) different
  union all
  select 'figures of accounts', count(*)
    from figures f
    join accounts a using (account_id)
   where (a.longest_mood_streak, a.newest_mood_first_day, a.newest_mood_last_day,
          a.mood_entries, a.mood_bytes, a.achievements, a.points)
         is distinct from
         (f.longest_mood_streak, f.first_day, f.last_day,
          f.mood_entries, f.mood_bytes, f.achievements, f.points)
  union all
  select 'comparison of streaks', count(*)
    from (select longest_mood_streak as length,
                 sum(count(*)) over (order by longest_mood_streak) - count(*) as shorter,
                 sum(count(*)) over () as accounts
            from accounts
           group by longest_mood_streak) lengths
   cross join lateral accounts_with_shorter_streaks(lengths.length) kept
   where (kept.shorter, kept.accounts) is distinct from (lengths.shorter, lengths.accounts)
  union all
  select 'holders of achievements', count(*)
    from (select achievement_id, sum(accounts) as accounts
            from achievement_holders
           group by achievement_id) kept
    full join (select achievement_id, count(*) as accounts
                 from awards
                group by achievement_id) counted using (achievement_id)
   where coalesce(kept.accounts, 0) <> coalesce(counted.accounts, 0)
  union all
  select 'totals of points', count(*)
    from point_totals kept
    full join (select points, points_slot as slot, count(*) as accounts
                 from accounts
                group by points, points_slot) counted using (points, slot)
   where coalesce(kept.accounts, 0) <> coalesce(counted.accounts, 0)
)
select figure, number from wrong where number > 0
