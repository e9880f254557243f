#include "accounts/users_api.hpp"

#include <variant>

#include "achievements/achievements.hpp"
#include "achievements/user_json.hpp"
#include "context.hpp"
#include "server/answers.hpp"
#include "server/fields.hpp"
#include "server/json.hpp"
#include "server/problem.hpp"
#include "shared/overloaded.hpp"
#include "tasks/task_json.hpp"
#include "tasks/tasks.hpp"

namespace daymark::accounts::api {
namespace {

using server::Problem;
using server::Refusal;
using server::json::Writer;
using shared::Overloaded;

}  // namespace

std::optional<int> read_task_limit(const Request& request) {
  server::Fields fields{request};
  const auto limit = tasks::read_limit(fields);
  fields.finish();
  return limit;
}

Response find_user(Context& context, const Request&, const UsernameKey& username, const Account&) {
  return std::visit(
      Overloaded{[](const achievements::User& user) {
                   Writer out;
                   achievements::write_user(out, user);
                   return server::private_answer(200, out.take());
                 },
                 [](achievements::NoSuchUser) -> Response { throw Refusal{Problem::kNotFound}; }},
      achievements::find_user(context.database, username.text));
}

Response set_task_limit(Context& context, const Request& request, const UsernameKey& username,
                        const Administrator&, std::optional<int> limit) {
  return std::visit(
      Overloaded{[](const tasks::UserTaskLimit& set) {
                   Writer out;
                   tasks::write_limit(out, set);
                   return server::private_answer(200, out.take());
                 },
                 [](tasks::NoSuchUser) -> Response { throw Refusal{Problem::kNotFound}; }},
      tasks::set_limit(context.database, username.text, limit, request.now));
}

}  // namespace daymark::accounts::api
