#include "tasks/api.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>

#include "accounts/guard.hpp"
#include "context.hpp"
#include "server/answers.hpp"
#include "server/fields.hpp"
#include "server/idempotency_key.hpp"
#include "server/json.hpp"
#include "server/problem.hpp"
#include "shared/overloaded.hpp"
#include "tasks/page_query.hpp"
#include "tasks/task_json.hpp"
#include "tasks/tasks.hpp"

namespace daymark::tasks::api {
namespace {

using accounts::parse_signed_in;
using server::Fields;
using server::private_answer;
using server::Problem;
using server::Refusal;
using server::json::Writer;
using shared::Overloaded;

/// What else can come out of the rules, as refusals.
struct Refuse {
  Response operator()(NotSignedIn) const { throw Refusal{Problem::kNotSignedIn}; }
  Response operator()(NoSuchTask) const { throw Refusal{Problem::kNotFound}; }
  Response operator()(NoSuchUser) const { throw Refusal{Problem::kNotFound}; }
  Response operator()(KeyReused) const { throw server::idempotency_key_reused(); }
};

/// Whoever waits so long finds a new quota.
Refusal over_limit(const Quota& quota, Instant now) {
  using std::chrono::seconds;
  const auto wait = std::chrono::ceil<seconds>(quota.resets_at - now);
  return Refusal{Problem::kDailyTaskLimit, std::max(wait, seconds{1})};
}

struct NewTask {
  Draft draft;
  std::optional<server::IdempotencyKey> key;
};

NewTask read_new_task(const Request& request) {
  Fields fields{request};
  NewTask task{.draft = read_draft(fields), .key = server::read_idempotency_key(request, fields)};
  fields.finish();
  return task;
}

TaskPatch read_task_patch(const Request& request) {
  Fields fields{request};
  auto patch = read_patch(fields);
  fields.finish();
  return patch;
}

Response render(const Created& created) {
  Writer out;
  out.begin_object();
  out.key("task");
  write_task(out, created.task);
  write_quota(out, created.quota);
  out.end_object();
  return private_answer(201, out.take());
}

Response render(const Page& page, int limit) {
  Writer out;
  out.begin_object();
  out.key("tasks").begin_array();
  for (const auto& task : page.tasks) {
    write_task(out, task);
  }
  out.end_array();
  auto response = private_answer(200);
  if (page.has_more) {
    const auto& last = page.tasks.back();
    const auto cursor = write_cursor(last);
    out.key("next_cursor").text(cursor);
    response.headers.emplace_back("Link", next_link(limit, last.day, cursor));
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

Response render(const LimitSet& set) {
  Writer out;
  write_limit(out, set);
  return private_answer(200, out.take());
}

}  // namespace

Response create(Context& context, const Request& request) {
  const auto credentials = server::require_credentials(request);
  const auto [draft, key] =
      parse_signed_in(context, request, credentials, [&] { return read_new_task(request); });
  return std::visit(Overloaded{[](const Created& created) { return render(created); },
                               [&](const OverLimit& over) -> Response {
                                 throw over_limit(over.quota, request.now);
                               },
                               Refuse{}},
                    tasks::create(context.database, credentials, draft, key, request.now));
}

Response list(Context& context, const Request& request) {
  const auto credentials = server::require_credentials(request);
  const auto wanted =
      parse_signed_in(context, request, credentials, [&] { return read_page_wanted(request); });
  return std::visit(
      Overloaded{[&](const Page& page) { return render(page, wanted.limit); }, Refuse{}},
      tasks::list(context.database, credentials, wanted, request.now));
}

Response change(Context& context, const Request& request) {
  const auto id = server::path_id<TaskId>(request);
  const auto credentials = server::require_credentials(request);
  const auto patch =
      parse_signed_in(context, request, credentials, [&] { return read_task_patch(request); });
  return std::visit(
      Overloaded{[](const Changed& changed) { return render(changed); }, Refuse{}},
      tasks::change(context.database, context.milestones, credentials, id, patch, request.now));
}

Response remove(Context& context, const Request& request) {
  const auto id = server::path_id<TaskId>(request);
  const auto credentials = server::require_credentials(request);
  parse_signed_in(context, request, credentials, [&] { server::refuse_parameters(request); });
  return std::visit(
      Overloaded{[](Removed) { return private_answer(204); }, Refuse{}},
      tasks::remove(context.database, context.milestones, credentials, id, request.now));
}

Response set_limit(Context& context, const Request& request) {
  const auto username_key = accounts::read_username_key(request);
  static_cast<void>(accounts::require_admin(context, request));
  Fields fields{request};
  const auto limit = read_limit(fields);
  fields.finish();
  return std::visit(Overloaded{[](const LimitSet& set) { return render(set); }, Refuse{}},
                    tasks::set_limit(context.database, username_key, limit, request.now));
}

}  // namespace daymark::tasks::api
