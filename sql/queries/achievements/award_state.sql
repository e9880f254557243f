-- The read of a decision about one award: the account with this name, its runs of award days, the
-- achievement with this code, and the award if the account holds it. No row if nobody has the name;
-- nulls if there is no such achievement, or if the account does not hold it.
select a.account_id, a.version, a.language, a.points, a.points_slot,
       day_of(:awarded_at::timestamptz, a.time_zone, a.day_starts_at) as day,
       array(select r.first_day
               from runs r
              where r.account_id = a.account_id
                and r.activity = 'award'
              order by r.first_day) as first_days,
       array(select r.last_day
               from runs r
              where r.account_id = a.account_id
                and r.activity = 'award'
              order by r.first_day) as last_days,
       c.achievement_id, c.code, c.points, t.name, t.description,
       w.awarded_at, w.day as standing_day,
       exists (select
                 from awards o
                where o.account_id = a.account_id
                  and o.day = w.day
                  and o.achievement_id <> w.achievement_id) as others_on_day
  from usernames u
  join accounts a on a.account_id = u.account_id
  left join achievements c on c.code = :code
  left join achievement_texts t
         on t.achievement_id = c.achievement_id
        and t.language = a.language
  left join awards w
         on w.account_id = a.account_id
        and w.achievement_id = c.achievement_id
 where u.username_key = :username_key
