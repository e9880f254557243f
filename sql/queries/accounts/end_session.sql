-- Signing out. Whether the session was still alive; no row: there is none.
delete from sessions
 where account_id = :account::bigint
   and token_hash = :token_hash::bytea
returning ends_at > :now::timestamptz
