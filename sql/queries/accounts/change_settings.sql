-- PATCH /me without a new password. No row: not signed in.
\ir parts/update_settings.sql
returning s.kind, s.last_seen_at,
          a.account_id, a.username, a.language, a.time_zone, a.day_starts_at, a.role, a.created_at
