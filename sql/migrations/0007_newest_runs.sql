-- The newest run of mood entries on the account's own row. Nearly every request needs it, and every
-- writer of an account changes that row anyway: so reading it costs nothing, and it changes in the
-- statement that changes the run. Both null: there are no entries.
alter table accounts
  add column newest_mood_first_day date,
  add column newest_mood_last_day date,
  add constraint accounts_newest_mood_check
    check ((newest_mood_first_day is null) = (newest_mood_last_day is null)
           and newest_mood_first_day <= newest_mood_last_day);

update accounts a
   set newest_mood_first_day = r.first_day, newest_mood_last_day = r.last_day
  from (select distinct on (account_id) account_id, first_day, last_day
          from runs
         where activity = 'mood'
         order by account_id, first_day desc) r
 where r.account_id = a.account_id;
