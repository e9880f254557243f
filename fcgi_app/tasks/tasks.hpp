// The rules of daily tasks. Each task is taken from the quota of a day and never exceeds its limit;
// sql/migrations/0005_tasks.sql says how long a quota lasts. All functions throw storage::Failure:
// if the database fails, or if other changes of the account overtake this one too often.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "achievements/achievements.hpp"
#include "server/idempotency_key.hpp"
#include "storage/database.hpp"
#include "tasks/task.hpp"

namespace daymark::tasks {

// Outcomes that are not a success.
struct NotSignedIn {};
struct NoSuchTask {};
struct NoSuchUser {};
struct OverLimit {
  Quota quota;
};
struct KeyReused {};
struct VersionMismatch {};
struct Removed {};

/// Whether the request accepts a task of this version.
using IsWantedVersion = std::function<bool(int version)>;

using CreateOutcome = std::variant<Created, NotSignedIn, OverLimit, KeyReused>;
using ChangeOutcome =
    std::variant<Changed, NotSignedIn, NoSuchTask, server::Faults, VersionMismatch>;
using RemoveOutcome = std::variant<Removed, NotSignedIn, NoSuchTask, VersionMismatch>;

/// Records a task and takes it from the quota; OverLimit if none is left. If the key was used
/// within server::kIdempotencyKeyLifetime, records nothing: returns the stored answer, or KeyReused
/// if that was for another request.
[[nodiscard]] CreateOutcome create(storage::Database& database, const Credentials& credentials,
                                   const NewTask& new_task,
                                   const std::optional<server::IdempotencyKey>& key, Instant now);

[[nodiscard]] std::variant<TaskPage, NotSignedIn> list(storage::Database& database,
                                                       const Credentials& credentials,
                                                       const PageWanted& wanted, Instant now);

[[nodiscard]] std::variant<Task, NotSignedIn, NoSuchTask> find(storage::Database& database,
                                                               const Credentials& credentials,
                                                               TaskId task, Instant now);

/// A day counts for the streak if all its tasks are done; milestones that this reaches are awarded.
[[nodiscard]] ChangeOutcome change(storage::Database& database,
                                   achievements::Milestones& milestones,
                                   const Credentials& credentials, TaskId task,
                                   const TaskPatch& patch, const IsWantedVersion& is_wanted,
                                   Instant now);

/// Gives no task back to the quota. The day then counts for the streak if all tasks left are done.
[[nodiscard]] RemoveOutcome remove(storage::Database& database,
                                   achievements::Milestones& milestones,
                                   const Credentials& credentials, TaskId task,
                                   const IsWantedVersion& is_wanted, Instant now);

/// `username_key`, here and below: see accounts/username.hpp.
[[nodiscard]] std::variant<UserTaskLimit, NoSuchUser> find_limit(storage::Database& database,
                                                                 const std::string& username_key);

/// Pins the limit of an account (0-kTaskLimitMax tasks a day). nullopt makes a pinned limit
/// automatic again, from the default.
[[nodiscard]] std::variant<UserTaskLimit, NoSuchUser> set_limit(storage::Database& database,
                                                                const std::string& username_key,
                                                                std::optional<int> limit,
                                                                Instant now);

}  // namespace daymark::tasks
