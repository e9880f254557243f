-- How many jobs are due, counted up to 100,000, and how many are parked.
select (select count(*)
          from (select
                  from jobs
                 where due_at <= :now::timestamptz
                   and parked_at is null
                 order by due_at
                 limit 100000) due),
       (select count(*) from jobs where parked_at is not null)
