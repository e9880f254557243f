-- The greatest account id that there is; null without accounts.
select max(account_id) from accounts
