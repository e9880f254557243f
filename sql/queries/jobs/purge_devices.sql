-- Deletes the devices that nobody has signed in with for long, of a range of accounts. Locked rows
-- are left for the next time, so that a purge waits for nobody.
delete from devices
 where ctid = any (array(select d.ctid
                           from devices d
                          where d.account_id between :first_account::bigint
                                                 and :last_account::bigint
                            and d.last_signed_in_at <= :signed_in_before::timestamptz
                            for update skip locked))
