// Other people's accounts over HTTP: /users/{username}.
#pragma once

#include <optional>

#include "accounts/account.hpp"
#include "server/request.hpp"

namespace daymark {
struct Context;
}

namespace daymark::accounts::api {

using server::Request;
using server::Response;

/// Reads PATCH /users/{username}; nullopt: automatic limit. Throws a Refusal that names all faults.
std::optional<int> read_task_limit(const Request& request);

// GET and PATCH /users/{username}
Response find_user(Context&, const Request&, const UsernameKey&, const Account&);
Response set_task_limit(Context&, const Request&, const UsernameKey&, const Administrator&,
                        std::optional<int> limit);

}  // namespace daymark::accounts::api
