// A small HTTP client over libcurl: one connection, one thread, and nothing done behind the
// caller's back (no redirects, no cookies, no content types).
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

  /// The value of the header, or "" where there is none.
  [[nodiscard]] std::string header(std::string_view name) const;
  [[nodiscard]] Json json() const { return Json::parse(body); }
  /// The `code` of a problem.
  [[nodiscard]] std::string code() const { return json()["code"].as_string(); }
  /// The value of the cookie that this answer sets.
  [[nodiscard]] std::optional<std::string> cookie(std::string_view name) const;
};

/// No answer, or only a part of one, came back: whether the request was carried out is not known.
class NoAnswer : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Sees every answer that a client gets.
using AnswerWatcher = std::function<void(const Request&, const Answer&)>;

/// An address that the service trusts to say who the client is (`tests/test_service`).
inline constexpr const char* kProxy = "127.255.0.1";

class HttpClient {
 public:
  /// Every client comes from an address of its own (127.a.b.c, outside of the trusted
  /// 127.255.0.0/16), so that limits per address do not mix up tests that have nothing to do with
  /// each other. Without a watcher nothing is checked.
  explicit HttpClient(Service service, AnswerWatcher watcher = {});
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) = delete;

  /// Throws NoAnswer.
  Answer send(const Request& request);

  /// Sends bytes as they are over a connection of its own and reads one answer: for requests that
  /// no client would make. `meant` is what the watcher is told.
  Answer send_raw(const Request& meant, std::string_view bytes);

  /// Sends bytes over a connection of its own and goes away, before an answer or with the first of
  /// it, but no later than after `stay_max`.
  void send_and_leave(std::string_view bytes, std::chrono::microseconds stay_max = {}) const;

  [[nodiscard]] const Service& service() const { return service_; }
  [[nodiscard]] const std::string& address() const { return address_; }
  /// From now on this client comes from another address of 127.0.0.0/8.
  void come_from(std::string address) { address_ = std::move(address); }

 private:
  struct Curl;

  Service service_;
  AnswerWatcher watcher_;
  std::string address_;
  std::unique_ptr<Curl> curl_;
};

}  // namespace daymark::support
