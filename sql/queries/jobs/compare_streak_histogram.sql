-- For how many lengths the histogram has another number of accounts with at least that longest
-- streak than a count finds. 0001_accounts_and_moods.sql describes its nodes.
with nodes as (
  select case when node < 65536 then node
              when node < 131072 then (node - 65536) * 16
              else (node - 131072) * 256
         end as first_length,
         case when node < 65536 then 1 when node < 131072 then 16 else 256 end as width,
         accounts
    from streak_histogram
), longest_streaks as (
  select longest_mood_streak as longest, count(*) as accounts
    from accounts
   group by longest_mood_streak
), steps as (
  -- By how much the number changes from one length to the next.
  select first_length as length, accounts as stored, 0 as counted from nodes
  union all
  select first_length + width, -accounts, 0 from nodes
  union all
  select 0, 0, accounts from longest_streaks
  union all
  select longest + 1, 0, -accounts from longest_streaks
), by_length as (
  select length, sum(stored) as stored, sum(counted) as counted from steps group by length
), sums as (
  select length, lead(length) over up as next_length,
         sum(stored) over up as stored, sum(counted) over up as counted
    from by_length
  window up as (order by length)
)
select coalesce(sum(next_length - length), 0) from sums where stored <> counted
