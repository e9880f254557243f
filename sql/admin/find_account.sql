-- Sets account_id to the account that :username means: its key is in NFKC and lower case, like at
-- sign-in. The name as it was written decides where this server knows other letters than the
-- workers.
select coalesce(
         (select account_id
            from usernames
           where username_key = normalize(lower(normalize(lower(:'username'), nfkc)), nfkc)),
         (select account_id
            from accounts
           where username = :'username'
           order by account_id
           limit 1),
         -1) as account_id \gset
