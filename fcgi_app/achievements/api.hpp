// Achievements and statistics over HTTP.
#pragma once

#include "server/request.hpp"

namespace daymark {
struct Context;
}

namespace daymark::achievements::api {

using server::Request;
using server::Response;

Response list_catalogue(Context& context, const Request& request);  // GET /achievements
Response add(Context& context, const Request& request);             // POST /achievements
Response find_profile(Context& context, const Request& request);    // GET /users/{username}
Response list_awards(Context& context,
                     const Request& request);              // GET /users/{username}/achievements
Response award(Context& context, const Request& request);  // POST /users/{username}/achievements
Response take_back(Context& context,
                   const Request& request);  // DELETE /users/{username}/achievements/{code}
Response tell_statistics(Context& context, const Request& request);  // GET /statistics
Response list_seven_days(Context& context,
                         const Request& request);  // GET /statistics/seven-days-in-a-row

}  // namespace daymark::achievements::api
