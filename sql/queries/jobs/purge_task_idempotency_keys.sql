-- Answers of POST /task that no request is given any more, of a range of accounts. What somebody
-- else is changing is left for the next time, so that a purge waits for nobody.
delete from task_idempotency_keys
 where ctid = any (array(select k.ctid
                           from task_idempotency_keys k
                          where k.account_id between :first_account::bigint
                                                 and :last_account::bigint
                            and k.created_at <= :created_before::timestamptz
                            for update skip locked))
