-- Deletes the failures that no longer count, of a range of names' hashes. Locked rows are left for
-- the next time, so that a purge waits for nobody.
delete from failed_sign_ins
 where ctid = any (array(select f.ctid
                           from failed_sign_ins f
                          where f.username_hash between :first_hash::bytea and :last_hash::bytea
                            and f.last_failed_at <= :created_before::timestamptz
                            for update skip locked))
