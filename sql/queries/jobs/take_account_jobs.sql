-- Takes some of the due jobs of accounts, those that have been due for longest, with one lease for
-- all. Others that take jobs at the same moment get other ones, and nobody waits.
--
-- As many as keep PostgreSQL busy for some milliseconds, because requests wait that long for the
-- processor. The number is written here so that the planner knows how few they are.
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
