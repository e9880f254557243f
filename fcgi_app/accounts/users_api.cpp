#include "accounts/users_api.hpp"

#include <string>
#include <utility>
#include <variant>

#include "achievements/achievements.hpp"
#include "achievements/user_json.hpp"
#include "context.hpp"
#include "server/answers.hpp"
#include "server/fields.hpp"
#include "server/json.hpp"
#include "server/log.hpp"
#include "server/problem.hpp"
#include "tasks/task_json.hpp"
#include "tasks/tasks.hpp"

namespace daymark::accounts::api {
namespace {

using server::Problem;
using server::Refusal;
using server::json::Writer;

Response render(const tasks::UserTaskLimit& limit) {
  Writer out;
  tasks::write_limit(out, limit);
  return server::private_answer(200, out.take());
}

/// The value of an outcome that may be that nobody has the name.
template <class Found, class Nobody>
Found found(std::variant<Found, Nobody> outcome) {
  if (std::holds_alternative<Nobody>(outcome)) {
    throw Refusal{Problem::kNotFound};
  }
  return std::get<Found>(std::move(outcome));
}

template <class Value>
std::string to_json(void (*write)(Writer&, const Value&), const Value& value) {
  Writer out;
  write(out, value);
  return out.take();
}

/// Throws Refusal if the account and its limit are not what the request claims, or if anything
/// else is wrong. Returns the limit.
tasks::UserTaskLimit refuse_faults(Context& context, const UsernameKey& username,
                                   const TaskLimitChange& change) {
  const auto user = found(achievements::find_user(context.database, username.text));
  auto limit = found(tasks::find_limit(context.database, username.text));
  auto faults = change.faults;
  server::add_read_only_faults(faults, change.claimed_of_user,
                               to_json(achievements::write_user, user));
  server::add_read_only_faults(faults, change.claimed_of_limit, to_json(tasks::write_limit, limit));
  if (!faults.empty()) {
    throw Refusal{std::move(faults)};
  }
  return limit;
}

}  // namespace

TaskLimitChange read_task_limit(const Request& request) {
  server::Fields fields{request};
  TaskLimitChange change;
  change.claimed_of_user = fields.read_only(
      {"username", "language", "created_at", "achievements", "points", "longest_award_streak"});
  change.claimed_of_limit = fields.read_only({"limit_reason"});
  const bool is_null = fields.is_null("daily_task_limit");
  change.limit = tasks::read_limit(fields);
  change.has_limit = is_null || fields.value("daily_task_limit") != nullptr;
  if (change.claimed_of_user.empty() && change.claimed_of_limit.empty()) {
    if (!is_null) {
      fields.require("daily_task_limit");
    }
    fields.finish();
  }
  change.faults = fields.faults();
  return change;
}

Response find_user(Context& context, const Request&, const UsernameKey& username, const Account&) {
  const auto user = found(achievements::find_user(context.database, username.text));
  return server::private_answer(200, to_json(achievements::write_user, user));
}

Response set_task_limit(Context& context, const Request& request, const UsernameKey& username,
                        const Administrator& administrator, const TaskLimitChange& change) {
  if (!change.claimed_of_user.empty() || !change.claimed_of_limit.empty()) {
    const auto present = refuse_faults(context, username, change);
    // What was read is sent back. Alone, the present number pins the limit.
    if (!change.has_limit ||
        (!change.claimed_of_limit.empty() && change.limit == present.limit.tasks)) {
      return render(present);
    }
  }
  const auto limit =
      found(tasks::set_limit(context.database, username.text, change.limit, request.now));
  server::log_security(server::SecurityEvent::kTaskLimitSet, request, administrator.account.id);
  return render(limit);
}

}  // namespace daymark::accounts::api
