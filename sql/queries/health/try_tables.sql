-- GET /readyz: waits where whoever records something has to wait, behind a lock on one of the
-- tables. :account is nobody's, so no row is changed.
with account as (update accounts set version = version where account_id = :account::bigint),
     session as (update sessions set user_agent = user_agent where account_id = :account::bigint),
     entry as (update entries set version = version where account_id = :account::bigint),
     run as (update runs set last_day = last_day where account_id = :account::bigint),
     task as (update tasks set title = title where account_id = :account::bigint)
select 1
