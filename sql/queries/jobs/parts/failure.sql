-- Counts one more failure in a row. The job is due again after a wait that doubles each time. After
-- :failures_max failures it is parked: nobody tries it until an operator resets it.
   set failures = failures + 1,
       last_failure = :reason,
       due_at = :now::timestamptz
                + least(make_interval(secs => :first_wait_s::integer * 2 ^ failures),
                        make_interval(secs => :wait_s_max::integer)),
       parked_at = case when failures + 1 >= :failures_max::integer then :now::timestamptz end,
       lease = null, leased_until = null
