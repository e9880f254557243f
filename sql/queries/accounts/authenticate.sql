-- The account of a session. No row if the session is not alive.
with
\ir parts/live_session.sql
select s.kind, s.last_seen_at,
       a.account_id, a.username, a.language, a.time_zone, a.day_starts_at, a.role, a.created_at
  from live_session s
  join accounts a on a.account_id = s.account_id
