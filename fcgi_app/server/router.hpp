// From a request to its handler, by the one table of routes, and from whatever happens there to an
// answer.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
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

struct Route {
  std::string_view method;
  std::string_view path;  // `/mood/{id}`: a part in braces takes any one segment
  Access access;
  Body body;
  std::vector<int> statuses;  // of its own; see `statuses`
  Handler handler;
};

/// Every status that the route can answer with: its own and those that its access and body bring.
[[nodiscard]] std::vector<int> statuses(const Route& route);

/// The answer to a request, whatever happens. `log_failure` takes a text for the log where
/// something went wrong on our side.
[[nodiscard]] Response answer(std::span<const Route> routes, Context& context, Request& request,
                              const std::function<void(std::string_view)>& log_failure);

}  // namespace daymark::server
