-- Deletes the sessions that have ended, of a range of accounts. Locked rows are left for the next
-- time, so that a purge waits for nobody.
delete from sessions
 where ctid = any (array(select s.ctid
                           from sessions s
                          where s.account_id between :first_account::bigint
                                                 and :last_account::bigint
                            and s.ends_at <= :now::timestamptz
                            for update skip locked))
