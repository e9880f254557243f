// A request as a plain value: what a handler may know of HTTP.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/language.hpp"
#include "shared/instant.hpp"

namespace daymark::server {

inline constexpr std::size_t kBodyBytesMax = std::size_t{64} * 1024;

/// Of JSON around the texts of a body: braces, names, numbers.
inline constexpr std::size_t kJsonAroundTextsMax = 1024;

/// Of a body that is read as a stream: an import.
inline constexpr std::size_t kStreamBytesMax = std::size_t{256} * 1024 * 1024;

/// Reads on in a body: how many bytes, fewer than asked for only at its end.
using ReadBody = std::function<std::size_t(std::span<char>)>;

/// Appends the next part of a body. False: there is none left. Throws where there is one that
/// cannot be had; the client then sees that the answer is not whole.
using WriteBody = std::function<bool(std::string& part)>;

/// The variables that a FastCGI server sends: REQUEST_METHOD, HTTP_COOKIE, ….
using Variables = std::vector<std::pair<std::string_view, std::string_view>>;

/// Lives, with what its views show, until its answer was sent.
struct Request {
  std::string_view method;
  std::string_view path;   // as sent, percent-encoded
  std::string_view query;  // as sent, without the question mark
  Variables variables;
  std::string body;                // of one that is too large, the beginning
  std::size_t content_length = 0;  // as announced
  bool body_too_large = false;     // has more than kBodyBytesMax
  bool body_cut_off = false;       // the connection ended before Content-Length was reached
  ReadBody read_rest;              // of a body that is too large
  std::string request_id;
  Language language = Language::kEnglish;
  shared::Instant now;                       // the one reading of the clock
  std::vector<std::string> path_parameters;  // decoded, in the order of the route's {…}

  /// The value of a variable, empty where it is not there.
  [[nodiscard]] std::string_view variable(std::string_view name) const;

  [[nodiscard]] bool has_variable(std::string_view name) const;

  /// Came in over TLS, as nginx says.
  [[nodiscard]] bool is_secure() const { return variable("HTTPS") == "on"; }
};

/// What a handler answers with.
struct Response {
  int status = 200;
  std::string_view content_type = "application/json";
  std::vector<std::pair<std::string_view, std::string>> headers;
  std::string body;
  WriteBody write_body;  // where set, the body comes from here, however long it is
};

/// Sends the answer to a request. To be called once, at once or later, on whatever thread.
using Send = std::function<void(const Response&)>;

/// Answers a request with what the function returns or, where that throws, with the problem that it
/// is. To be called once, at once or later, on whatever thread.
using Reply = std::function<void(const std::function<Response()>&)>;

/// Makes a request of what the web server sent, without its body.
[[nodiscard]] Request make_request(Variables variables, shared::Instant now);

}  // namespace daymark::server
