// Computes what the service stores about streaks, awards and tasks a second time: in plain SQL over
// entries, awards and tasks, without the service's code. Each kWrong… query returns one row per
// difference, with its description in the last column. Each is one statement: one moment.
#pragma once

#include <string_view>

namespace daymark::support::oracle {

/// Runs by "gaps and islands": on consecutive days, the day minus its rank among the account's days
/// is constant. Goes before a select; needs no parameters.
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

/// Columns: account_id, first_day, last_day, fault. Goes after kIslands.
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

/// Columns: account_id, stored, right, fault. Goes after kIslands.
inline constexpr std::string_view kWrongLongestStreaks = R"sql(
select accounts.account_id, accounts.longest_mood_streak, coalesce(longest.length, 0),
       'wrong longest streak'
from accounts
left join (select account_id, max(length) as length from islands group by account_id) as longest
  on longest.account_id = accounts.account_id
where accounts.longest_mood_streak <> coalesce(longest.length, 0)
order by 1
)sql";

/// For each length from 0 to beyond all stored ones: how many accounts have reached it, by the
/// nodes and by counting. Columns: length, stored, right, fault. A complete statement.
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

/// The streak of each entry of the account $1. Columns: entry_id, streak. Goes after kIslands.
inline constexpr std::string_view kEntryStreaks = R"sql(
select entries.entry_id, entries.day - islands.first_day + 1
from entries
join islands
  on islands.account_id = entries.account_id
     and entries.day between islands.first_day and islands.last_day
where entries.account_id = $1::bigint
order by 1
)sql";

/// Columns: account_id, stored first and last day of the newest run, the right ones, fault. Goes
/// after kIslands.
inline constexpr std::string_view kWrongNewestRuns = R"sql(
select accounts.account_id, accounts.newest_mood_first_day, accounts.newest_mood_last_day,
       newest.first_day, newest.last_day, 'wrong newest run'
from accounts
left join (select distinct on (account_id) account_id, first_day, last_day
           from islands
           order by account_id, first_day desc) as newest
  on newest.account_id = accounts.account_id
where (accounts.newest_mood_first_day, accounts.newest_mood_last_day)
      is distinct from (newest.first_day, newest.last_day)
)sql";

/// For a current streak of $2 of the account $1: how many other accounts have a shorter longest
/// streak, and how many others there are. A complete statement.
inline constexpr std::string_view kComparison = R"sql(
select count(*) filter (where longest_mood_streak < $2::integer), count(*)
from accounts
where account_id <> $1::bigint
)sql";

/// Runs of days with awards, computed like kIslands. Goes before a select; needs no parameters.
inline constexpr std::string_view kAwardIslands = R"sql(
with award_days as (
  select distinct account_id, day from awards
), numbered_award_days as (
  select account_id, day,
         day - (row_number() over (partition by account_id order by day))::integer as island
  from award_days
), award_islands as (
  select account_id, min(day) as first_day, max(day) as last_day,
         max(day) - min(day) + 1 as length
  from numbered_award_days
  group by account_id, island
), seven_days as (
  select distinct on (account_id) account_id, first_day, last_day
  from award_islands
  where length >= 7
  order by account_id, length desc, last_day desc
)
)sql";

/// Columns: account_id, first_day, last_day, fault. Goes after kAwardIslands.
inline constexpr std::string_view kWrongAwardRuns = R"sql(
select coalesce(award_islands.account_id, kept.account_id),
       coalesce(award_islands.first_day, kept.first_day),
       coalesce(award_islands.last_day, kept.last_day),
       case when kept.account_id is null then 'missing run of awards'
            else 'run of awards that should not be'
       end
from award_islands
full join (select account_id, first_day, last_day from runs where activity = 'award') as kept
  on kept.account_id = award_islands.account_id
     and kept.first_day = award_islands.first_day
     and kept.last_day = award_islands.last_day
where award_islands.account_id is null or kept.account_id is null
order by 1, 2
)sql";

/// Columns: account_id, first_day, last_day, fault. Goes after kAwardIslands.
inline constexpr std::string_view kWrongSevenDays = R"sql(
select coalesce(seven_days.account_id, kept.account_id),
       coalesce(seven_days.first_day, kept.first_day),
       coalesce(seven_days.last_day, kept.last_day),
       case when kept.account_id is null then 'missing run of seven days'
            else 'run of seven days that should not be'
       end
from seven_days
full join seven_day_award_runs as kept
  on kept.account_id = seven_days.account_id
     and kept.first_day = seven_days.first_day
     and kept.last_day = seven_days.last_day
where seven_days.account_id is null or kept.account_id is null
order by 1, 2
)sql";

/// The figures in an account's row. Columns: account_id, stored and right number of entries, of
/// bytes in them, of achievements and of points, fault. A complete statement.
inline constexpr std::string_view kWrongAccountFigures = R"sql(
with counted as (
  select account_id,
         (select count(*) from entries where entries.account_id = accounts.account_id) as entries,
         (select coalesce(sum(octet_length(mood) + octet_length(coalesce(note, ''))
                              + (select coalesce(sum(octet_length(tag)), 0)
                                 from unnest(tags) as tag)), 0)
          from entries
          where entries.account_id = accounts.account_id) as bytes,
         (select count(*) from awards where awards.account_id = accounts.account_id)
           as achievements,
         (select coalesce(sum(achievements.points), 0)
          from awards
          join achievements using (achievement_id)
          where awards.account_id = accounts.account_id) as points
  from accounts
)
select account_id, accounts.mood_entries, counted.entries, accounts.mood_bytes, counted.bytes,
       accounts.achievements,
       counted.achievements, accounts.points, counted.points, 'wrong figures of an account'
from accounts
join counted using (account_id)
where accounts.mood_entries <> counted.entries
   or accounts.mood_bytes <> counted.bytes
   or accounts.achievements <> counted.achievements
   or accounts.points <> counted.points
order by 1
)sql";

/// Columns: achievement_id, stored, right, fault. A complete statement.
inline constexpr std::string_view kWrongHolders = R"sql(
with kept as (
  select achievement_id, sum(accounts) as accounts from achievement_holders group by 1
), counted as (
  select achievement_id, count(*) as accounts from awards group by 1
)
select achievement_id, coalesce(kept.accounts, 0), coalesce(counted.accounts, 0),
       'wrong number of holders'
from kept
full join counted using (achievement_id)
where coalesce(kept.accounts, 0) <> coalesce(counted.accounts, 0)
order by 1
)sql";

/// Columns: points, slot, stored, right, fault. A complete statement.
inline constexpr std::string_view kWrongPointTotals = R"sql(
with counted as (
  select points, points_slot as slot, count(*) as accounts from accounts group by 1, 2
)
select points, slot, coalesce(kept.accounts, 0), coalesce(counted.accounts, 0),
       'wrong number of accounts with a total'
from point_totals as kept
full join counted using (points, slot)
where coalesce(kept.accounts, 0) <> coalesce(counted.accounts, 0)
order by 1, 2
)sql";

/// The statistics, from the awards and every pair of accounts; only for few accounts. Columns: the
/// leader in achievements and their number, the leader in points and their number, the pair with
/// the greatest and that with the least difference (lower, higher, difference). Each is one text,
/// null if there is none. A complete statement.
inline constexpr std::string_view kStatistics = R"sql(
with totals as (
  select accounts.account_id, accounts.username, count(achievements.code) as achievements,
         coalesce(sum(achievements.points), 0) as points
  from accounts
  left join awards using (account_id)
  left join achievements using (achievement_id)
  group by accounts.account_id
), pairs as (
  select one.account_id as lower_id, other.account_id as higher_id, one.points as lower_points,
         other.points - one.points as difference,
         one.username || ' ' || other.username || ' ' || (other.points - one.points) as told
  from totals as one
  join totals as other on (one.points, one.account_id) < (other.points, other.account_id)
)
select (select username || ' ' || achievements from totals
        order by achievements desc, account_id limit 1),
       (select username || ' ' || points from totals order by points desc, account_id limit 1),
       (select told from pairs order by difference desc, lower_id, higher_id limit 1),
       (select told from pairs order by difference, lower_points, lower_id, higher_id limit 1)
)sql";

/// Accounts with awards on seven days in a row. Columns: username, first_day, last_day. Goes after
/// kAwardIslands.
inline constexpr std::string_view kSevenDays = R"sql(
select accounts.username, seven_days.first_day, seven_days.last_day
from seven_days
join accounts using (account_id)
order by accounts.account_id
)sql";

/// Columns: code, holders; in the order of addition. A complete statement.
inline constexpr std::string_view kCatalogue = R"sql(
select achievements.code, count(awards.account_id)
from achievements
left join awards using (achievement_id)
group by achievement_id
order by achievement_id
)sql";

/// Runs of days whose tasks (without deleted ones) are all done, computed like kIslands. Goes
/// before a select; needs no parameters.
inline constexpr std::string_view kTaskIslands = R"sql(
with task_days as (
  select account_id, day from tasks group by account_id, day having bool_and(done)
), numbered_task_days as (
  select account_id, day,
         day - (row_number() over (partition by account_id order by day))::integer as island
  from task_days
), task_islands as (
  select account_id, min(day) as first_day, max(day) as last_day,
         max(day) - min(day) + 1 as length
  from numbered_task_days
  group by account_id, island
)
)sql";

/// Columns: account_id, first_day, last_day, fault. Goes after kTaskIslands.
inline constexpr std::string_view kWrongTaskRuns = R"sql(
select coalesce(task_islands.account_id, kept.account_id),
       coalesce(task_islands.first_day, kept.first_day),
       coalesce(task_islands.last_day, kept.last_day),
       case when kept.account_id is null then 'missing run of tasks'
            else 'run of tasks that should not be'
       end
from task_islands
full join (select account_id, first_day, last_day from runs where activity = 'task') as kept
  on kept.account_id = task_islands.account_id
     and kept.first_day = task_islands.first_day
     and kept.last_day = task_islands.last_day
where task_islands.account_id is null or kept.account_id is null
order by 1, 2
)sql";

/// Columns: account_id, day, stored and right number of tasks (without deleted ones) and of done
/// tasks, fault. A complete statement.
inline constexpr std::string_view kWrongQuotas = R"sql(
with counted as (
  select account_id, day, count(*) as tasks, count(*) filter (where done) as done
  from tasks
  group by account_id, day
)
select account_id, day, kept.used - kept.deleted, coalesce(counted.tasks, 0), kept.done,
       coalesce(counted.done, 0),
       case when kept.used is null then 'tasks without a quota' else 'wrong counts of a quota' end
from task_quotas as kept
full join counted using (account_id, day)
where kept.used is null
   or kept.used - kept.deleted <> coalesce(counted.tasks, 0)
   or kept.done <> coalesce(counted.done, 0)
order by 1, 2
)sql";

/// A quota opens only for a later day than the one before it, so task days never decrease. Columns:
/// account_id, task_id, its day, the day of the task before, fault. A complete statement.
inline constexpr std::string_view kTasksBackInTime = R"sql(
select account_id, task_id, day, day_before, 'a task of an earlier day than the one before it'
from (
  select account_id, task_id, day,
         lag(day) over (partition by account_id order by task_id) as day_before
  from tasks
) as numbered
where day < day_before
order by 1, 2
)sql";

}  // namespace daymark::support::oracle
