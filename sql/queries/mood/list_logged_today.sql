-- Whether the account has an entry of today, if its newest run begins after today: somebody who
-- travels west has a today that is earlier than the day of the last entry.
select exists (select
                 from runs r
                where r.account_id = :account::bigint
                  and r.activity = 'mood'
                  and r.first_day <= :today::date
                  and r.last_day >= :today::date)
