-- How many achievements have another number of holders stored than a count of the awards finds.
with counts as (
  select achievement_id, sum(accounts) as stored, 0 as counted
    from achievement_holders
   group by achievement_id
  union all
  select achievement_id, 0, count(*) from awards group by achievement_id
)
select count(*)
  from (select from counts group by achievement_id having sum(stored) <> sum(counted)) different
