#include "service/api.hpp"

#include "context.hpp"
#include "server/problem.hpp"
#include "sql/queries.hpp"

namespace daymark::service::api {
namespace {

Response ok() { return {.headers = {{"Cache-Control", "no-store"}}, .body = R"({"status":"ok"})"}; }

}  // namespace

Response check_live(Context&, const Request&) { return ok(); }

Response check_ready(Context& context, const Request&) {
  auto rows = context.database.read(sql::service::kCheckReady, {});
  const bool answered = rows.next();
  const bool is_ready = answered && rows.take<bool>() && rows.take<int>() >= sql::kSchemaVersion;
  if (!is_ready) {
    throw server::Refusal{server::Problem::kUnavailable};
  }
  return ok();
}

}  // namespace daymark::service::api
