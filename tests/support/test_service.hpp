// The running service under test: its addresses, its state folder and its processes.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daymark::support {

struct Service {
  /// `http://127.0.0.1:PORT`
  std::string url;
  std::string host;
  std::string port;
  /// On the same host.
  std::string jobs_metrics_port;
  std::filesystem::path state;
  /// The folder of PostgreSQL's socket.
  std::string database_host;
};

/// Reads the `NAME=value` lines that `tests/test_service start` writes. Throws std::runtime_error
/// if one is missing.
[[nodiscard]] Service read_service(const std::filesystem::path& service_env);

/// The process of a supervised service (`web-1`, `jobs`, `postgres`, `nginx`); nullopt if it is
/// down.
[[nodiscard]] std::optional<pid_t> find_process(const Service& service, std::string_view name);

/// The names of the supervised services that start with `prefix`, for example `web-`.
[[nodiscard]] std::vector<std::string> list_services(const Service& service,
                                                     std::string_view prefix);

[[nodiscard]] std::vector<pid_t> list_children(pid_t parent);

/// Sends SIGKILL. It is no error if the process has ended.
void kill_process(pid_t process);

/// Returns true if any thread of the process still runs, and so holds its sockets open. A process
/// whose first thread has ended looks like a zombie before that.
[[nodiscard]] bool is_running(pid_t process);

/// Returns true if SIGSTOP has reached all threads of the process.
[[nodiscard]] bool is_stopped(pid_t process);

/// The CPU time of all threads that the process has now.
[[nodiscard]] std::chrono::nanoseconds cpu_time(pid_t process);

}  // namespace daymark::support
