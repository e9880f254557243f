-- Like end_oldest_sessions.sql: of an account's devices only :devices_max stay, the new one and
-- those that signed in last.
delete from devices
 where account_id = :account::bigint
   and token_hash = any (array(select d.token_hash
                                 from devices d
                                where d.account_id = :account::bigint
                                order by d.token_hash = :device_hash::bytea desc,
                                         d.last_signed_in_at desc, d.token_hash desc
                               offset :devices_max::integer))
