-- Locks an account until the transaction ends, so that the statements after this one see every
-- earlier change. Locks credentials first, as sign_in.sql does. Returns the kind of the session; no
-- row if it is not alive or the password is not the one that was just verified. It reads nothing
-- that can change: a statement that waits for a lock still sees other tables as they were before.
with
\ir parts/live_session.sql
select s.kind
  from live_session s
  join credentials c on c.account_id = s.account_id
  join accounts a on a.account_id = s.account_id
 where c.password_hash = :password_hash
   for update of c, a
