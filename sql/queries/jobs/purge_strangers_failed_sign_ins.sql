-- Like purge_failed_sign_ins.sql, for strangers: deletes rows none of whose failures counts.
delete from strangers_failed_sign_ins
 where ctid = any (array(select s.ctid
                           from strangers_failed_sign_ins s
                          where s.username_hash between :first_hash::bytea and :last_hash::bytea
                            and not exists (select
                                              from unnest(s.failed_at) t
                                             where t > :created_before::timestamptz)
                            for update skip locked))
