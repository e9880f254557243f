-- The session of the request. No row if it is not alive.
live_session as (
  select s.account_id, s.kind, s.last_seen_at
    from sessions s
   where s.account_id = :account::bigint
     and s.token_hash = :token_hash::bytea
     and s.ends_at > :now::timestamptz
)
