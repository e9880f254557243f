-- The account that a live session belongs to.
select s.kind, s.last_seen_at,
       a.account_id, a.username, a.language, a.time_zone, a.day_starts_at, a.role, a.created_at
  from sessions s
  join accounts a on a.account_id = s.account_id
 where s.account_id = :account::bigint
   and s.token_hash = :token_hash::bytea
   and s.ends_at > :now::timestamptz
   and a.account_id = :account::bigint
