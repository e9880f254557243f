-- POST /mood/import: nobody changes the account's runs until the transaction ends. By itself,
-- because a statement that waits for a lock still sees everything else as it was before.
select account_id from accounts where account_id = :account::bigint for no key update
