-- The id of an account to come. A session's token carries it, so it is needed before the account is
-- written.
select nextval('accounts_account_id_seq')
