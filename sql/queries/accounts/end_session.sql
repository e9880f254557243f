-- POST /logout: deletes the session. Returns whether it was alive; no row if there is none.
delete from sessions
 where account_id = :account::bigint
   and token_hash = :token_hash::bytea
returning ends_at > :now::timestamptz
