-- GET /sessions: the live sessions of an account, newest first, each with whether it is the session
-- of the request. No row if that session is not alive; one row with nulls if the page is empty.
with
\ir parts/live_session.sql
select v.kind, v.last_seen_at,
       p.session_id, p.kind, p.created_at, p.last_seen_at, p.user_agent, p.is_current
  from live_session v
  left join lateral (select s.session_id, s.kind, s.created_at, s.last_seen_at, s.user_agent,
                            s.token_hash = :token_hash::bytea as is_current
                       from sessions s
                      where s.account_id = :account::bigint
                        and s.ends_at > :now::timestamptz
                        and s.session_id < :before_session::bigint
                      order by s.session_id desc
                      limit :limit::integer) p on true
 order by p.session_id desc
