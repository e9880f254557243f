// Accounts and sessions over HTTP: what a request must have, and the response of each route.
#pragma once

#include <optional>
#include <string>

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

/// The body of PATCH /me.
struct AccountChange {
  Settings settings;
  std::optional<NewPassword> password;
  server::json::Object claimed;  // members that cannot be changed
  server::Faults faults;         // empty without `claimed`
};

// These read a request. Each throws a Refusal that names all faults.
SignUp read_sign_up(Context& context, const Request& request);
Attempt read_sign_in(const Request& request);
AccountChange read_account_change(Context& context, const Request& request);
std::string read_current_password(const Request& request);
SessionsWanted read_sessions_wanted(const Request& request);

// POST /signup
Response sign_up(Context&, const Request&, const SignUp&);
// POST /login
Response sign_in(Context&, const Request&, const Attempt&);
// POST /logout
Response sign_out(Context&, const Request&, const Credentials&);
// POST /auth/signup
Response sign_up_bearer(Context&, const Request&, const SignUp&);
// POST /auth/signin
Response sign_in_bearer(Context&, const Request&, const Attempt&);
// GET /me
Response get_account(Context&, const Request&, const Account&);
// PATCH /me
Response change_account(Context&, const Request&, const Credentials&, const AccountChange&);
// DELETE /me
Response erase_account(Context&, const Request&, const Credentials&,
                       const std::string& current_password);
// GET /sessions
Response list_sessions(Context&, const Request&, const Credentials&, const SessionsWanted&);
// DELETE /sessions/{id}
Response end_session(Context&, const Request&, shared::SessionId, const Credentials&);

}  // namespace daymark::accounts::api
