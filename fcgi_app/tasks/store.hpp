// The tasks' queries: rows ↔ structs.
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

/// What was answered to a request with an idempotency key, beside what the request said itself.
struct StoredAnswer {
  bool is_same_request = true;
  TaskId task;
  Instant created_at;
  CivilDay day;
  Quota quota;
};

/// What a decision about a new task is based on.
struct QuotaState {
  accounts::SessionUse use;
  std::int64_t version = 0;
  CivilDay day;  // of the quota
  Quota quota;
  std::optional<shared::Run> run;  // that the day lies in
  std::optional<StoredAnswer> kept;
};

struct FoundPage {
  accounts::SessionUse use;
  CivilDay day;  // of the quota
  Quota quota;
  std::optional<shared::Run> newest_run;
  int longest_streak = 0;
  std::vector<Task> tasks;
};

/// What became of the tasks of a quota.
struct QuotaCounts {
  int used = 0;
  int done = 0;
  int deleted = 0;

  /// Whether its day counts for the streak: there are tasks left, and all of them are done.
  [[nodiscard]] bool is_complete() const { return done > 0 && done + deleted == used; }
};

/// What a decision about a task is based on.
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
  Quota quota;             // with the task
  shared::RunChange runs;  // of the streak
};

/// A task that changes, or goes, and what follows.
struct TaskChange {
  std::int64_t seen_version = 0;
  Task task;  // as it is to be
  int done_step = 0;
  int deleted_step = 0;
  shared::RunChange runs;  // of the streak
  achievements::AwardChange awards;
};

/// Nothing: not signed in.
[[nodiscard]] std::optional<QuotaState> find_quota_state(
    storage::Database& database, const Credentials& credentials,
    const std::optional<server::IdempotencyKey>& key, Instant now);

/// With a key, the answer is kept for it. Nothing: the account has changed since it was read,
/// and nothing was written.
[[nodiscard]] std::optional<TaskId> create(storage::Database& database, shared::AccountId account,
                                           const NewTask& new_task, const QuotaUse& decided,
                                           const std::optional<server::IdempotencyKey>& key,
                                           Instant now);

/// At most `limit` tasks. Nothing: not signed in.
[[nodiscard]] std::optional<FoundPage> find_page(storage::Database& database,
                                                 const Credentials& credentials,
                                                 const PageWanted& wanted, int limit, Instant now);

/// Nothing: not signed in.
[[nodiscard]] std::optional<TaskState> find_task_state(storage::Database& database,
                                                       const Credentials& credentials, TaskId task,
                                                       Instant now);

/// False: the account has changed since it was read, and nothing was written.
[[nodiscard]] bool change(storage::Database& database, shared::AccountId account,
                          const TaskChange& change);

/// False: the account has changed since it was read, and nothing was removed.
[[nodiscard]] bool remove(storage::Database& database, shared::AccountId account,
                          const TaskChange& change);

/// Nothing: nobody has the name.
[[nodiscard]] std::optional<UserTaskLimit> set_limit(storage::Database& database,
                                                     const std::string& username_key,
                                                     std::optional<int> limit, Instant now);

}  // namespace daymark::tasks::store
