#include "service/api.hpp"

#include "context.hpp"
#include "server/fields.hpp"
#include "server/problem.hpp"

namespace daymark::service::api {
namespace {

Response ok() { return {.headers = {{"Cache-Control", "no-store"}}, .body = R"({"status":"ok"})"}; }

}  // namespace

Response check_live(Context&, const Request& request) {
  server::refuse_parameters(request);
  return ok();
}

Response check_ready(Context& context, const Request& request) {
  server::refuse_parameters(request);
  if (!context.database.is_ready()) {
    throw server::Refusal{server::Problem::kUnavailable};
  }
  return ok();
}

}  // namespace daymark::service::api
