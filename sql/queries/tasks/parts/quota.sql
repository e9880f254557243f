-- Counts what has become of the tasks of a quota.
quota as (
  update task_quotas q
     set done = q.done + :done_step::integer,
         deleted = q.deleted + :deleted_step::integer
    from account
   where q.account_id = :account::bigint
     and q.day = :day::date
)
