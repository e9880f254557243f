// The queries of tasks: structs → parameters, rows → structs. All throw storage::Failure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accounts/account.hpp"
#include "server/idempotency_key.hpp"
#include "shared/streak.hpp"
#include "storage/database.hpp"
#include "tasks/task.hpp"

namespace daymark::tasks::store {

/// The stored answer for an idempotency key, without what the request itself says.
struct StoredAnswer {
  bool is_same_request = true;
  TaskId task;
  Instant created_at;
  CivilDay day;
  Quota quota;
};

/// What the decision about a new task is based on.
struct QuotaState {
  accounts::SessionUse use;
  std::int64_t version = 0;
  CivilDay day;  // of the quota
  Quota quota;
  std::optional<shared::Run> run;  // the run of the streak that has `day`, if any
  std::optional<StoredAnswer> stored_answer;
};

struct FoundPage {
  accounts::SessionUse use;
  CivilDay day;  // of the quota
  Quota quota;
  std::optional<shared::Run> newest_run;
  int longest_streak = 0;
  std::vector<Task> tasks;
};

struct FoundTask {
  accounts::SessionUse use;
  std::optional<Task> task;
};

/// The counts of a quota's tasks.
struct QuotaCounts {
  int used = 0;
  int done = 0;
  int deleted = 0;

  /// Whether the day counts for the streak: tasks are left, and all of them are done.
  [[nodiscard]] bool is_complete() const { return done > 0 && done + deleted == used; }
};

/// What the decision about changing or removing a task is based on.
struct TaskState {
  accounts::SessionUse use;
  std::int64_t version = 0;
  std::vector<shared::Run> runs;  // of the streak: all, sorted
  struct Target {
    Task task;
    QuotaCounts counts;  // of its quota
  };
  std::optional<Target> target;
};

struct QuotaUse {
  std::int64_t seen_version = 0;
  CivilDay day;
  Quota quota;             // with the new task
  shared::RunChange runs;  // of the streak
};

/// A task that is changed or removed, and what follows from it.
struct TaskChange {
  std::int64_t seen_version = 0;
  Task task;               // after the change
  int done_step = 0;       // what the quota's `done` changes by
  int deleted_step = 0;    // what the quota's `deleted` changes by
  shared::RunChange runs;  // of the streak
  achievements::AwardChange awards;
};

/// nullopt if the session is not alive.
[[nodiscard]] std::optional<QuotaState> find_quota_state(
    storage::Database& database, const Credentials& credentials,
    const std::optional<server::IdempotencyKey>& key, Instant now);

/// Stores the answer for the key, if any. nullopt, and nothing written, if the account has changed.
[[nodiscard]] std::optional<TaskId> create(storage::Database& database, shared::AccountId account,
                                           const NewTask& new_task, const QuotaUse& decided,
                                           const std::optional<server::IdempotencyKey>& key,
                                           Instant now);

/// Returns at most `limit` tasks; nullopt if the session is not alive.
[[nodiscard]] std::optional<FoundPage> find_page(storage::Database& database,
                                                 const Credentials& credentials,
                                                 const PageWanted& wanted, int limit, Instant now);

/// nullopt if the session is not alive.
[[nodiscard]] std::optional<FoundTask> find_task(storage::Database& database,
                                                 const Credentials& credentials, TaskId task,
                                                 Instant now);

/// nullopt if the session is not alive.
[[nodiscard]] std::optional<TaskState> find_task_state(storage::Database& database,
                                                       const Credentials& credentials, TaskId task,
                                                       Instant now);

/// Returns false, and writes nothing, if the account has changed.
[[nodiscard]] bool change(storage::Database& database, shared::AccountId account,
                          const TaskChange& change);

/// Returns false, and removes nothing, if the account has changed.
[[nodiscard]] bool remove(storage::Database& database, shared::AccountId account,
                          const TaskChange& change);

/// nullopt if nobody has the name.
[[nodiscard]] std::optional<UserTaskLimit> find_limit(storage::Database& database,
                                                      const std::string& username_key);

/// nullopt if nobody has the name.
[[nodiscard]] std::optional<UserTaskLimit> set_limit(storage::Database& database,
                                                     const std::string& username_key,
                                                     std::optional<int> limit, Instant now);

}  // namespace daymark::tasks::store
