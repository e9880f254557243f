-- The key of the username of the account that a live session belongs to: what its attempts to tell
-- the password are counted by.
select u.username_key
  from sessions s
  join usernames u on u.account_id = s.account_id
 where s.account_id = :account::bigint
   and s.token_hash = :token_hash::bytea
   and s.ends_at > :now::timestamptz
   and u.account_id = :account::bigint
