-- Takes the job of the service, one of :kinds, that has been due for longest. No row if none is
-- due, or if all due ones are leased.
update jobs
   set lease = gen_random_uuid(), leased_until = :leased_until::timestamptz
 where ctid = any (array(select j.ctid
                           from jobs j
                          where j.account_id is null
                            and j.kind = any (:kinds::job_kind[])
                            and j.due_at <= :now::timestamptz
                            and j.parked_at is null
                            and (j.leased_until is null or j.leased_until <= :now::timestamptz)
                          order by j.due_at
                          limit 1
                            for update skip locked))
returning lease, kind
