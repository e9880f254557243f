-- The read of a decision about reached milestones: the account, its runs of award days, and the
-- achievements that it does not hold yet (nulls: none). No row if it is at another version.
select a.language, a.points, a.points_slot,
       day_of(:now::timestamptz, a.time_zone, a.day_starts_at) as day,
       array(select r.first_day
               from runs r
              where r.account_id = :account::bigint
                and r.activity = 'award'
              order by r.first_day) as first_days,
       array(select r.last_day
               from runs r
              where r.account_id = :account::bigint
                and r.activity = 'award'
              order by r.first_day) as last_days,
       c.achievement_id, c.code, c.points, t.name, t.description
  from accounts a
  left join achievements c
         on c.achievement_id = any (:reached::bigint[])
        and not exists (select
                          from awards w
                         where w.account_id = :account::bigint
                           and w.achievement_id = c.achievement_id)
  left join achievement_texts t
         on t.achievement_id = c.achievement_id
        and t.language = a.language
 where a.account_id = :account::bigint
   and a.version = :version::bigint
 order by c.achievement_id
