-- GET /mood/{id}. No row if the session is not alive; nulls if the account has no such entry.
with
\ir ../accounts/parts/live_session.sql
select s.kind, s.last_seen_at,
\ir parts/entry_columns.sql
       , r.first_day, e.version
  from live_session s
  left join entries e on e.account_id = :account::bigint and e.entry_id = :entry::bigint
\ir parts/join_run.sql
