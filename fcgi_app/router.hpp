// Finds a request's handler in the table of routes, and makes an answer of whatever it returns or
// throws. Checks path, method and the body's length; the other checks follow from the handler's
// signature (handler.hpp).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "handler.hpp"
#include "server/request.hpp"

namespace daymark {

/// `everybody`, `member`, `admin`.
[[nodiscard]] std::string_view name(Access access);

/// The body that a route reads: none, JSON of at most kBodyBytesMax, or a stream of at most
/// kStreamBytesMax bytes.
enum class Body { kNone, kJson, kStream };

struct Route {
  std::string_view method;
  std::string_view path;  // `/mood/{id}`: a part in braces matches one segment
  Body body;
  std::vector<int> statuses;  // those that only this route has; see statuses()
  Handler handler;
};

/// All statuses of a route's answers, sorted: its own, those of its access and its body, and those
/// of every route (413, 422, 500, 503).
[[nodiscard]] std::vector<int> statuses(const Route& route);

/// Logs a failure of the service (500, 503), not of the client.
using LogFailure = void (*)(std::string_view failure, const server::Request& request);

/// Answers a request through `send`, before it returns or later, also if the handler throws.
void answer(std::span<const Route> routes, Context& context, server::Request& request,
            LogFailure log, const server::Send& send);

}  // namespace daymark
