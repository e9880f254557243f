-- Where sign-in starts: who has this name, and what the password is compared with.
select c.account_id, c.password_hash
  from usernames u
  join credentials c on c.account_id = u.account_id
 where u.username_key = :username_key
