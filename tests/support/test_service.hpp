// The running service that the tests talk to: where it listens, where it keeps its things, and the
// processes it is made of.
#pragma once

#include <sys/types.h>

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
  /// Of the same host.
  std::string jobs_metrics_port;
  std::filesystem::path state;
  /// The folder of PostgreSQL's socket.
  std::string database_host;
};

/// Reads the file of `NAME=value` lines that `tests/test_service start` writes. Throws
/// std::runtime_error where something is missing.
[[nodiscard]] Service read_service(const std::filesystem::path& service_env);

/// The process of a supervised service (`web-1`, `jobs`, `postgres`, `nginx`) while it is up.
[[nodiscard]] std::optional<pid_t> find_process(const Service& service, std::string_view name);

/// The supervised services whose name starts so, for instance `web-`.
[[nodiscard]] std::vector<std::string> list_services(const Service& service,
                                                     std::string_view prefix);

[[nodiscard]] std::vector<pid_t> list_children(pid_t parent);

/// Sends SIGKILL. A process that has ended meanwhile is no error.
void kill_process(pid_t process);

/// Whether any thread of it still runs, and so holds its sockets open. A process whose first thread
/// has ended looks like a zombie long before that.
[[nodiscard]] bool is_running(pid_t process);

}  // namespace daymark::support
