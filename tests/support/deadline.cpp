#include "support/deadline.hpp"

#include <condition_variable>
#include <mutex>

namespace daymark::support {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{5};

}  // namespace

bool await(SteadyClock::duration time_max, const std::function<bool()>& condition) {
  const auto deadline = SteadyClock::now() + time_max;
  std::mutex mutex;
  std::condition_variable nobody_notifies;
  std::unique_lock lock{mutex};
  while (!condition()) {
    if (SteadyClock::now() >= deadline) {
      return false;
    }
    nobody_notifies.wait_for(lock, kBetweenLooks);
  }
  return true;
}

}  // namespace daymark::support
