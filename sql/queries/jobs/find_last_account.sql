-- The greatest account id; null if there is no account.
select max(account_id) from accounts
