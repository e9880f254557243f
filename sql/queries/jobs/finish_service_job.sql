-- A job of the service is done until it is due again. No row if the job has another lease by now.
update jobs
   set due_at = :due_at::timestamptz,
       lease = null, leased_until = null, failures = 0, last_failure = null
 where account_id is null
   and kind = :kind::job_kind
   and lease = :lease::uuid
returning kind
