// A small HTTP client over libcurl: one connection, one thread, and nothing automatic (no
// redirects, no cookies, no content types).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "support/json.hpp"
#include "support/test_service.hpp"

namespace daymark::support {

struct Header {
  std::string name;
  std::string value;
};

/// Names are compared without regard to case.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<Header> headers) : headers_{headers} {}

  void add(Header header) { headers_.push_back(std::move(header)); }
  [[nodiscard]] bool has(std::string_view name) const { return find(name).has_value(); }
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const;
  [[nodiscard]] auto begin() const { return headers_.begin(); }
  [[nodiscard]] auto end() const { return headers_.end(); }

 private:
  std::vector<Header> headers_;
};

[[nodiscard]] Headers operator+(Headers left, const Headers& right);

struct Request {
  std::string method;
  /// Path and query, sent as they are.
  std::string target;
  Headers headers;
  std::optional<std::string> body;
};

/// A request with a JSON body.
[[nodiscard]] Request json_request(std::string method, std::string target, const Json& body,
                                   const Headers& headers = {});

struct Answer {
  int status = 0;
  Headers headers;
  std::string body;

  /// The value of the header; "" if there is none.
  [[nodiscard]] std::string header(std::string_view name) const;
  [[nodiscard]] Json json() const { return Json::parse(body); }
  /// The `code` of a problem.
  [[nodiscard]] std::string code() const { return json()["code"].as_string(); }
  /// The value of the cookie that this answer sets.
  [[nodiscard]] std::optional<std::string> cookie(std::string_view name) const;
};

/// No complete answer came back: it is not known whether the request was carried out.
class NoAnswer : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Called with every answer that a client gets.
using AnswerWatcher = std::function<void(const Request&, const Answer&)>;

/// An address of a trusted proxy, which may name the client's address (see `tests/test_service`).
inline constexpr const char* kProxy = "127.255.0.1";

class HttpClient {
 public:
  /// Each client has a random address in 127.0.0.0/8, outside the trusted 127.255.0.0/16, so that
  /// limits per address do not connect unrelated tests. `watcher` may be empty.
  explicit HttpClient(Service service, AnswerWatcher watcher = {});
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) = delete;

  /// Throws NoAnswer.
  Answer send(const Request& request);

  /// Sends `bytes` unchanged over a new connection and reads one answer, for requests that no
  /// client would make. `meant`: the request that the watcher gets.
  Answer send_raw(const Request& meant, std::string_view bytes);

  /// Sends `bytes` over a new connection and closes it when the answer begins, at the latest after
  /// `stay_max`.
  void send_and_leave(std::string_view bytes, std::chrono::microseconds stay_max = {}) const;

  [[nodiscard]] const Service& service() const { return service_; }
  [[nodiscard]] const std::string& address() const { return address_; }
  /// Sets the client's address, in 127.0.0.0/8, for the next requests.
  void come_from(std::string address) { address_ = std::move(address); }

 private:
  struct Curl;

  Service service_;
  AnswerWatcher watcher_;
  std::string address_;
  std::unique_ptr<Curl> curl_;
};

}  // namespace daymark::support
