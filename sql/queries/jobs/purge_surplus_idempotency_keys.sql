-- Deletes the stored answers of POST /mood beyond the newest :keys_max of each account, of a range
-- of accounts. Locked rows are left for the next time, so that a purge waits for nobody.
delete from mood_idempotency_keys
 where ctid = any (array(select k.ctid
                           from mood_idempotency_keys k
                           join (select o.account_id, o.idempotency_key,
                                        row_number() over (partition by o.account_id
                                                           order by o.created_at desc) as nth
                                   from mood_idempotency_keys o
                                  where o.account_id
                                        = any (array(select c.account_id
                                                       from mood_idempotency_keys c
                                                      where c.account_id
                                                            between :first_account::bigint
                                                                and :last_account::bigint
                                                      group by c.account_id
                                                     having count(*) > :keys_max::bigint))) s
                             on s.account_id = k.account_id
                            and s.idempotency_key = k.idempotency_key
                          where s.nth > :keys_max::bigint
                            for update of k skip locked))
