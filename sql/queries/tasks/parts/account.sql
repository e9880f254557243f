-- The account at its next version. Every part of the statement that includes this hangs on
-- `account`: there is a row only while the account is at the version that the decision was based
-- on.
account as (
  update accounts
     set version = version + 1
   where account_id = :account::bigint and version = :version::bigint
  returning account_id
)
