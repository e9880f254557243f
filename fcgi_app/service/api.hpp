// What programs ask of the service itself.
#pragma once

#include "server/request.hpp"

namespace daymark {
struct Context;
}

namespace daymark::service::api {

using server::Request;
using server::Response;

Response check_live(Context& context, const Request& request);   // GET /livez
Response check_ready(Context& context, const Request& request);  // GET /readyz

}  // namespace daymark::service::api
