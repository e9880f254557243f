// From a request to its handler, by the one table of routes, and from whatever happens there to an
// answer. What a request must bring is checked in the order of the contract: path, method and the
// body's length here, all else as the handler's signature says (see handler.hpp).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "handler.hpp"
#include "server/request.hpp"

namespace daymark {

/// `everybody`, `member`, `admin`.
[[nodiscard]] std::string_view name(Access access);

/// What a route reads: JSON of at most kBodyBytesMax, or a stream of at most kStreamBytesMax.
enum class Body { kNone, kJson, kStream };

struct Route {
  std::string_view method;
  std::string_view path;  // `/mood/{id}`: a part in braces takes any one segment
  Body body;
  std::vector<int> statuses;  // of its own; see `statuses`
  Handler handler;
};

/// Every status that the route can answer with: its own and those that its access and body bring.
[[nodiscard]] std::vector<int> statuses(const Route& route);

/// Writes to the log what went wrong on our side.
using LogFailure = void (*)(std::string_view failure, const server::Request& request);

/// Answers a request, whatever happens, now or later.
void answer(std::span<const Route> routes, Context& context, server::Request& request,
            LogFailure log, const server::Send& send);

}  // namespace daymark
