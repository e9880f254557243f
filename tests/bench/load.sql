-- Fills an empty database for the benchmark: `accounts` accounts with an entry on each of the last
-- `days` days, some days left out so that streaks differ. The session token of account N is `N.`
-- and 43 times `A`.
\set ON_ERROR_STOP on
begin;
insert into accounts (account_id, username, language, time_zone, day_starts_at, created_at)
select n, 'bench' || n, 'en',
       (array['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'])[1 + n % 4], 0, now()
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
  from generate_series(1, :days) d
 cross join accounts a
 where (d + a.account_id) % (5 + a.account_id % 60) <> 0
 order by d desc, a.account_id;
insert into runs (account_id, activity, first_day, last_day)
select account_id, 'mood', min(day), max(day)
  from (select account_id, day,
               day - dense_rank() over (partition by account_id order by day)::integer as island
          from (select distinct account_id, day from entries) days) islands
 group by account_id, island;
update accounts a
   set longest_mood_streak = r.longest,
       mood_entries = (select count(*) from entries e where e.account_id = a.account_id)
  from (select account_id, max(last_day - first_day + 1) as longest from runs group by account_id) r
 where r.account_id = a.account_id;
insert into point_totals (points, slot, accounts) values (0, 0, :accounts);
insert into streak_histogram (node, slot, accounts)
select length, account_id % 4, count(*)
  from accounts
 cross join generate_series(0, longest_mood_streak) length
 group by 1, 2;
commit;
vacuum analyze;
checkpoint;
