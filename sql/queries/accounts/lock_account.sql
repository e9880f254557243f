-- Keeps an account as it is until the transaction ends, for a live session and the password that
-- was just found right: the statements after this one see all that went before. Credentials first,
-- as at sign-in. No row: the session has ended or the password was changed. Answers with nothing
-- else, because a statement that waits for a lock still sees other tables as they were before.
select a.account_id
  from sessions s
  join credentials c on c.account_id = s.account_id
  join accounts a on a.account_id = s.account_id
 where s.account_id = :account::bigint
   and s.token_hash = :token_hash::bytea
   and s.ends_at > :now::timestamptz
   and c.account_id = :account::bigint
   and c.password_hash = :password_hash
   and a.account_id = :account::bigint
   for update of c, a
