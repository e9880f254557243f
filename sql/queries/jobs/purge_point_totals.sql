-- Totals of points that no account has any more, some at a time. One that somebody is just coming
-- to is left. Answers with how many they were.
with gone as (
  delete from point_totals
   where ctid = any (array(select t.ctid
                             from point_totals t
                            where t.accounts = 0
                            limit 1000
                              for update skip locked))
  returning points
)
select count(*) from gone
