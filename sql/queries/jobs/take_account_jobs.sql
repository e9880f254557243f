-- Takes some of the accounts' jobs that are due, those first that have been so for longest, with
-- one lease for all. Whoever takes at the same moment gets others, and nobody waits.
--
-- How many: what keeps PostgreSQL busy for some milliseconds, because requests wait as long for the
-- processor. The number is written here, so that the planner knows how few they are.
update jobs
   set lease = (select gen_random_uuid()), leased_until = :leased_until::timestamptz
 where ctid = any (array(select j.ctid
                           from jobs j
                          where j.due_at <= :now::timestamptz
                            and j.parked_at is null
                            and j.kind = 'adjust_task_limit'
                            and (j.leased_until is null or j.leased_until <= :now::timestamptz)
                          order by j.due_at
                          limit 10
                            for update skip locked))
returning lease, account_id
