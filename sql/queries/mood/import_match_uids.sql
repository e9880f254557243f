-- POST /mood/import: matches rows whose uid an entry or an earlier row has. Returns their number.
with matched as (
  insert into matched_entries (row, entry_id)
  select i.row, e.entry_id
    from (select row, uid, row_number() over (partition by uid order by row) as nth
            from imported_entries
           where uid is not null) i
    left join entries e on e.account_id = :account::bigint and e.uid = i.uid
   where e.entry_id is not null or i.nth > 1
  returning row
)
select count(*) from matched
