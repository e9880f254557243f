-- New settings of the account that a live session belongs to; what is null stays. The version
-- moves, because whoever is deciding about runs now has read the old settings.
update accounts a
   set language = coalesce(:language::language, a.language),
       time_zone = coalesce(:time_zone, a.time_zone),
       day_starts_at = coalesce(:day_starts_at::smallint, a.day_starts_at),
       version = a.version + 1
  from sessions s
 where s.account_id = :account::bigint
   and s.token_hash = :token_hash::bytea
   and s.ends_at > :now::timestamptz
   and a.account_id = :account::bigint
