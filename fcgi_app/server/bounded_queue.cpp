#include "server/bounded_queue.hpp"

#include <algorithm>
#include <utility>

namespace daymark::server {

bool BoundedQueue::run(Context& context, std::string network, Task task) {
  std::optional<Job> job{Job{.network = std::move(network), .task = std::move(task)}};
  {
    const std::lock_guard lock{mutex_};
    if (running_.size() >= limits_.running_max) {
      if (is_full_for(job->network)) {
        return false;
      }
      waiting_.push_back(*std::move(job));
      return true;
    }
    running_.push_back(job->network);
  }
  while (job) {
    job->task(context);
    job = next_after(job->network);
  }
  return true;
}

bool BoundedQueue::is_full_for(const std::string& network) const {
  const auto of_network = std::ranges::count(waiting_, network, &Job::network);
  return waiting_.size() >= limits_.waiting_max ||
         static_cast<std::size_t>(of_network) >= limits_.waiting_of_network_max;
}

bool BoundedQueue::is_running(const std::string& network) const {
  return std::ranges::find(running_, network) != running_.end();
}

/// Ends a job of `network` and takes the one that runs in its place; nullopt if none waits.
std::optional<BoundedQueue::Job> BoundedQueue::next_after(const std::string& network) {
  const std::lock_guard lock{mutex_};
  // The network of the job that ends is still among running_: another one goes before it.
  auto next =
      std::ranges::find_if(waiting_, [&](const Job& job) { return !is_running(job.network); });
  if (next == waiting_.end()) {
    next = waiting_.begin();
  }
  running_.erase(std::ranges::find(running_, network));
  if (next == waiting_.end()) {
    return std::nullopt;
  }
  std::optional<Job> job{std::move(*next)};
  waiting_.erase(next);
  running_.push_back(job->network);
  return job;
}

}  // namespace daymark::server
