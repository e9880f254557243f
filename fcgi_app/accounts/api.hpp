// Accounts and sessions over HTTP.
#pragma once

#include "server/request.hpp"

namespace daymark {
struct Context;
}

namespace daymark::accounts::api {

using server::Request;
using server::Response;

Response sign_up(Context& context, const Request& request);         // POST /signup
Response sign_in(Context& context, const Request& request);         // POST /login
Response sign_out(Context& context, const Request& request);        // POST /logout
Response sign_up_bearer(Context& context, const Request& request);  // POST /auth/signup
Response sign_in_bearer(Context& context, const Request& request);  // POST /auth/signin
Response get_account(Context& context, const Request& request);     // GET /me
Response change_account(Context& context, const Request& request);  // PATCH /me
Response erase_account(Context& context, const Request& request);   // DELETE /me
Response list_sessions(Context& context, const Request& request);   // GET /sessions
Response end_session(Context& context, const Request& request);     // DELETE /sessions/{id}

}  // namespace daymark::accounts::api
