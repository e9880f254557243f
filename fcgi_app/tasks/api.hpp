// Daily tasks over HTTP.
#pragma once

#include "server/request.hpp"

namespace daymark {
struct Context;
}

namespace daymark::tasks::api {

using server::Request;
using server::Response;

Response create(Context& context, const Request& request);     // POST /task
Response list(Context& context, const Request& request);       // GET /task
Response change(Context& context, const Request& request);     // PATCH /task/{id}
Response remove(Context& context, const Request& request);     // DELETE /task/{id}
Response set_limit(Context& context, const Request& request);  // PATCH /users/{username}

}  // namespace daymark::tasks::api
