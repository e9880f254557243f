// Daily tasks over HTTP.
#pragma once

#include <optional>

#include "server/idempotency_key.hpp"
#include "server/request.hpp"
#include "tasks/task.hpp"

namespace daymark {
struct Context;
}

namespace daymark::tasks::api {

using server::Request;
using server::Response;

/// What POST /task asks for.
struct NewTaskRequest {
  NewTask task;
  std::optional<server::IdempotencyKey> key;
};

// What requests say. Each throws a Refusal that names all faults.
NewTaskRequest read_new_task(const Request& request);
TaskPatch read_task_patch(const Request& request);

// POST /task
Response create(Context&, const Request&, const Credentials&, const NewTaskRequest&);
// GET /task
Response list(Context&, const Request&, const Credentials&, const PageWanted&);
// PATCH /task/{id}
Response change(Context&, const Request&, TaskId, const Credentials&, const TaskPatch&);
// DELETE /task/{id}
Response remove(Context&, const Request&, TaskId, const Credentials&);

}  // namespace daymark::tasks::api
