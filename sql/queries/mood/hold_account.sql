-- POST /mood/import: from now on the account cannot be removed. No row: not signed in any more.
select a.account_id
  from sessions s
  join accounts a on a.account_id = s.account_id
 where s.account_id = :account::bigint
   and s.token_hash = :token_hash::bytea
   and s.ends_at > :now::timestamptz
   and a.account_id = :account::bigint
   for key share of a
