// What can be done with daily tasks: each account may have so many a day, exactly. A task is taken
// from the quota of a day; see sql/migrations/0005_tasks.sql for how long a quota lasts.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "achievements/achievements.hpp"
#include "server/idempotency_key.hpp"
#include "storage/database.hpp"
#include "tasks/task.hpp"

namespace daymark::tasks {

// What else can come out.
struct NotSignedIn {};
struct NoSuchTask {};
struct NoSuchUser {};
struct OverLimit {
  Quota quota;
};
struct KeyReused {};
struct Removed {};

using CreateOutcome = std::variant<Created, NotSignedIn, OverLimit, KeyReused>;
using ChangeOutcome = std::variant<Changed, NotSignedIn, NoSuchTask>;
using RemoveOutcome = std::variant<Removed, NotSignedIn, NoSuchTask>;

/// Takes a task from the quota, in one statement that nobody else can come between. With a key that
/// was used for the same request within server::kIdempotencyKeyLifetime, nothing is taken and the
/// answer is the first one.
[[nodiscard]] CreateOutcome create(storage::Database& database, const Credentials& credentials,
                                   const NewTask& new_task,
                                   const std::optional<server::IdempotencyKey>& key, Instant now);

[[nodiscard]] std::variant<TaskPage, NotSignedIn> list(storage::Database& database,
                                                       const Credentials& credentials,
                                                       const PageWanted& wanted, Instant now);

/// A day on which all tasks are done counts for the streak; milestones that it reaches are awarded
/// with it.
[[nodiscard]] ChangeOutcome change(storage::Database& database,
                                   achievements::Milestones& milestones,
                                   const Credentials& credentials, TaskId task,
                                   const TaskPatch& patch, Instant now);

/// Gives nothing back to the quota. The day counts for the streak if all tasks that are left are
/// done.
[[nodiscard]] RemoveOutcome remove(storage::Database& database,
                                   achievements::Milestones& milestones,
                                   const Credentials& credentials, TaskId task, Instant now);

/// Pins the limit of an account (0-kTaskLimitMax) or, without one, gives it back to the background
/// job, which starts from the default. `username_key`: see accounts/username.hpp.
[[nodiscard]] std::variant<UserTaskLimit, NoSuchUser> set_limit(storage::Database& database,
                                                                const std::string& username_key,
                                                                std::optional<int> limit,
                                                                Instant now);

}  // namespace daymark::tasks
