// Daily tasks over HTTP: what a request must have, and the response of each route.
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

/// The body of POST /task, with its idempotency key.
struct NewTaskRequest {
  NewTask task;
  std::optional<server::IdempotencyKey> key;
};

// These read a request. Each throws a Refusal that names all faults.
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
