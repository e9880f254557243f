#include "server/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <string>

#include "server/json.hpp"

namespace daymark::server {
namespace {

constexpr std::size_t kPathLengthMax = 200;

std::shared_ptr<spdlog::logger>& logger() {
  static std::shared_ptr<spdlog::logger> instance = spdlog::stdout_logger_mt("daymark");
  return instance;
}

std::string& pool_name() {
  static std::string name;
  return name;
}

shared::Instant now() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

/// The start of a path, which may have any bytes at all, as text that cannot break the line.
std::string loggable(std::string_view path) {
  std::string text{path.substr(0, kPathLengthMax)};
  std::ranges::replace_if(
      text, [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

void begin_line(json::Writer& out, std::string_view level) {
  out.begin_object();
  out.key("time").text(shared::to_string(now()));
  out.key("level").text(level);
  out.key("pool").text(pool_name());
}

void write_line(json::Writer& out) {
  out.end_object();
  logger()->info(out.take());
}

void log_event(std::string_view level, std::string_view text, std::string_view request_id) {
  json::Writer out;
  begin_line(out, level);
  out.key("event").text(text);
  if (!request_id.empty()) {
    out.key("request_id").text(request_id);
  }
  write_line(out);
}

}  // namespace

void start_log(std::string_view pool) {
  pool_name() = pool;
  logger()->set_pattern("%v");
  logger()->flush_on(spdlog::level::info);
}

void log_request(const Request& request, int status, std::chrono::microseconds duration) {
  json::Writer out;
  begin_line(out, "info");
  out.key("request_id").text(request.request_id);
  out.key("method").text(request.method);
  out.key("path").text(loggable(request.path));
  out.key("status").number(status);
  out.key("duration_us").number(duration.count());
  write_line(out);
}

void log_warning(std::string_view text, std::string_view request_id) {
  log_event("warning", text, request_id);
}

void log_info(std::string_view text) { log_event("info", text, {}); }

}  // namespace daymark::server
