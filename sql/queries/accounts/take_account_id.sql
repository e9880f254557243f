-- The id of the next account, taken before it is written: the token of its session contains it.
select nextval('accounts_account_id_seq')
