// A queue for requests that take long: a few run at a time, and a bounded number of others waits.
// What one network sends does not hold up the others: a request of a network that nothing runs for
// goes first.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace daymark {
struct Context;
}

namespace daymark::server {

/// Shared by the threads of a process. It has no threads of its own: who calls run() carries out
/// the task, and then those that wait.
class BoundedQueue {
 public:
  struct Limits {
    std::size_t running_max = 1;
    std::size_t waiting_max = 0;
    std::size_t waiting_of_network_max = 0;
  };

  /// It does not throw.
  using Task = std::function<void(Context&)>;

  explicit BoundedQueue(const Limits& limits) : limits_(limits) {}

  /// Runs the task now or later, on this thread or on another one, which brings its own context.
  /// Returns false if too many wait already: then the task is not run.
  [[nodiscard]] bool run(Context& context, std::string network, Task task);

 private:
  struct Job {
    std::string network;
    Task task;
  };

  [[nodiscard]] bool is_full_for(const std::string& network) const;
  [[nodiscard]] bool is_running(const std::string& network) const;
  [[nodiscard]] std::optional<Job> next_after(const std::string& network);

  Limits limits_;
  std::mutex mutex_;
  std::vector<std::string> running_;  // the network of each
  std::deque<Job> waiting_;
};

}  // namespace daymark::server
