#include "router.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "server/ascii.hpp"
#include "server/problem.hpp"
#include "server/url.hpp"
#include "storage/failure.hpp"

namespace daymark {
namespace {

using server::Problem;
using server::Refusal;
using server::Request;
using server::Response;

/// Returns the decoded values of the pattern's {…}; nullopt if the path does not match.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  std::vector<std::string> values;
  while (!pattern.empty() && !path.empty()) {
    const auto wanted = server::take_until(pattern, '/');
    const auto segment = server::take_until(path, '/');
    const auto value = server::percent_decode(segment);
    if (!value) {
      return std::nullopt;
    }
    if (wanted.starts_with('{')) {
      if (value->empty()) {
        return std::nullopt;
      }
      values.push_back(*value);
    } else if (wanted != *value) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) {
    return std::nullopt;
  }
  return values;
}

bool ends_in_slash(std::string_view path) { return path.size() > 1 && path.ends_with('/'); }

bool takes(const Route& route, std::string_view method) {
  return route.method == method || (route.method == "GET" && method == "HEAD");
}

bool is_too_large(const Route& route, const Request& request) {
  return route.body == Body::kStream ? request.content_length > server::kStreamBytesMax
                                     : request.body_too_large;
}

struct MethodNotAllowed {
  std::set<std::string_view> allowed;
};

Response render(const MethodNotAllowed& refusal, const Request& request) {
  auto response = server::render(Refusal{Problem::kMethodNotAllowed}, request);
  response.headers.emplace_back("Allow", fmt::format("{}", fmt::join(refusal.allowed, ", ")));
  return response;
}

/// Returns the route of a request and stores the path's values in the request. Throws Refusal or
/// MethodNotAllowed.
const Route& find_route(std::span<const Route> routes, Request& request) {
  std::set<std::string_view> allowed;
  std::string_view path;  // of the first match: `/mood/days` must not match `/mood/{id}` too
  for (const auto& route : routes) {
    auto values = ends_in_slash(request.path) ? std::nullopt : match(route.path, request.path);
    if (!values || (!path.empty() && route.path != path)) {
      continue;
    }
    path = route.path;
    if (!takes(route, request.method)) {
      allowed.insert(route.method);
      if (route.method == "GET") {
        allowed.insert("HEAD");
      }
      continue;
    }
    if (is_too_large(route, request)) {
      throw Refusal{Problem::kBodyTooLarge};
    }
    request.path_parameters = *std::move(values);
    return route;
  }
  if (allowed.empty()) {
    throw Refusal{Problem::kNotFound};
  }
  throw MethodNotAllowed{std::move(allowed)};
}

Problem problem_of(storage::FailureKind kind) {
  switch (kind) {
    case storage::FailureKind::kUnavailable:
    case storage::FailureKind::kStaleSchema:
      return Problem::kUnavailable;
    case storage::FailureKind::kBroken:
      return Problem::kInternal;
  }
  return Problem::kInternal;
}

/// Returns what `respond` returns. If it throws, returns the problem.
Response respond_to(const Request& request, LogFailure log,
                    const std::function<Response()>& respond) {
  try {
    return respond();
  } catch (const MethodNotAllowed& refusal) {
    return render(refusal, request);
  } catch (const Refusal& refusal) {
    return server::render(refusal, request);
  } catch (const storage::Failure& failure) {
    log(failure.what(), request);
    return server::render(Refusal{problem_of(failure.kind())}, request);
  } catch (const std::exception& error) {
    log(error.what(), request);
    return server::render(Refusal{Problem::kInternal}, request);
  }
}

}  // namespace

std::string_view name(Access access) {
  switch (access) {
    case Access::kEverybody:
      return "everybody";
    case Access::kMember:
      return "member";
    case Access::kAdmin:
      return "admin";
  }
  return {};
}

std::vector<int> statuses(const Route& route) {
  auto all = route.statuses;
  if (route.handler.access != Access::kEverybody) {
    all.insert(all.end(), {400, 401, 409});
  }
  if (route.handler.access == Access::kAdmin ||
      (route.handler.access == Access::kMember && route.method != "GET")) {
    all.push_back(403);
  }
  if (route.body != Body::kNone) {
    all.insert(all.end(), {400, 415});
  }
  all.insert(all.end(), {413, 422, 500, 503});
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

void answer(std::span<const Route> routes, Context& context, Request& request, LogFailure log,
            const server::Send& send) {
  bool is_for_later = false;
  auto response = respond_to(request, log, [&] {
    const auto& route = find_route(routes, request);
    const server::Reply reply = [&request, log, send](const std::function<Response()>& respond) {
      send(respond_to(request, log, respond));
    };
    auto answered = route.handler.answer(context, request, reply);
    is_for_later = !answered;
    return std::move(answered).value_or(Response{});
  });
  // A later answer may already have been sent, and then the request is gone.
  if (is_for_later) {
    return;
  }
  // Faults are told by the request itself: those of the query together with those of the body. The
  // session is known by then.
  if (request.is_before_body && (response.status == server::status(Problem::kInvalid) ||
                                 response.status == server::status(Problem::kMalformedHeader))) {
    response = {.status = 204};
  }
  send(response);
}

}  // namespace daymark
