// From a request to its handler, by the one table of routes, and from whatever happens there to an
// answer.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/request.hpp"

namespace daymark {
struct Context;
}

namespace daymark::server {

/// Who may use a route. Its handler sees to it.
enum class Access { kEverybody, kMember, kAdmin };

/// `everybody`, `member`, `admin`.
[[nodiscard]] std::string_view name(Access access);

/// What a route reads: JSON of at most kBodyBytesMax, or a stream of at most kStreamBytesMax.
enum class Body { kNone, kJson, kStream };

using Handler = Response (*)(Context&, const Request&);

/// Replies when it has the answer, so that nobody waits for it. Throws only what it has not replied
/// to and never will.
using LaterHandler = void (*)(Context&, const Request&, Reply);

struct Route {
  std::string_view method;
  std::string_view path;  // `/mood/{id}`: a part in braces takes any one segment
  Access access;
  Body body;
  std::vector<int> statuses;  // of its own; see `statuses`
  std::variant<Handler, LaterHandler> handler;
};

/// Every status that the route can answer with: its own and those that its access and body bring.
[[nodiscard]] std::vector<int> statuses(const Route& route);

/// Writes to the log what went wrong on our side.
using LogFailure = void (*)(std::string_view failure, const Request& request);

/// Answers a request, whatever happens, now or later.
void answer(std::span<const Route> routes, Context& context, Request& request, LogFailure log,
            const Send& send);

}  // namespace daymark::server
