-- DELETE /sessions/{id}: returns whether it was the session of the request; null if the account has
-- no such live session. No row if the session of the request is not alive.
with
\ir parts/live_session.sql
, ended as (
  delete from sessions
   where account_id = :account::bigint
     and session_id = :session::bigint
     and ends_at > :now::timestamptz
     and exists (select from live_session)
  returning token_hash = :token_hash::bytea as is_current
)
select s.kind, s.last_seen_at, (select is_current from ended)
  from live_session s
