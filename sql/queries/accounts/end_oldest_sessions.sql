-- After sign_in.sql, in its transaction: of an account's living sessions only :sessions_max stay,
-- the new one and those that were used last. A statement of its own, so that it sees the sessions
-- of sign-ins at the same moment: sign_in.sql waits for them at the row of `credentials`.
delete from sessions
 where account_id = :account::bigint
   and session_id = any (array(select s.session_id
                                 from sessions s
                                where s.account_id = :account::bigint
                                  and s.ends_at > :now::timestamptz
                                order by s.token_hash = :token_hash::bytea desc,
                                         s.last_seen_at desc, s.session_id desc
                               offset :sessions_max::integer))
