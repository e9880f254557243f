-- DELETE /sessions/{id}. No row: not signed in; null: the account has no such live session. Else
-- whether it was the one that asked.
with viewer as (
  select kind, last_seen_at
    from sessions
   where account_id = :account::bigint
     and token_hash = :token_hash::bytea
     and ends_at > :now::timestamptz
), ended as (
  delete from sessions
   where account_id = :account::bigint
     and session_id = :session::bigint
     and ends_at > :now::timestamptz
     and exists (select from viewer)
  returning token_hash = :token_hash::bytea as is_current
)
select v.kind, v.last_seen_at, (select is_current from ended)
  from viewer v
