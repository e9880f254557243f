-- Gives an account a new password and ends all its sessions. Writes the account's username; no row:
-- there is no such account. The values come from the environment, so that they are on no command
-- line: DAYMARK_USERNAME (as typed), DAYMARK_PASSWORD_HASH (argon2id in PHC format).
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
)
select username
  from accounts
  join credential using (account_id);
