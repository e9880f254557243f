-- Erases an account with, by its foreign keys, everything that it owns, and the failed sign-ins at
-- its name. Returns what it was counted by. Runs after lock_account.sql.
with strangers as (
  delete from strangers_failed_sign_ins
   where username_hash = sha256(convert_to(:username_key, 'UTF8'))
  returning username_hash
), source_failures as (
  delete from failed_sign_ins
   where username_hash = sha256(convert_to(:username_key, 'UTF8'))
     and (select count(*) from strangers) >= 0
)
delete from accounts
 where account_id = :account::bigint
returning longest_mood_streak, points, points_slot,
          array(select w.achievement_id
                  from awards w
                 where w.account_id = :account::bigint
                 order by w.achievement_id) as achievements
