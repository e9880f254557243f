-- PATCH /me without a new password. No row if the session is not alive.
with
\ir parts/live_session.sql
update accounts a
\ir parts/new_settings.sql
  from live_session s
 where a.account_id = s.account_id
returning s.kind, s.last_seen_at,
          a.account_id, a.username, a.language, a.time_zone, a.day_starts_at, a.role, a.created_at
