-- Loads a history that a driver has put into the schema seed, in place of all there is: seed.users
-- (id, username, tz) and seed.moods (user_id, mood, recorded_at, day). daymark.toml says for whom.
\set ON_ERROR_STOP on
set client_min_messages = warning;
begin;
truncate accounts, achievement_holders, point_totals, streak_histogram cascade;
-- The service's own jobs went with those of the accounts.
insert into jobs (kind, due_at)
select kind, now() from unnest(enum_range(null::job_kind)) kind where kind <> 'adjust_task_limit';
insert into accounts (account_id, username, language, time_zone, day_starts_at, created_at)
select id, username, 'en', tz, 0, coalesce((select min(recorded_at) from seed.moods), now())
  from seed.users;
select setval('accounts_account_id_seq', (select max(id) from seed.users)) \g /dev/null
insert into usernames (username_key, account_id) select username, id from seed.users;
-- A token as daymark.toml makes it of the driver's, which is a SHA-256 in hexadecimal.
insert into sessions (account_id, token_hash, kind, created_at, last_seen_at, ends_at, user_agent)
select id,
       sha256(convert_to(id || '.' || left(encode(sha256(('tok' || id)::bytea), 'hex'), 42) || 'A',
                         'UTF8')),
       'cookie', now(), now(), now() + interval '30 days', 'compare'
  from seed.users;
insert into entries (account_id, uid, mood, rating, note, tags, recorded_at, day)
select user_id, gen_random_uuid(), (array['awful', 'bad', 'okay', 'good', 'great'])[mood], mood,
       null, '{}', recorded_at, day
  from seed.moods
 order by recorded_at;
\ir derive.sql
commit;
