-- Makes an account an administrator or an ordinary member again. Writes the account's username; no
-- row: there is no such account. Variables: username (as typed), role.
\getenv username DAYMARK_USERNAME
\getenv role DAYMARK_ROLE
update accounts
   set role = :'role'
 where account_id = (select account_id
                       from usernames
                      where username_key = lower(normalize(:'username', nfkc)))
returning username;
