-- POST /mood/import: whether this is the account's only import. Holds until the transaction ends.
-- Accounts are the negative numbers among the advisory locks.
select pg_try_advisory_xact_lock(-(:account::bigint))
