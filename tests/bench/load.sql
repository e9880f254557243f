-- Fills an empty database for the benchmark: `accounts` accounts, in zones all over the world, with
-- an entry on each of the last `days` days, some days left out so that streaks differ, and with all
-- that they would have earned on the way. The session token of account N is `N.` and 43 times `A`.
--
-- psql variables: accounts, days, and those that may be left out:
--   logged_today  true: everybody has an entry today too, so that no other one is the day's first
--   same_length   true: nobody leaves out a day, so all step to the same length with the next entry
--   long_accounts, long_days   the first so many accounts have so many days instead of `days`
--   task_limit    everybody may have so many tasks a day (pinned), and has had some
\set ON_ERROR_STOP on
\if :{?logged_today}
\else
  \set logged_today false
\endif
\if :{?same_length}
\else
  \set same_length false
\endif
\if :{?long_accounts}
\else
  \set long_accounts 0
  \set long_days 0
\endif
\if :{?task_limit}
  \set with_tasks true
\else
  \set with_tasks false
  \set task_limit 5
\endif
begin;
insert into accounts (account_id, username, language, time_zone, day_starts_at, created_at,
                      daily_task_limit, limit_reason)
select n, 'bench' || n, 'en',
       (array['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'America/Los_Angeles',
              'Asia/Kolkata', 'Pacific/Auckland', 'America/Sao_Paulo'])[1 + n % 8],
       0, now() - make_interval(days => greatest(:days, :long_days) + 1),
       :task_limit, case when :with_tasks then 'pinned' else 'default' end::limit_reason
  from generate_series(1, :accounts) n;
select setval('accounts_account_id_seq', :accounts);
insert into usernames (username_key, account_id)
select username, account_id from accounts;
insert into sessions (account_id, token_hash, kind, created_at, last_seen_at, ends_at, user_agent)
select account_id, sha256(convert_to(account_id || '.' || repeat('A', 43), 'UTF8')), 'cookie',
       now(), now(),
       now() + interval '30 days', 'bench'
  from accounts;
-- Every account skips one day in 5 to 64, each its own.
insert into entries (account_id, uid, mood, rating, note, tags, recorded_at, day)
select a.account_id, gen_random_uuid(), 'good', 4, null, '{}', now() - make_interval(days => d),
       ((now() - make_interval(days => d)) at time zone a.time_zone)::date
  from generate_series(case when :logged_today then 0 else 1 end, greatest(:days, :long_days)) d
  join accounts a
    on d <= case when a.account_id <= :long_accounts then :long_days else :days end
 where :same_length or d = 0 or (d + a.account_id) % (5 + a.account_id % 60) <> 0
 order by d desc, a.account_id;
\ir derive.sql

\if :with_tasks
  insert into task_quotas (account_id, day, ends_at, used, done)
  select account_id, day, day_start(day + 1, time_zone, 0), 5, 4
    from accounts
   cross join generate_series(1, 3) d
   cross join lateral (select (now() at time zone time_zone)::date - d as day) days;
  insert into tasks (account_id, title, done, created_at, day)
  select q.account_id, 'Task ' || n, n < 5, q.ends_at - make_interval(hours => 12 - n), q.day
    from task_quotas q
   cross join generate_series(1, 5) n
   order by q.day, n, q.account_id;
\endif
commit;
vacuum (freeze, analyze);
checkpoint;
