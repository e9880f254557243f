-- POST /mood/import: whether this is the account's only import, and the account's version. Holds
-- until the transaction ends. Accounts are the negative numbers among the advisory locks.
select pg_try_advisory_xact_lock(-(:account::bigint)), a.version
  from accounts a
 where a.account_id = :account::bigint
