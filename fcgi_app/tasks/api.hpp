// Daily tasks over HTTP: what a request must have, and the response of each route.
#pragma once

#include <optional>

#include "server/entity_tag.hpp"
#include "server/idempotency_key.hpp"
#include "server/request.hpp"
#include "tasks/task.hpp"

namespace daymark {
struct Context;
}

namespace daymark::tasks::api {

using server::Conditions;
using server::Request;
using server::Response;

/// The body of POST /task, with its idempotency key.
struct NewTaskRequest {
  NewTask task;
  std::optional<server::IdempotencyKey> key;
};

/// The body of PATCH /task/{id}, and which version is to be changed.
struct TaskChangeRequest {
  TaskPatch patch;
  Conditions conditions;
};

// These read a request. Each throws a Refusal that names all faults.
NewTaskRequest read_new_task(const Request& request);
TaskChangeRequest read_task_change(const Request& request);

// POST /task
Response create(Context&, const Request&, const Credentials&, const NewTaskRequest&);
// GET /task
Response list(Context&, const Request&, const Credentials&, const PageWanted&);
// GET /task/{id}
Response find(Context&, const Request&, TaskId, const Credentials&, const Conditions&);
// PATCH /task/{id}
Response change(Context&, const Request&, TaskId, const Credentials&, const TaskChangeRequest&);
// DELETE /task/{id}
Response remove(Context&, const Request&, TaskId, const Credentials&, const Conditions&);

}  // namespace daymark::tasks::api
