-- What a change of entries changes in the account's row. No row of `account` if it has changed
-- since it was read; every other part of the statement depends on that row.
account as (
  update accounts
     set version = version + 1,
         longest_mood_streak = :longest::integer,
         newest_mood_first_day = :newest_first_day::date,
         newest_mood_last_day = :newest_last_day::date,
         mood_entries = mood_entries + :entries::integer,
         mood_bytes = mood_bytes + :bytes::bigint
   where account_id = :account::bigint and version = :version::bigint
  returning account_id
)
