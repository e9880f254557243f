-- POST /mood/import: the account's figures and all its runs, the oldest first.
select a.version, a.longest_mood_streak, a.mood_entries, a.mood_bytes,
       array(select r.first_day
               from runs r
              where r.account_id = :account::bigint and r.activity = 'mood'
              order by r.first_day) as first_days,
       array(select r.last_day
               from runs r
              where r.account_id = :account::bigint and r.activity = 'mood'
              order by r.first_day) as last_days
  from accounts a
 where a.account_id = :account::bigint
