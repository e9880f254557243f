#include "support/person.hpp"

#include <array>
#include <cstdio>
#include <random>
#include <stdexcept>

namespace daymark::support {
namespace {

using std::chrono::hours;

/// 0 or 12, so that now is at least six hours away from it.
int pick_day_start() {
  const auto now = std::chrono::system_clock::now();
  const auto hour = std::chrono::floor<hours>(now - std::chrono::floor<std::chrono::days>(now));
  return hour >= hours{6} && hour < hours{18} ? 0 : 12;
}

std::string random_digits() {
  static thread_local std::mt19937_64 random{std::random_device{}()};
  std::uniform_int_distribution<std::uint64_t> any;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%016lx", any(random));
  return text.data();
}

void require_status(const Answer& answer, int status, const char* what) {
  if (answer.status != status) {
    throw std::runtime_error{std::string{what} + ": " + std::to_string(answer.status) + " " +
                             answer.body};
  }
}

}  // namespace

std::string to_text(CivilDay day) {
  const std::chrono::year_month_day date{day};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

std::string to_text(std::chrono::sys_time<std::chrono::microseconds> instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::hh_mm_ss time{instant - day};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "T%02ld:%02ld:%02ld", time.hours().count(),
                time.minutes().count(), time.seconds().count());
  auto result = to_text(CivilDay{day}) + text.data();
  if (time.subseconds().count() != 0) {
    std::snprintf(text.data(), text.size(), ".%06ld", time.subseconds().count());
    result += text.data();
  }
  return result + "Z";
}

std::string make_username() { return "t." + random_digits(); }

std::string make_code() { return "t-" + random_digits(); }

Person::Person(HttpClient& client, const Json& settings) : client_{client} {
  const auto usual = object({{"username", make_username()},
                             {"password", kPassword},
                             {"day_starts_at", pick_day_start()}});
  const auto answer = client_.send(json_request("POST", "/auth/signup", merged(usual, settings)));
  require_status(answer, 201, "signing up");
  const auto body = answer.json();
  const auto& account = body["account"];
  token_ = body["bearer_token"].as_string();
  id_ = account["id"].as_string();
  username_ = account["username"].as_string();
  day_starts_at_ = static_cast<int>(account["day_starts_at"].as_integer());
}

Person::Person(HttpClient& client, const Person& person)
    : client_{client},
      id_{person.id_},
      username_{person.username_},
      token_{person.token_},
      day_starts_at_{person.day_starts_at_} {}

Headers Person::authorization() const { return {{"Authorization", "Bearer " + token_}}; }

Answer Person::send(Request request) {
  request.headers = std::move(request.headers) + authorization();
  return client_.send(request);
}

Answer Person::get(const std::string& target, const Headers& headers) {
  return send({.method = "GET", .target = target, .headers = headers, .body = {}});
}

Answer Person::post(const std::string& target, const Json& body, const Headers& headers) {
  return send(json_request("POST", target, body, headers));
}

Answer Person::patch(const std::string& target, const Json& body, const Headers& headers) {
  return send(json_request("PATCH", target, body, headers));
}

Answer Person::remove(const std::string& target, const Headers& headers) {
  return send({.method = "DELETE", .target = target, .headers = headers, .body = {}});
}

std::string Person::record(const Json& entry) {
  const auto answer = post("/mood", entry);
  require_status(answer, 201, "recording a mood");
  return answer.json()["entry"]["id"].as_string();
}

std::string Person::record_on(CivilDay day) {
  return record(object({{"rating", 4}, {"day", to_text(day)}}));
}

void Person::remove_entry(const std::string& id) {
  require_status(remove("/mood/" + id), 204, "deleting a mood");
}

CivilDay Person::today() const {
  const auto now = std::chrono::system_clock::now() - hours{day_starts_at_};
  return std::chrono::floor<std::chrono::days>(now);
}

std::chrono::sys_seconds Person::start_of(CivilDay day) const {
  return day + hours{day_starts_at_};
}

}  // namespace daymark::support
