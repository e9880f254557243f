-- Fills a database for the benchmark of GET /statistics: `accounts` accounts with all that is kept
-- of their awards, which themselves are left out, because nothing here reads them. The token of
-- account 1 is `1.` and 43 times `A`. Totals of points have a `shape`:
--
--   milestones   what milestones add up to, so that very many share each total
--   twins        all differ, but for the two highest
--   different    all differ
\set ON_ERROR_STOP on
begin;
truncate accounts, point_totals, streak_histogram, achievement_holders cascade;
-- What is loaded fits together; checking each row's references takes longer than all the rest.
set local session_replication_role = replica;
with ladders as (
  select milestone, row_number() over up as step, sum(points) over up as points
    from achievements
   where milestone is not null
  window up as (partition by milestone order by threshold)
), people as materialized (
  -- Each further milestone is reached by about half of those who reached the one before.
  select n, floor(-ln(1 - random()) / ln(2)) as entries, floor(-ln(1 - random()) / ln(2)) as days
    from generate_series(1, :accounts) n
), totals as (
  select p.n, coalesce(e.step, 0) + coalesce(d.step, 0) as achievements,
         case :'shape'
           when 'milestones' then coalesce(e.points, 0) + coalesce(d.points, 0)
           when 'twins' then least(p.n, :accounts - 1) * 3
           when 'different' then p.n * 3
         end as points
    from people p
    left join ladders e on e.milestone = 'entries' and e.step = least(p.entries, 10)
    left join ladders d on d.milestone = 'longest_streak' and d.step = least(p.days, 10)
)
insert into accounts (account_id, username, language, time_zone, day_starts_at, created_at,
                      achievements, points, points_slot)
select n, 'bench' || n, 'en', 'UTC', 0, now(), achievements, points,
       case when row_number() over (partition by points order by n) <= 16 then 0
            else 1 + n % 4
       end
  from totals
 order by n;
insert into usernames (username_key, account_id) select username, account_id from accounts;
insert into point_totals (points, slot, accounts)
select points, points_slot, count(*) from accounts group by 1, 2;
insert into streak_histogram (node, slot, accounts)
select 0, account_id % 4, count(*) from accounts group by 2;
insert into seven_day_award_runs (account_id, first_day, last_day)
select account_id, current_date - 30, current_date - 30 + 6 + (account_id % 5)::integer
  from accounts
 where account_id % 10 = 0;
insert into sessions (account_id, token_hash, kind, created_at, last_seen_at, ends_at, user_agent)
values (1, sha256(convert_to('1.' || repeat('A', 43), 'UTF8')), 'bearer', now(), now(),
        now() + interval '90 days', 'bench');
select setval('accounts_account_id_seq', :accounts);
commit;
vacuum analyze;
checkpoint;
