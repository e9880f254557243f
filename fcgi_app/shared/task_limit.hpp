// The daily limit of tasks of an account and how its past week changes it. Pure functions.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace daymark::shared {

inline constexpr int kTaskLimitDefault = 5;     // tasks a day; the least automatic limit
inline constexpr int kTaskLimitRaisedMax = 50;  // tasks a day; the greatest automatic limit
inline constexpr int kTaskLimitMax = 1'000;     // tasks a day; the greatest pinned limit
inline constexpr int kTaskLimitDays = 7;        // complete days in a TaskWeek

enum class LimitReason { kDefault, kRaised, kLowered, kPinned };

/// `default`, `raised`, `lowered`, `pinned`.
[[nodiscard]] std::string_view name(LimitReason reason);

/// Returns nullopt for any other text.
[[nodiscard]] std::optional<LimitReason> parse_limit_reason(std::string_view text);

struct TaskLimit {
  int tasks = kTaskLimitDefault;  // a day, 0-1,000
  LimitReason reason = LimitReason::kDefault;

  friend bool operator==(const TaskLimit&, const TaskLimit&) = default;
};

/// The tasks of one day. Deleted tasks count in `tasks` but not in `done`.
struct DayOfTasks {
  int tasks = 0;
  int done = 0;
};

/// The last kTaskLimitDays complete days of an account.
struct TaskWeek {
  std::vector<DayOfTasks> days;    // those with tasks, in no order
  bool limit_has_changed = false;  // on one of these days
};

/// The new limit after such a week; nullopt if it does not change. One more if at least three days
/// were full (`tasks` >= limit) and at least 80 % of their tasks done; one less if no day had more
/// than half of the limit and the limit did not change. A pinned limit does not change.
[[nodiscard]] std::optional<TaskLimit> adjust(const TaskLimit& limit, const TaskWeek& week);

}  // namespace daymark::shared
