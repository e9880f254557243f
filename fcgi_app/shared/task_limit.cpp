#include "shared/task_limit.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace daymark::shared {
namespace {

constexpr std::array<std::pair<LimitReason, std::string_view>, 4> kNames{{
    {LimitReason::kDefault, "default"},
    {LimitReason::kRaised, "raised"},
    {LimitReason::kLowered, "lowered"},
    {LimitReason::kPinned, "pinned"},
}};

constexpr int kFullDaysMin = 3;
constexpr int kDonePercentMin = 80;

bool deserves_more(int limit, const std::vector<DayOfTasks>& days) {
  int full_days = 0;
  int tasks = 0;
  int done = 0;
  for (const auto& day : days) {
    if (day.tasks >= limit) {
      ++full_days;
      tasks += day.tasks;
      done += day.done;
    }
  }
  return full_days >= kFullDaysMin && done * 100 >= tasks * kDonePercentMin;
}

bool needs_less(int limit, const TaskWeek& week) {
  return !week.limit_has_changed && std::ranges::none_of(week.days, [&](const DayOfTasks& day) {
    return day.tasks * 2 > limit;
  });
}

}  // namespace

std::string_view name(LimitReason reason) {
  return std::ranges::find(kNames, reason, &decltype(kNames)::value_type::first)->second;
}

std::optional<LimitReason> parse_limit_reason(std::string_view text) {
  const auto* found = std::ranges::find(kNames, text, &decltype(kNames)::value_type::second);
  return found == kNames.end() ? std::nullopt : std::optional{found->first};
}

std::optional<TaskLimit> adjust(const TaskLimit& limit, const TaskWeek& week) {
  if (limit.reason == LimitReason::kPinned) {
    return std::nullopt;
  }
  if (limit.tasks < kTaskLimitRaisedMax && deserves_more(limit.tasks, week.days)) {
    return TaskLimit{.tasks = limit.tasks + 1, .reason = LimitReason::kRaised};
  }
  if (limit.tasks > kTaskLimitDefault && needs_less(limit.tasks, week)) {
    return TaskLimit{.tasks = limit.tasks - 1, .reason = LimitReason::kLowered};
  }
  return std::nullopt;
}

}  // namespace daymark::shared
