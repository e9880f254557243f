#include "tasks/api.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>

#include "context.hpp"
#include "server/answers.hpp"
#include "server/entity_tag.hpp"
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
  Response operator()(VersionMismatch) const { throw Refusal{Problem::kVersionMismatch}; }
  Response operator()(KeyReused) const { throw server::idempotency_key_reused(); }
};

/// Retry-After is the time until the quota is reset, at least 1 s.
Refusal over_limit(const Quota& quota, Instant now) {
  using std::chrono::seconds;
  const auto wait = std::chrono::ceil<seconds>(quota.resets_at - now);
  Writer out;
  out.begin_object();
  write_quota(out, quota);
  out.end_object();
  return Refusal{Problem::kDailyTaskLimit, server::ExtraMembers{.json = out.take()},
                 std::max(wait, seconds{1})};
}

Response render(const Created& created) {
  Writer out;
  out.begin_object();
  out.key("task");
  write_task(out, created.task);
  write_quota(out, created.quota);
  out.end_object();
  auto response = private_answer(201, out.take());
  response.headers.emplace_back("Location", "/task/" + shared::to_string(created.task.id));
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

Response render(const Task& task, const Conditions& conditions) {
  if (!conditions.match(task.version)) {
    throw Refusal{Problem::kVersionMismatch};
  }
  auto response = private_answer(304);
  if (!conditions.exclude(task.version)) {
    Writer out;
    write_task(out, task);
    response = private_answer(200, out.take());
  }
  response.headers.emplace_back("ETag", server::entity_tag(task.version));
  return response;
}

Response render(const Changed& changed) {
  Writer out;
  write_changed(out, changed);
  auto response = private_answer(200, out.take());
  response.headers.emplace_back("ETag", server::entity_tag(changed.task.version));
  if (!changed.awarded.empty()) {
    server::tell_language(response, changed.language);
  }
  return response;
}

IsWantedVersion wanted_version(const Conditions& conditions) {
  return [&](int version) { return conditions.match(version) && !conditions.exclude(version); };
}

}  // namespace

NewTaskRequest read_new_task(const Request& request) {
  Fields fields{request};
  NewTaskRequest wanted{.task = tasks::read_new_task(fields),
                        .key = server::read_idempotency_key(request)};
  fields.finish();
  return wanted;
}

TaskChangeRequest read_task_change(const Request& request) {
  Fields fields{request};
  TaskChangeRequest change{.patch = tasks::read_task_patch(fields),
                           .conditions = server::read_conditions(request)};
  const auto claimed = fields.read_only({"id", "created_at", "day"});
  if (claimed.empty()) {
    fields.finish();
    return change;
  }
  change.patch.find_faults = [faults = fields.faults(), claimed](const Task& task) {
    auto all = faults;
    Writer out;
    write_task(out, task);
    server::add_read_only_faults(all, claimed, out.take());
    return all;
  };
  return change;
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

Response find(Context& context, const Request& request, TaskId task, const Credentials& credentials,
              const Conditions& conditions) {
  return std::visit(
      Overloaded{[&](const Task& found) { return render(found, conditions); }, Refuse{}},
      tasks::find(context.database, credentials, task, request.now));
}

Response change(Context& context, const Request& request, TaskId task,
                const Credentials& credentials, const TaskChangeRequest& change) {
  return std::visit(
      Overloaded{[](const Changed& changed) { return render(changed); },
                 [](server::Faults faults) -> Response { throw Refusal{std::move(faults)}; },
                 Refuse{}},
      tasks::change(context.database, context.milestones, credentials, task, change.patch,
                    wanted_version(change.conditions), request.now));
}

Response remove(Context& context, const Request& request, TaskId task,
                const Credentials& credentials, const Conditions& conditions) {
  return std::visit(Overloaded{[](Removed) { return private_answer(204); }, Refuse{}},
                    tasks::remove(context.database, context.milestones, credentials, task,
                                  wanted_version(conditions), request.now));
}

}  // namespace daymark::tasks::api
