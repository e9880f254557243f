-- The account at its next version. No row of `account` if it has changed since it was read; every
-- other part of the statement depends on that row.
account as (
  update accounts
     set version = version + 1
   where account_id = :account::bigint and version = :version::bigint
  returning account_id
)
