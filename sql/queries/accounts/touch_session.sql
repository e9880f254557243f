-- Extends a session, but not beyond its greatest age.
update sessions
   set last_seen_at = :now::timestamptz,
       ends_at = least(:idle_ends_at::timestamptz,
                       created_at + make_interval(secs => :age_s_max::integer))
 where account_id = :account::bigint
   and token_hash = :token_hash::bytea
   and last_seen_at < :now::timestamptz
