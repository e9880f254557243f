-- The read of PATCH and DELETE /task/{id}: the task, the counts of its quota, and all runs of the
-- streak. No row if the session is not alive; nulls if the account has no such task.
with
\ir ../accounts/parts/live_session.sql
select s.kind, s.last_seen_at, a.version,
       array(select r.first_day
               from runs r
              where r.account_id = :account::bigint
                and r.activity = 'task'
              order by r.first_day) as first_days,
       array(select r.last_day
               from runs r
              where r.account_id = :account::bigint
                and r.activity = 'task'
              order by r.first_day) as last_days,
       k.task_id, k.title, k.note, k.done, k.created_at, k.day, k.version,
       q.used, q.done as quota_done, q.deleted
  from live_session s
  join accounts a on a.account_id = s.account_id
  left join tasks k
         on k.account_id = :account::bigint
        and k.task_id = :task::bigint
  left join task_quotas q
         on q.account_id = :account::bigint
        and q.day = k.day
