-- GET /users/{username}/achievements: an account's awards in its language, newest first. No row if
-- nobody has the name; one row with nulls if the page is empty.
select a.language, w.achievement_id, w.code, w.points, w.name, w.description, w.awarded_at
  from usernames u
  join accounts a on a.account_id = u.account_id
  left join lateral (select w.achievement_id, c.code, c.points, t.name, t.description, w.awarded_at
                       from awards w
                       join achievements c on c.achievement_id = w.achievement_id
                       join achievement_texts t
                         on t.achievement_id = w.achievement_id
                        and t.language = a.language
                      where w.account_id = a.account_id
                        and (w.awarded_at, w.achievement_id)
                            < (:before_awarded_at::timestamptz, :before_achievement::bigint)
                      order by w.awarded_at desc, w.achievement_id desc
                      limit :limit::integer) w on true
 where u.username_key = :username_key
 order by w.awarded_at desc, w.achievement_id desc
