// Tasks as JSON: reads the fields of requests, and writes answers.
#pragma once

#include <optional>

#include "server/fields.hpp"
#include "server/json.hpp"
#include "tasks/task.hpp"

namespace daymark::tasks {

/// Reads POST /task. Adds faults to `fields`; use the result only if there are none.
[[nodiscard]] NewTask read_new_task(server::Fields& fields);

/// Reads PATCH /task/{id}, with faults as above.
[[nodiscard]] TaskPatch read_task_patch(server::Fields& fields);

/// Reads PATCH /users/{username}, with faults as above; nullopt: null, or absent.
[[nodiscard]] std::optional<int> read_limit(server::Fields& fields);

void write_task(server::json::Writer& out, const Task& task);

/// Writes a task with the awards that it has earned.
void write_changed(server::json::Writer& out, const Changed& changed);

/// Writes the members of a quota, without braces.
void write_quota(server::json::Writer& out, const Quota& quota);

void write_limit(server::json::Writer& out, const UserTaskLimit& set);

}  // namespace daymark::tasks
