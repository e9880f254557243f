-- POST /mood/import: until the transaction ends, nobody else changes the account's runs. A
-- statement of its own, because one that waits for a lock still sees other rows as before.
select account_id from accounts where account_id = :account::bigint for no key update
