#include "health/api.hpp"

#include "context.hpp"
#include "server/problem.hpp"

namespace daymark::health::api {
namespace {

Response ok() { return {.headers = {{"Cache-Control", "no-store"}}, .body = R"({"status":"ok"})"}; }

}  // namespace

Response check_live(Context&, const Request&) { return ok(); }

Response check_ready(Context& context, const Request& request) {
  if (!context.readiness.is_ready(context.database, request.now)) {
    throw server::Refusal{server::Problem::kUnavailable};
  }
  return ok();
}

}  // namespace daymark::health::api
