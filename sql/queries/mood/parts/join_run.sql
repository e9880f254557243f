-- The run of the entry `e`: the newest one that begins on its day or earlier.
  left join lateral (select r.first_day, r.last_day
                       from runs r
                      where r.account_id = :account::bigint
                        and r.activity = 'mood'
                        and r.first_day <= e.day
                      order by r.first_day desc
                      limit 1) r on true
