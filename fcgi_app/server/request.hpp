// Requests and responses as plain values: all that a handler sees of HTTP.
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

/// The largest JSON body.
inline constexpr std::size_t kBodyBytesMax = std::size_t{64} * 1024;

/// The bytes of a JSON body that are not text: braces, names, numbers.
inline constexpr std::size_t kJsonAroundTextsMax = 1024;

/// The largest body that is read as a stream (an import).
inline constexpr std::size_t kStreamBytesMax = std::size_t{256} * 1024 * 1024;

/// Reads more of a body. Returns the number of bytes, less than the span's size only at the end.
using ReadBody = std::function<std::size_t(std::span<char>)>;

/// Appends the next part of a body to `part`. Returns false if there is none. Throws if the body
/// cannot be completed; then the client sees a broken answer.
using WriteBody = std::function<bool(std::string& part)>;

/// The variables of FastCGI: REQUEST_METHOD, HTTP_COOKIE, ….
using Variables = std::vector<std::pair<std::string_view, std::string_view>>;

/// Lives until its answer is sent; so does the memory of its views.
struct Request {
  std::string_view method;
  std::string_view path;   // as sent, percent-encoded
  std::string_view query;  // as sent, without the question mark
  Variables variables;
  std::string body;                // the beginning, if body_too_large
  std::size_t content_length = 0;  // the header Content-Length; 0 if absent
  bool body_too_large = false;     // more than kBodyBytesMax bytes
  bool body_cut_off = false;       // its size is not content_length; false if body_too_large
  ReadBody read_rest;              // empty unless body_too_large
  // Returns true if the client has gone. To be asked before work that had to wait is begun.
  std::function<bool()> is_abandoned;
  bool is_before_body = false;  // nginx asks whether to take the body, and has sent none
  std::string request_id;
  Language language = Language::kEnglish;
  shared::Instant now;                       // rules use this time, not the clock
  std::vector<std::string> path_parameters;  // decoded, in the order of the route's {…}

  /// The value of a variable; empty if there is none.
  [[nodiscard]] std::string_view variable(std::string_view name) const;

  /// The values of a header that may come in several lines, in their order: nginx makes a variable
  /// of each line.
  [[nodiscard]] std::vector<std::string_view> lines(std::string_view name) const;

  /// Returns true if nginx received the request over TLS.
  [[nodiscard]] bool is_secure() const { return variable("HTTPS") == "on"; }
};

/// A handler's answer. The loop adds Content-Type, Content-Length and X-Request-Id.
struct Response {
  int status = 200;
  std::string_view content_type = "application/json";
  std::vector<std::pair<std::string_view, std::string>> headers;
  std::string body;
  WriteBody write_body;  // if set, writes the body instead of `body`, without a Content-Length
};

/// Sends the answer to a request. Call exactly once, at once or later, from any thread.
using Send = std::function<void(const Response&)>;

/// Answers a request with the response that the function returns, or with a problem if it throws.
/// Call exactly once, at once or later, from any thread.
using Reply = std::function<void(const std::function<Response()>&)>;

/// Makes a request from FastCGI's variables, without its body. It gets a new id if X-Request-Id is
/// absent or unusable.
[[nodiscard]] Request make_request(Variables variables, shared::Instant now);

}  // namespace daymark::server
