-- Stores a new password and the settings that are not null, and ends all sessions; a new one takes
-- the place of that of the request, whose token may have been copied. Runs after lock_account.sql,
-- so that it sees a session that another request has just begun. No row if the session is not alive
-- or the password is not :password_hash any more: then the transaction must be rolled back.
with credential as (
  update credentials
     set password_hash = :new_password_hash
   where account_id = :account::bigint and password_hash = :password_hash
  returning account_id
), \ir parts/take_back_attempt.sql
, ended as (
  delete from sessions
   where account_id = :account::bigint
     and exists (select from credential)
  returning account_id, token_hash, kind, ends_at, user_agent
), session as (
  insert into sessions (account_id, token_hash, kind, created_at, last_seen_at, ends_at, user_agent)
  select account_id, :new_token_hash::bytea, kind, :now::timestamptz, :now::timestamptz,
         :new_ends_at::timestamptz, user_agent
    from ended
   where token_hash = :token_hash::bytea and ends_at > :now::timestamptz
  returning account_id
)
update accounts a
\ir parts/new_settings.sql
  from session s
 where a.account_id = s.account_id and a.account_id = :account::bigint
returning a.account_id, a.username, a.language, a.time_zone, a.day_starts_at, a.role, a.created_at
