-- How many totals of points have another number of accounts stored than a count finds.
with counts as (
  select points, sum(accounts) as stored, 0 as counted from point_totals group by points
  union all
  select points, 0, count(*) from accounts group by points
)
select count(*)
  from (select from counts group by points having sum(stored) <> sum(counted)) different
