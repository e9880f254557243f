-- GET /statistics/seven-days-in-a-row, by account id. The subquery reads names only for the page.
select s.account_id,
       (select a.username from accounts a where a.account_id = s.account_id) as username,
       s.first_day, s.last_day
  from seven_day_award_runs s
 where s.account_id > :after_account::bigint
 order by s.account_id
 limit :limit::integer
