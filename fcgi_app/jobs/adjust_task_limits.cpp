#include "jobs/adjust_task_limits.hpp"

#include <cassert>

#include "shared/civil_day.hpp"
#include "shared/task_limit.hpp"
#include "sql/queries.hpp"

namespace daymark::jobs {
namespace {

using shared::CivilDay;
using shared::TaskLimit;

struct LimitState {
  AccountId account;
  std::int64_t version = 0;
  TaskLimit limit;
  CivilDay done_day;  // the last day that was checked
  CivilDay day;
  Instant next_due_at;
  bool had_tasks = false;  // on `day` or the six days before it
  shared::TaskWeek week;   // the complete days before `day`
};

struct Decision {
  std::optional<TaskLimit> new_limit;
  CivilDay done_day;
  std::optional<Instant> due_at;  // nullopt: no further check is needed
};

std::vector<shared::DayOfTasks> take_days(storage::Rows& rows) {
  const auto tasks = rows.take<std::vector<int>>();
  const auto done = rows.take<std::vector<int>>();
  std::vector<shared::DayOfTasks> days;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    days.push_back({.tasks = tasks[i], .done = done[i]});
  }
  return days;
}

std::vector<LimitState> find_limit_states(storage::Database& database, const Taken& taken,
                                          Instant now) {
  auto rows = database.read(sql::jobs::kAdjustLimitsState, {{"accounts", taken.accounts},
                                                            {"lease", taken.lease},
                                                            {"days", shared::kTaskLimitDays},
                                                            {"now", now}});
  std::vector<LimitState> states;
  while (rows.next()) {
    auto& seen = states.emplace_back(LimitState{.account = rows.take<AccountId>()});
    seen.version = rows.take<std::int64_t>();
    seen.limit.tasks = rows.take<int>();
    const auto reason = shared::parse_limit_reason(rows.take<std::string>());
    assert(reason);
    seen.limit.reason = *reason;
    seen.done_day = rows.take<CivilDay>();
    seen.day = rows.take<CivilDay>();
    seen.next_due_at = rows.take<Instant>();
    seen.had_tasks = rows.take<bool>();
    seen.week.limit_has_changed = rows.take<bool>();
    seen.week.days = take_days(rows);
  }
  return states;
}

/// Returns true if the days of the next check have tasks, or if the limit could be lowered.
bool needs_another_check(const LimitState& state, const TaskLimit& limit) {
  return state.had_tasks ||
         (limit.reason != shared::LimitReason::kPinned && limit.tasks != shared::kTaskLimitDefault);
}

Decision decide(const LimitState& state) {
  if (state.day <= state.done_day) {
    return {.done_day = state.done_day, .due_at = state.next_due_at};
  }
  const auto new_limit = shared::adjust(state.limit, state.week);
  const bool goes_on = needs_another_check(state, new_limit.value_or(state.limit));
  return {.new_limit = new_limit,
          .done_day = state.day,
          .due_at = goes_on ? std::optional{state.next_due_at} : std::nullopt};
}

/// The decisions as the parallel arrays that the query takes.
struct Decisions {
  void add(const LimitState& state, const Decision& decision) {
    accounts.push_back(state.account);
    versions.push_back(state.version);
    days.push_back(decision.done_day);
    due_ats.push_back(decision.due_at);
    const auto& limit = decision.new_limit;
    new_limits.push_back(limit ? std::optional{limit->tasks} : std::nullopt);
    reasons.push_back(limit ? std::optional{shared::name(limit->reason)} : std::nullopt);
  }

  std::vector<AccountId> accounts;
  std::vector<std::int64_t> versions;
  std::vector<CivilDay> days;
  std::vector<std::optional<Instant>> due_ats;
  std::vector<std::optional<int>> new_limits;
  std::vector<std::optional<std::string_view>> reasons;
};

std::int64_t settle(storage::Database& database, const Taken& taken, const Decisions& decisions,
                    Instant now) {
  return storage::the_value<std::int64_t>(
      database.write(sql::jobs::kAdjustLimitsSettle, {{"accounts", decisions.accounts},
                                                      {"versions", decisions.versions},
                                                      {"days", decisions.days},
                                                      {"due_ats", decisions.due_ats},
                                                      {"new_limits", decisions.new_limits},
                                                      {"reasons", decisions.reasons},
                                                      {"lease", taken.lease},
                                                      {"now", now}}));
}

}  // namespace

std::int64_t adjust_task_limits(storage::Database& database, const Taken& taken, Instant now) {
  Decisions decisions;
  for (const auto& seen : find_limit_states(database, taken, now)) {
    decisions.add(seen, decide(seen));
  }
  return settle(database, taken, decisions, now);
}

}  // namespace daymark::jobs
