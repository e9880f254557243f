#include "health/api.hpp"

#include <string>
#include <vector>

#include "context.hpp"
#include "server/json.hpp"
#include "server/problem.hpp"

namespace daymark::health::api {
namespace {

/// `untrusted_proxies`: for the operator; left out if there are none.
Response ok(const std::vector<std::string>& untrusted_proxies = {}) {
  server::json::Writer out;
  out.begin_object();
  out.key("status").text("ok");
  if (!untrusted_proxies.empty()) {
    out.key("untrusted_proxies").begin_array();
    for (const auto& address : untrusted_proxies) {
      out.text(address);
    }
    out.end_array();
  }
  out.end_object();
  return {.headers = {{"Cache-Control", "no-store"}}, .body = out.take()};
}

/// Whether nginx says that the machine asks itself.
bool is_from_operator(const Request& request) {
  return !request.variable("DAYMARK_FROM_OPERATOR").empty();
}

}  // namespace

Response check_live(Context&, const Request&) { return ok(); }

Response check_ready(Context& context, const Request& request) {
  if (!context.readiness.is_ready(context.database, request.now)) {
    throw server::Refusal{server::Problem::kUnavailable};
  }
  return is_from_operator(request) ? ok(context.untrusted_proxies.list()) : ok();
}

}  // namespace daymark::health::api
