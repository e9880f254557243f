// The other side of FastCGI, written by hand from its specification: what nginx would send, and
// what it never would.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace daymark::support {

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// One FastCGI record of request 1.
[[nodiscard]] std::string record(std::uint8_t type, std::string_view content);

inline constexpr std::uint8_t kBeginRequest = 1;
inline constexpr std::uint8_t kAbortRequest = 2;
inline constexpr std::uint8_t kEndRequest = 3;
inline constexpr std::uint8_t kParams = 4;
inline constexpr std::uint8_t kStdin = 5;
inline constexpr std::uint8_t kStdout = 6;

/// How a request begins: the role of a responder.
[[nodiscard]] std::string begin_request(bool keeps_connection);

/// All parameters, and their end.
[[nodiscard]] std::string parameters(const Parameters& all);

/// A body in as many records as it takes, and its end.
[[nodiscard]] std::string body(std::string_view bytes);

/// A whole request on a connection that is kept; its Content-Length is right.
[[nodiscard]] std::string request(std::string_view method, std::string_view bytes = {},
                                  bool keeps_connection = true);

/// A connection to a unix socket. What fails or takes too long throws.
class FastCgiClient {
 public:
  explicit FastCgiClient(const std::string& path);
  ~FastCgiClient();
  FastCgiClient(const FastCgiClient&) = delete;
  FastCgiClient& operator=(const FastCgiClient&) = delete;

  /// Sends bytes, whatever they are. False where the other side does not want them.
  bool send(std::string_view bytes) const;

  /// What an answer says, headers and body, up to the end of the request. Nothing where the
  /// connection ends before.
  [[nodiscard]] std::optional<std::string> receive() const;

  /// The next bytes, whatever they are. Nothing where the connection ends before.
  [[nodiscard]] std::optional<std::string> receive_bytes(std::size_t length) const {
    return read(length);
  }

  /// Sends a request and receives its answer.
  [[nodiscard]] std::optional<std::string> ask(std::string_view bytes) const;

  /// Whether the other side has closed the connection, sooner or later.
  [[nodiscard]] bool is_closed() const;

 private:
  [[nodiscard]] std::optional<std::string> read(std::size_t length) const;

  int socket_;
};

}  // namespace daymark::support
