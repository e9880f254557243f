-- Deletes the networks that nobody has signed in from for long, of a range of accounts. Locked rows
-- are left for the next time, so that a purge waits for nobody.
delete from sign_in_networks
 where ctid = any (array(select n.ctid
                           from sign_in_networks n
                          where n.account_id between :first_account::bigint
                                                 and :last_account::bigint
                            and n.last_signed_in_at <= :signed_in_before::timestamptz
                            for update skip locked))
