-- The account's version, longest streak, newest run and number of entries after a change of
-- entries. Every part of the statement that includes this hangs on `account`: there is a row only
-- while the account is at the version that the decision was based on.
account as (
  update accounts
     set version = version + 1,
         longest_mood_streak = :longest::integer,
         newest_mood_first_day = :newest_first_day::date,
         newest_mood_last_day = :newest_last_day::date,
         mood_entries = mood_entries + :entries::integer
   where account_id = :account::bigint and version = :version::bigint
  returning account_id
)
