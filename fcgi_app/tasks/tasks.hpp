// Daily tasks: each account may have so many a day, exactly. A task is taken from the quota of a
// day; see sql/migrations/0005_tasks.sql for how long a quota lasts.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "accounts/accounts.hpp"
#include "achievements/achievements.hpp"
#include "server/idempotency_key.hpp"
#include "server/token.hpp"
#include "shared/civil_day.hpp"
#include "shared/ids.hpp"
#include "shared/instant.hpp"
#include "shared/language.hpp"
#include "shared/task_limit.hpp"
#include "storage/database.hpp"

namespace daymark::tasks {

using server::Credentials;
using shared::CivilDay;
using shared::Instant;
using shared::TaskId;
using shared::TaskLimit;

inline constexpr std::size_t kTitleLengthMax = 200;   // code points
inline constexpr std::size_t kNoteLengthMax = 2'000;  // code points
inline constexpr int kPageDefault = 30;               // tasks
inline constexpr int kPageMax = 100;                  // tasks
inline constexpr std::chrono::days kKeysKept{7};      // idempotency keys

struct Draft {
  std::string title;
  std::optional<std::string> note;
};

/// A merge patch (RFC 7396) of a task: what is left out stays.
struct TaskPatch {
  std::optional<std::string> title;
  std::optional<std::string> note;
  bool removes_note = false;
  std::optional<bool> done;
};

struct Task {
  TaskId id;
  std::string title;
  std::optional<std::string> note;
  bool done = false;
  Instant created_at;
  CivilDay day;  // of the quota that it was taken from
};

/// The quota that the next task is taken from: the running one, or else the one that would open.
struct Quota {
  TaskLimit limit;
  int used = 0;
  Instant resets_at;

  /// Never negative, also where the limit has been lowered below what was used.
  [[nodiscard]] int remaining() const { return used < limit.tasks ? limit.tasks - used : 0; }
};

struct Created {
  Task task;
  Quota quota;  // with the task
};

struct PageWanted {
  std::optional<CivilDay> day;  // else that of the quota
  int limit = kPageDefault;
  std::optional<TaskId> after;  // the last task of the page before
};

struct Page {
  std::vector<Task> tasks;  // the oldest first
  bool has_more = false;
  Quota quota;
  int streak = 0;          // days in a row with all tasks done, up to today or yesterday
  int longest_streak = 0;  // days
};

struct Changed {
  Task task;
  std::vector<achievements::Award> awarded;                // by reaching milestones with it
  shared::Language language = shared::Language::kEnglish;  // that these are told in
};

struct LimitSet {
  std::string username;
  TaskLimit limit;
};

// What else can come out.
struct NotSignedIn {};
struct NoSuchTask {};
struct NoSuchUser {};
struct OverLimit {
  Quota quota;
};
struct KeyReused {};
struct Removed {};

/// Takes a task from the quota, in one statement that nobody else can come between. With a key that
/// was used for the same request within kKeysKept, nothing is taken and the answer is the first
/// one.
[[nodiscard]] std::variant<Created, NotSignedIn, OverLimit, KeyReused> create(
    storage::Database& database, const Credentials& credentials, const Draft& draft,
    const std::optional<server::IdempotencyKey>& key, Instant now);

[[nodiscard]] std::variant<Page, NotSignedIn> list(storage::Database& database,
                                                   const Credentials& credentials,
                                                   const PageWanted& wanted, Instant now);

/// A day on which all tasks are done counts for the streak; milestones that it reaches are awarded
/// with it.
[[nodiscard]] std::variant<Changed, NotSignedIn, NoSuchTask> change(
    storage::Database& database, achievements::Milestones& milestones,
    const Credentials& credentials, TaskId task, const TaskPatch& patch, Instant now);

/// Gives nothing back to the quota. The day counts for the streak if all tasks that are left are
/// done.
[[nodiscard]] std::variant<Removed, NotSignedIn, NoSuchTask> remove(
    storage::Database& database, achievements::Milestones& milestones,
    const Credentials& credentials, TaskId task, Instant now);

/// Pins the limit of an account (0-kTaskLimitMax) or, without one, gives it back to the background
/// job, which starts from the default. `username_key`: see accounts/username.hpp.
[[nodiscard]] std::variant<LimitSet, NoSuchUser> set_limit(storage::Database& database,
                                                           const std::string& username_key,
                                                           std::optional<int> limit, Instant now);

}  // namespace daymark::tasks
