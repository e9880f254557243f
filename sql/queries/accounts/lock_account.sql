-- Locks an account until the transaction ends, so that the statements after this one see every
-- earlier change. Locks credentials first, as sign_in.sql does. No row if the session is not alive
-- or the password is not the one that was just verified. It reads nothing else: a statement that
-- waits for a lock still sees other tables as they were before.
with
\ir parts/live_session.sql
select a.account_id
  from live_session s
  join credentials c on c.account_id = s.account_id
  join accounts a on a.account_id = s.account_id
 where c.password_hash = :password_hash
   for update of c, a
