-- Makes an account an administrator or an ordinary member again. Writes the account's username; no
-- row: there is no such account. From the environment: DAYMARK_USERNAME (as typed),
-- DAYMARK_ROLE.
\getenv username DAYMARK_USERNAME
\ir find_account.sql
\getenv role DAYMARK_ROLE
update accounts
   set role = :'role'
 where account_id = :'account_id'
returning username;
