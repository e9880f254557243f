// daymark-jobs: carries out due background jobs. Any number of copies may share one database.
#include <poll.h>

#include <cerrno>
#include <chrono>

#include "config.hpp"
#include "jobs/metrics.hpp"
#include "jobs/runner.hpp"
#include "server/log.hpp"
#include "shared/clock.hpp"
#include "startup.hpp"
#include "storage/database.hpp"

namespace {

using namespace daymark;

/// Waits for the duration. Returns false at once if the descriptor is readable.
bool wait_unless(int shutdown, std::chrono::nanoseconds duration) {
  pollfd descriptor{.fd = shutdown, .events = POLLIN, .revents = 0};
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(duration).count();
  return ::poll(&descriptor, 1, static_cast<int>(milliseconds)) == 0;
}

void work(const Config& config) {
  storage::Database database;
  check_database(database);
  const int shutdown = shutdown_descriptor();
  jobs::Metrics metrics;
  if (config.jobs_metrics) {
    metrics.serve(*config.jobs_metrics);
  }
  jobs::Runner runner{
      database, metrics, shared::read_clock,
      [&](std::chrono::nanoseconds duration) { return wait_unless(shutdown, duration); }};
  server::log_info("started");
  runner.run();
  server::log_info("stopped");
}

}  // namespace

int main() {
  return run_program("daymark-jobs", [] {
    const auto config = read_config(process_environment);
    set_database_environment(process_environment);
    take_long_turns();
    server::start_log("jobs");
    work(config);
  });
}
