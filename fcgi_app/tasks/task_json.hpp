// Tasks as JSON: the fields that a request may bring, and what is answered.
#pragma once

#include <optional>

#include "server/fields.hpp"
#include "server/json.hpp"
#include "tasks/task.hpp"

namespace daymark::tasks {

/// The fields of POST /task. What is faulty is noted in `fields`; the new_task is worth something
/// only where nothing is.
[[nodiscard]] NewTask read_new_task(server::Fields& fields);

/// The fields of PATCH /task/{id}.
[[nodiscard]] TaskPatch read_task_patch(server::Fields& fields);

/// The field of PATCH /users/{username}. Nothing: the limit is to be automatic.
[[nodiscard]] std::optional<int> read_limit(server::Fields& fields);

void write_task(server::json::Writer& out, const Task& task);

/// A task, and with it what it has earned.
void write_changed(server::json::Writer& out, const Changed& changed);

/// The members of a quota, without braces.
void write_quota(server::json::Writer& out, const Quota& quota);

void write_limit(server::json::Writer& out, const UserTaskLimit& set);

}  // namespace daymark::tasks
