-- Deletes totals of points that no account has any more, at most 1000 at a time. Leaves a locked
-- one, because an account may be reaching it. Returns how many were deleted.
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
