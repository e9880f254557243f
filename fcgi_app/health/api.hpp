// Health checks: whether the process runs, and whether the service can do its work.
#pragma once

#include <string_view>

#include "server/request.hpp"

namespace daymark {
struct Context;
}

namespace daymark::health::api {

using server::Request;
using server::Response;

inline constexpr std::string_view kLivePath = "/livez";

// GET /livez: always 200.
Response check_live(Context&, const Request&);
// GET /readyz: throws a Refusal (kUnavailable) if the database cannot be written to.
Response check_ready(Context&, const Request&);

}  // namespace daymark::health::api
