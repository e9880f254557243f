// What the service keeps about streaks, worked out a second time: in plain SQL over the raw
// entries, in another way and by other code than the service's own.
//
// Each statement answers one row per difference, and its last column says what is wrong; no rows
// mean that all is right. Each is one statement, so it sees one moment of the database.
#pragma once

#include <string_view>

namespace daymark::support::oracle {

/// Runs by "gaps and islands": on consecutive days, the day minus its rank among the account's days
/// is constant. To be put in front of a select; needs no parameters.
inline constexpr std::string_view kIslands = R"sql(
with logged_days as (
  select distinct account_id, day from entries
), numbered_days as (
  select account_id, day,
         day - (row_number() over (partition by account_id order by day))::integer as island
  from logged_days
), islands as (
  select account_id, min(day) as first_day, max(day) as last_day,
         max(day) - min(day) + 1 as length
  from numbered_days
  group by account_id, island
)
)sql";

/// Columns: account_id, first_day, last_day, fault. To follow kIslands.
inline constexpr std::string_view kWrongRuns = R"sql(
select coalesce(islands.account_id, kept.account_id),
       coalesce(islands.first_day, kept.first_day),
       coalesce(islands.last_day, kept.last_day),
       case when kept.account_id is null then 'missing run' else 'run that should not be' end
from islands
full join (select account_id, first_day, last_day from runs where activity = 'mood') as kept
  on kept.account_id = islands.account_id
     and kept.first_day = islands.first_day
     and kept.last_day = islands.last_day
where islands.account_id is null or kept.account_id is null
order by 1, 2
)sql";

/// Columns: account_id, kept, right, fault. To follow kIslands.
inline constexpr std::string_view kWrongLongestStreaks = R"sql(
select accounts.account_id, accounts.longest_mood_streak, coalesce(longest.length, 0),
       'wrong longest streak'
from accounts
left join (select account_id, max(length) as length from islands group by account_id) as longest
  on longest.account_id = accounts.account_id
where accounts.longest_mood_streak <> coalesce(longest.length, 0)
order by 1
)sql";

/// For each length from 0 to beyond all that is kept: how many accounts have reached it, by the
/// nodes and by counting. Columns: length, kept, right, fault. Stands alone.
inline constexpr std::string_view kWrongHistogram = R"sql(
with nodes as (
  select node, sum(accounts) as accounts,
         case when node < 65536 then node
              when node < 131072 then (node - 65536) * 16
              else (node - 131072) * 256
         end as first_length,
         case when node < 65536 then 1 when node < 131072 then 16 else 256 end as width
  from streak_histogram
  group by node
), lengths as (
  select length
  from generate_series(0, (select greatest(coalesce(max(first_length + width), 0),
                                           (select coalesce(max(longest_mood_streak), 0)
                                              from accounts))
                           from nodes) + 1) as length
), kept as (
  select lengths.length, coalesce(sum(nodes.accounts), 0) as accounts
  from lengths
  left join nodes
    on lengths.length between nodes.first_length and nodes.first_length + nodes.width - 1
  group by 1
), counted as (
  select lengths.length, count(accounts.account_id) as accounts
  from lengths
  left join accounts on accounts.longest_mood_streak >= lengths.length
  group by 1
)
select length, kept.accounts, counted.accounts, 'wrong count in the histogram'
from kept
join counted using (length)
where kept.accounts <> counted.accounts
order by 1
)sql";

/// The streak of each entry of the account $1. Columns: entry_id, streak. To follow kIslands.
inline constexpr std::string_view kEntryStreaks = R"sql(
select entries.entry_id, entries.day - islands.first_day + 1
from entries
join islands
  on islands.account_id = entries.account_id
     and entries.day between islands.first_day and islands.last_day
where entries.account_id = $1::bigint
order by 1
)sql";

/// For a current streak of $2 of the account $1: how many other accounts have a shorter longest
/// streak, and how many others there are. Stands alone.
inline constexpr std::string_view kComparison = R"sql(
select count(*) filter (where longest_mood_streak < $2::integer), count(*)
from accounts
where account_id <> $1::bigint
)sql";

}  // namespace daymark::support::oracle
