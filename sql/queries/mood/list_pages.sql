-- GET /mood, for several requests at once. For each request whose session is alive, one row with
-- what the streak status follows from; for each request, a row for each entry of its page, newest
-- first. The columns of the other kind of row are null. The caller must discard the entries of a
-- request without a row of the first kind. One statement, so that all of it is of one moment.
--
-- `run_first_days` has the first days of the runs that the entries of the page can be in. n entries
-- are in at most n runs; one more, because the page before may have ended with the newest of these.
--
-- `shorter` counts the accounts whose longest streak is below the length of the newest run, alive
-- or not. This account is never one of them.
select v.request,
\ir parts/entry_columns.sql
       , v.kind, v.last_seen_at, v.today, v.time_zone, v.day_starts_at, v.longest_mood_streak,
       v.newest_mood_first_day, v.newest_mood_last_day, others.shorter, others.accounts,
       array(select r.first_day
               from runs r
              where r.account_id = v.account_id
                and r.activity = 'mood'
                and r.first_day <= v.last_day
              order by r.first_day desc
              limit v.entries_max + 1) as run_first_days
  from (select b.request, b.account_id, b.last_day, b.entries_max, s.kind, s.last_seen_at,
               a.time_zone, a.day_starts_at, a.longest_mood_streak,
               a.newest_mood_first_day, a.newest_mood_last_day,
               day_of(b.now, a.time_zone, a.day_starts_at) as today,
               coalesce(a.newest_mood_last_day - a.newest_mood_first_day + 1, 0) as newest_length
          from unnest(:accounts::bigint[], :token_hashes::bytea[], :nows::timestamptz[],
                      :last_days::date[], :entries_maxs::integer[])
               with ordinality as b (account_id, token_hash, now, last_day, entries_max, request)
          join sessions s on s.account_id = b.account_id
                         and s.token_hash = b.token_hash
                         and s.ends_at > b.now
          join accounts a on a.account_id = b.account_id
        offset 0) v
 cross join lateral accounts_with_shorter_streaks(v.newest_length) others
 cross join (select (null::entries).*) e
union all
select b.request,
\ir parts/entry_columns.sql
       , null, null, null, null, null, null, null, null, null, null, null
  from unnest(:accounts::bigint[], :from_days::date[], :last_days::date[],
              :before_recorded_ats::timestamptz[], :before_entries::bigint[],
              :entries_maxs::integer[])
       with ordinality as b (account_id, from_day, last_day, before_recorded_at, before_entry,
                             entries_max, request)
 cross join lateral (
       select e.*
         from entries e
        where e.account_id = b.account_id
          and e.day >= b.from_day
          and (e.day, e.recorded_at, e.entry_id)
              < (b.last_day, b.before_recorded_at, b.before_entry)
        order by e.day desc, e.recorded_at desc, e.entry_id desc
        limit b.entries_max) e
