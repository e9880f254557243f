-- Everything that follows from accounts and their entries, for whoever has filled those tables:
-- runs, figures, awards on the days they would have been earned on, and what is counted of them.
-- Belongs into the caller's transaction.
insert into runs (account_id, activity, first_day, last_day)
select account_id, 'mood', min(day), max(day)
  from (select account_id, day,
               day - dense_rank() over (partition by account_id order by day)::integer as island
          from (select distinct account_id, day from entries) days) islands
 group by account_id, island;

insert into awards (account_id, achievement_id, awarded_at, day)
select e.account_id, e.achievement_id, (e.day + time '12:00') at time zone a.time_zone, e.day
  from (select n.account_id, c.achievement_id, n.day
          from (select account_id, day,
                       row_number() over (partition by account_id
                                              order by day, recorded_at, entry_id) as entries
                  from entries) n
          join achievements c on c.milestone = 'entries' and c.threshold = n.entries
         union all
        select r.account_id, c.achievement_id, min(r.first_day + c.threshold - 1)
          from runs r
          join achievements c
            on c.milestone = 'longest_streak' and c.threshold <= r.last_day - r.first_day + 1
         group by r.account_id, c.achievement_id) e
  join accounts a on a.account_id = e.account_id;
insert into runs (account_id, activity, first_day, last_day)
select account_id, 'award', min(day), max(day)
  from (select account_id, day,
               day - dense_rank() over (partition by account_id order by day)::integer as island
          from (select distinct account_id, day from awards) days) islands
 group by account_id, island;
insert into seven_day_award_runs (account_id, first_day, last_day)
select distinct on (account_id) account_id, first_day, last_day
  from runs
 where activity = 'award' and last_day - first_day >= 6
 order by account_id, last_day - first_day desc, last_day desc;

-- All in one update, so that the table is not full of old versions.
update accounts a
   set longest_mood_streak = m.longest, mood_entries = e.entries,
       mood_bytes = e.bytes, achievements = w.achievements,
       points = w.points, points_slot = w.points_slot,
       newest_mood_first_day = m.first_day, newest_mood_last_day = m.last_day
  from (select account_id, max(last_day - first_day + 1) as longest,
               max(first_day) as first_day, max(last_day) as last_day
          from runs
         where activity = 'mood'
         group by account_id) m
  join (select account_id, count(*) as entries, sum(text_bytes(entries)) as bytes
          from entries
         group by account_id) e
    on e.account_id = m.account_id
  -- The slots are those of accounts that came to the total one after another.
  join (select account_id, achievements, points,
               case when row_number() over (partition by points order by account_id) <= 16
                    then 0 else 1 + account_id % 4 end as points_slot
          from (select w.account_id, count(*) as achievements, sum(c.points) as points
                  from awards w
                  join achievements c on c.achievement_id = w.achievement_id
                 group by w.account_id) totals) w
    on w.account_id = m.account_id
 where a.account_id = m.account_id;

insert into achievement_holders (achievement_id, slot, accounts)
select achievement_id, account_id % 4, count(*) from awards group by achievement_id, account_id % 4;
insert into point_totals (points, slot, accounts)
select points, points_slot, count(*) from accounts group by points, points_slot;
insert into streak_histogram (node, slot, accounts)
select length, slot, sum(accounts)
  from (select longest_mood_streak as longest, account_id % 4 as slot, count(*) as accounts
          from accounts
         group by longest, slot) longest_streaks
 cross join generate_series(0, longest) length
 group by length, slot;
