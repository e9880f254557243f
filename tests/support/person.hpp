// A user with an account of the running service, and the user's requests.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/http_client.hpp"
#include "support/json.hpp"

namespace daymark::support {

using CivilDay = std::chrono::sys_days;

/// `2026-03-10`
[[nodiscard]] std::string to_text(CivilDay day);
/// RFC 3339 in UTC, with six digits of microseconds if they are not 0.
[[nodiscard]] std::string to_text(std::chrono::sys_time<std::chrono::microseconds> instant);

/// A random username, unused so far.
[[nodiscard]] std::string make_username();

/// A random code of an achievement, unused so far.
[[nodiscard]] std::string make_code();

inline constexpr const char* kPassword = "a walk along the river";

/// A new account, signed in with a bearer token. It lives in UTC, and its days start at midnight or
/// at noon, whichever is further away: no test of less than six hours sees its day change.
class Person {
 public:
  /// Signs up; `settings` replace the usual fields. Throws std::runtime_error if that fails.
  explicit Person(HttpClient& client, const Json& settings = object({}));
  /// The same account for another thread, which has its own client.
  Person(HttpClient& client, const Person& person);

  Answer get(const std::string& target, const Headers& headers = {});
  Answer post(const std::string& target, const Json& body, const Headers& headers = {});
  Answer patch(const std::string& target, const Json& body, const Headers& headers = {});
  Answer remove(const std::string& target, const Headers& headers = {});
  /// Sends any request, with the token added.
  Answer send(Request request);

  /// Records a mood and returns the entry's id. Throws std::runtime_error if that fails.
  std::string record(const Json& entry = object({{"rating", 4}}));
  std::string record_on(CivilDay day);
  void remove_entry(const std::string& id);

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const std::string& username() const { return username_; }
  [[nodiscard]] const std::string& token() const { return token_; }
  [[nodiscard]] int day_starts_at() const { return day_starts_at_; }
  [[nodiscard]] Headers authorization() const;
  /// From now on requests have this token, which a new password has brought.
  void renew(std::string token) { token_ = std::move(token); }
  [[nodiscard]] CivilDay today() const;
  /// The first instant of a day.
  [[nodiscard]] std::chrono::sys_seconds start_of(CivilDay day) const;

 private:
  HttpClient& client_;
  std::string id_;
  std::string username_;
  std::string token_;
  int day_starts_at_ = 0;
};

}  // namespace daymark::support
