-- A new session for an account whose password was just verified. Ends the cookie sessions that the
-- request came with, of whatever account. A device has a new token from now on. A hash with newer
-- parameters replaces the old one. No row if the password was changed since, or the account is
-- gone.
with credential as (
  update credentials
     set password_hash = coalesce(:new_password_hash, password_hash)
   where account_id = :account::bigint and password_hash = :password_hash
  returning account_id
), \ir parts/take_back_attempt.sql
, ended as (
  delete from sessions s
   using unnest(:ended_accounts::bigint[], :ended_token_hashes::bytea[])
         as e (account_id, token_hash)
   where s.account_id = e.account_id
     and s.token_hash = e.token_hash
     and s.kind = 'cookie'
), ended_devices as (
  delete from devices
   where account_id = :account::bigint
     and token_hash = any(:ended_device_hashes::bytea[])
     and :device_hash::bytea is not null
     and exists (select from credential)
), device as (
  insert into devices (account_id, token_hash, last_signed_in_at)
  select account_id, :device_hash::bytea, :now::timestamptz
    from credential
   where :device_hash::bytea is not null
), session as (
  insert into sessions (account_id, token_hash, kind, created_at, last_seen_at, ends_at, user_agent)
  select account_id, :token_hash::bytea, :kind::session_kind, :now::timestamptz, :now::timestamptz,
         :ends_at::timestamptz, :user_agent
    from credential
  returning account_id
)
select a.account_id, a.username, a.language, a.time_zone, a.day_starts_at, a.role, a.created_at
  from session s
  join accounts a on a.account_id = s.account_id
 where a.account_id = :account::bigint
