-- GET /users/{username}: what everybody may know of an account. No row if nobody has the name.
select a.username, a.language, a.created_at, a.achievements, a.points,
       coalesce((select max(r.last_day - r.first_day + 1)
                   from runs r
                  where r.account_id = a.account_id
                    and r.activity = 'award'), 0) as longest_award_streak
  from usernames u
  join accounts a on a.account_id = u.account_id
 where u.username_key = :username_key
