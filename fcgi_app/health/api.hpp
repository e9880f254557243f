// What programs ask about the service itself.
#pragma once

#include "server/request.hpp"

namespace daymark {
struct Context;
}

namespace daymark::health::api {

using server::Request;
using server::Response;

// GET /livez
Response check_live(Context&, const Request&);
// GET /readyz
Response check_ready(Context&, const Request&);

}  // namespace daymark::health::api
