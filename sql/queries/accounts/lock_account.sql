-- Keeps an account as it is until the transaction ends, for a live session and the password that
-- was just found right: the statements after this one see all that went before. Credentials first,
-- as at sign-in. No row: the session has ended or the password was changed. Answers with nothing
-- else, because a statement that waits for a lock still sees other tables as they were before.
with
\ir parts/live_session.sql
select a.account_id
  from live_session s
  join credentials c on c.account_id = s.account_id
  join accounts a on a.account_id = s.account_id
 where c.password_hash = :password_hash
   for update of c, a
