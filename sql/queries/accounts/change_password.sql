-- Stores a new password and the settings that are not null, and ends all other sessions. Runs after
-- lock_account.sql, so that it sees a session that another request has just begun. No row if the
-- session is not alive or the password is not :password_hash any more.
with credential as (
  update credentials
     set password_hash = :new_password_hash
   where account_id = :account::bigint and password_hash = :password_hash
  returning account_id
), \ir parts/take_back_attempt.sql
, ended as (
  delete from sessions
   where account_id = :account::bigint
     and token_hash <> :token_hash::bytea
     and exists (select from credential)
), \ir parts/live_session.sql
update accounts a
\ir parts/new_settings.sql
  from live_session s
 where a.account_id = s.account_id
   and exists (select from credential)
returning s.kind, s.last_seen_at,
          a.account_id, a.username, a.language, a.time_zone, a.day_starts_at, a.role, a.created_at
