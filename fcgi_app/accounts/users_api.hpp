// Other people's accounts over HTTP: /users/{username}.
#pragma once

#include <optional>

#include "accounts/account.hpp"
#include "server/json.hpp"
#include "server/problem.hpp"
#include "server/request.hpp"

namespace daymark {
struct Context;
}

namespace daymark::accounts::api {

using server::Request;
using server::Response;

/// The body of PATCH /users/{username}.
struct TaskLimitChange {
  bool has_limit = false;
  std::optional<int> limit;               // nullopt: automatic
  server::json::Object claimed_of_user;   // members that cannot be changed
  server::json::Object claimed_of_limit;  // the reason, in the same way
  server::Faults faults;                  // empty without claimed members
};

/// Throws a Refusal that names all faults, unless members are claimed.
TaskLimitChange read_task_limit(const Request& request);

// GET and PATCH /users/{username}
Response find_user(Context&, const Request&, const UsernameKey&, const Account&);
Response set_task_limit(Context&, const Request&, const UsernameKey&, const Administrator&,
                        const TaskLimitChange& change);

}  // namespace daymark::accounts::api
