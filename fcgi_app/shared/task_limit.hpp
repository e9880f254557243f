// How many tasks a day an account may have, and how its past week changes that: a pure rule.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace daymark::shared {

inline constexpr int kTaskLimitDefault = 5;     // tasks a day; automatic limits never fall below
inline constexpr int kTaskLimitRaisedMax = 50;  // automatic limits never rise above
inline constexpr int kTaskLimitMax = 1'000;     // that an administrator can pin
inline constexpr int kTaskLimitDays = 7;        // complete days that are looked at

enum class LimitReason { kDefault, kRaised, kLowered, kPinned };

/// `default`, `raised`, `lowered`, `pinned`.
[[nodiscard]] std::string_view name(LimitReason reason);

/// Nothing for any other text.
[[nodiscard]] std::optional<LimitReason> parse_limit_reason(std::string_view text);

struct TaskLimit {
  int tasks = kTaskLimitDefault;  // a day, 0-1,000
  LimitReason reason = LimitReason::kDefault;

  friend bool operator==(const TaskLimit&, const TaskLimit&) = default;
};

/// What happened on a day with tasks. Deleted ones count among the tasks and not as done.
struct DayOfTasks {
  int tasks = 0;
  int done = 0;
};

/// The last kTaskLimitDays complete days of an account.
struct TaskWeek {
  std::vector<DayOfTasks> days;    // those that had tasks
  bool limit_has_changed = false;  // on one of them
};

/// The limit after such a week; nothing where it stays. Full days are those with at least as many
/// tasks as the limit. At least three of them, and at least 80 % of their tasks done: one more. No
/// day with more than half of the limit and no change in that week: one less. A pinned limit stays.
[[nodiscard]] std::optional<TaskLimit> adjust(const TaskLimit& limit, const TaskWeek& week);

}  // namespace daymark::shared
