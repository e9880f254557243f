-- POST /mood/import: whether the account has no other import now, and its version. The lock lasts
-- until the transaction ends. Among the advisory locks, the negative numbers are accounts.
select pg_try_advisory_xact_lock(-(:account::bigint)), a.version
  from accounts a
 where a.account_id = :account::bigint
