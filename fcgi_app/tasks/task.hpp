// Daily tasks as plain values.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "achievements/achievement.hpp"
#include "server/page.hpp"
#include "server/problem.hpp"
#include "server/token.hpp"
#include "shared/civil_day.hpp"
#include "shared/ids.hpp"
#include "shared/instant.hpp"
#include "shared/language.hpp"
#include "shared/task_limit.hpp"

namespace daymark::tasks {

using server::Credentials;
using shared::CivilDay;
using shared::Instant;
using shared::TaskId;
using shared::TaskLimit;

inline constexpr std::size_t kTitleLengthMax = 200;   // code points
inline constexpr std::size_t kNoteLengthMax = 2'000;  // code points

struct NewTask {
  std::string title;
  std::optional<std::string> note;
};

struct Task;

/// The faults of a patch that only the task shows, with all others of the same request.
using FindPatchFaults = std::function<server::Faults(const Task&)>;

/// A merge patch (RFC 7396) of a task: nullopt leaves a field as it is, unless it is removed.
struct TaskPatch {
  std::optional<std::string> title;
  std::optional<std::optional<std::string>> note;  // of nullopt: removes it
  std::optional<bool> done;
  FindPatchFaults find_faults;  // empty: there are none
};

struct Task {
  TaskId id;
  std::string title;
  std::optional<std::string> note;
  bool done = false;
  Instant created_at;
  CivilDay day;  // of the quota that it was taken from
  int version = 1;
};

/// The quota that the next task is taken from: the present one, or else the one that it opens.
struct Quota {
  TaskLimit limit;
  int used = 0;
  Instant resets_at;

  /// Never negative, also if the limit was lowered below `used`.
  [[nodiscard]] int remaining() const { return used < limit.tasks ? limit.tasks - used : 0; }
};

struct Created {
  Task task;
  Quota quota;               // with the new task
  bool is_replayed = false;  // the stored answer for an idempotency key
};

struct PageWanted {
  std::optional<CivilDay> day;  // nullopt: that of the quota
  int limit = server::kPageLimitDefault;
  std::optional<TaskId> after;  // the last task of the page before
};

struct TaskPage {
  server::Page<Task> tasks;  // the oldest first
  Quota quota;
  int streak = 0;          // days in a row with all tasks done, until today or yesterday
  int longest_streak = 0;  // days
};

struct Changed {
  Task task;
  std::vector<achievements::Award> awarded;                // for the milestones that it reaches
  shared::Language language = shared::Language::kEnglish;  // of the texts of `awarded`
};

struct UserTaskLimit {
  std::string username;
  TaskLimit limit;
};

}  // namespace daymark::tasks
