-- The read of DELETE /mood/{id}: the entry, whether its day has other entries, and its run. If that
-- run is the longest and loses the day: the length of the longest other one. If it is one day long:
-- the run before it. No row if the session is not alive; nulls if there is no such entry.
with
\ir ../accounts/parts/live_session.sql
select s.kind, s.last_seen_at, a.version, a.longest_mood_streak,
       a.newest_mood_first_day, a.newest_mood_last_day,
       e.day, e.version, e.bytes, e.others_on_day,
       r.first_day, r.last_day,
       case when r.last_day - r.first_day + 1 = a.longest_mood_streak and not e.others_on_day
            then (select coalesce(max(o.last_day - o.first_day + 1), 0)
                    from runs o
                   where o.account_id = :account::bigint
                     and o.activity = 'mood'
                     and o.first_day <> r.first_day)
       end as longest_of_others,
       before.first_day, before.last_day
  from live_session s
  join accounts a on a.account_id = s.account_id
\ir parts/join_entry.sql
\ir parts/join_run.sql
  left join lateral (select b.first_day, b.last_day
                       from runs b
                      where b.account_id = :account::bigint
                        and b.activity = 'mood'
                        and b.first_day < e.day
                        and r.first_day = r.last_day
                      order by b.first_day desc
                      limit 1) before on true
