-- Gives an account a new password, ends all its sessions, and forgets who failed to sign in to it,
-- so that its owner need not wait. Writes the account's username; no row: there is no such account.
-- The values come from the environment, so that they are on no command line: DAYMARK_USERNAME (as
-- typed), DAYMARK_PASSWORD_HASH (argon2id in PHC format).
\getenv username DAYMARK_USERNAME
\ir find_account.sql
\getenv password_hash DAYMARK_PASSWORD_HASH
with credential as (
  update credentials
     set password_hash = :'password_hash'
   where account_id = :'account_id'
  returning account_id
), ended as (
  delete from sessions
   where account_id in (select account_id from credential)
), tried as (
  select sha256(convert_to(username_key, 'UTF8')) as username_hash
    from usernames
    join credential using (account_id)
), strangers as (
  delete from strangers_failed_sign_ins
   where username_hash in (select username_hash from tried)
), networks as (
  delete from failed_sign_ins
   where username_hash in (select username_hash from tried)
)
select username
  from accounts
  join credential using (account_id);
