#include "tasks/api.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>

#include "context.hpp"
#include "server/answers.hpp"
#include "server/fields.hpp"
#include "server/idempotency_key.hpp"
#include "server/json.hpp"
#include "server/page.hpp"
#include "server/problem.hpp"
#include "shared/overloaded.hpp"
#include "shared/text.hpp"
#include "tasks/page_query.hpp"
#include "tasks/task_json.hpp"
#include "tasks/tasks.hpp"

namespace daymark::tasks::api {
namespace {

using server::Fields;
using server::private_answer;
using server::Problem;
using server::Refusal;
using server::json::Writer;
using shared::Overloaded;

static_assert((kTitleLengthMax + kNoteLengthMax) * shared::kEscapedCodePointBytesMax +
                      server::kJsonAroundTextsMax <=
                  server::kBodyBytesMax,
              "the longest task fits a body, escaped too");

/// Throws the Refusal for an outcome that is not a success.
struct Refuse {
  Response operator()(NotSignedIn) const { throw Refusal{Problem::kNotSignedIn}; }
  Response operator()(NoSuchTask) const { throw Refusal{Problem::kNotFound}; }
  Response operator()(KeyReused) const { throw server::idempotency_key_reused(); }
};

/// Retry-After is the time until the quota is reset, at least 1 s.
Refusal over_limit(const Quota& quota, Instant now) {
  using std::chrono::seconds;
  const auto wait = std::chrono::ceil<seconds>(quota.resets_at - now);
  return Refusal{Problem::kDailyTaskLimit, std::max(wait, seconds{1})};
}

Response render(const Created& created) {
  Writer out;
  out.begin_object();
  out.key("task");
  write_task(out, created.task);
  write_quota(out, created.quota);
  out.end_object();
  auto response = private_answer(201, out.take());
  if (created.is_replayed) {
    server::tell_replayed(response);
  }
  return response;
}

Response render(const TaskPage& page, int limit) {
  const auto& [tasks, has_more] = page.tasks;
  Writer out;
  out.begin_object();
  out.key("tasks").begin_array();
  for (const auto& task : tasks) {
    write_task(out, task);
  }
  out.end_array();
  auto response = private_answer(200);
  if (has_more) {
    const auto& last = tasks.back();
    server::write_next_page(out, response, server::write_id_cursor(last.id), "/task", limit,
                            "&day=" + shared::to_string(last.day));
  }
  write_quota(out, page.quota);
  out.key("streak").number(page.streak);
  out.key("longest_streak").number(page.longest_streak);
  out.end_object();
  response.body = out.take();
  return response;
}

Response render(const Changed& changed) {
  Writer out;
  write_changed(out, changed);
  auto response = private_answer(200, out.take());
  if (!changed.awarded.empty()) {
    server::tell_language(response, changed.language);
  }
  return response;
}

}  // namespace

NewTaskRequest read_new_task(const Request& request) {
  Fields fields{request};
  NewTaskRequest wanted{.task = tasks::read_new_task(fields),
                        .key = server::read_idempotency_key(request)};
  fields.finish();
  return wanted;
}

TaskPatch read_task_patch(const Request& request) {
  Fields fields{request};
  auto patch = tasks::read_task_patch(fields);
  const auto claimed = fields.read_only({"id", "created_at", "day"});
  if (claimed.empty()) {
    fields.finish();
    return patch;
  }
  patch.find_faults = [faults = fields.faults(), claimed](const Task& task) {
    auto all = faults;
    Writer out;
    write_task(out, task);
    server::add_read_only_faults(all, claimed, out.take());
    return all;
  };
  return patch;
}

Response create(Context& context, const Request& request, const Credentials& credentials,
                const NewTaskRequest& wanted) {
  return std::visit(
      Overloaded{
          [](const Created& created) { return render(created); },
          [&](const OverLimit& over) -> Response { throw over_limit(over.quota, request.now); },
          Refuse{}},
      tasks::create(context.database, credentials, wanted.task, wanted.key, request.now));
}

Response list(Context& context, const Request& request, const Credentials& credentials,
              const PageWanted& wanted) {
  return std::visit(
      Overloaded{[&](const TaskPage& page) { return render(page, wanted.limit); }, Refuse{}},
      tasks::list(context.database, credentials, wanted, request.now));
}

Response change(Context& context, const Request& request, TaskId task,
                const Credentials& credentials, const TaskPatch& patch) {
  return std::visit(
      Overloaded{[](const Changed& changed) { return render(changed); },
                 [](server::Faults faults) -> Response { throw Refusal{std::move(faults)}; },
                 Refuse{}},
      tasks::change(context.database, context.milestones, credentials, task, patch, request.now));
}

Response remove(Context& context, const Request& request, TaskId task,
                const Credentials& credentials) {
  return std::visit(
      Overloaded{[](Removed) { return private_answer(204); }, Refuse{}},
      tasks::remove(context.database, context.milestones, credentials, task, request.now));
}

}  // namespace daymark::tasks::api
