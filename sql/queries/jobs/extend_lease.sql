-- Extends the lease of a job of the service. No row if the job has another lease by now.
update jobs
   set leased_until = :leased_until::timestamptz
 where account_id is null
   and kind = :kind::job_kind
   and lease = :lease::uuid
returning kind
