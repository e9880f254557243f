-- Sessions that have ended, of a range of accounts. What somebody else is changing is left for the
-- next time, so that a purge waits for nobody.
delete from sessions
 where ctid = any (array(select s.ctid
                           from sessions s
                          where s.account_id between :first_account::bigint
                                                 and :last_account::bigint
                            and s.ends_at <= :now::timestamptz
                            for update skip locked))
