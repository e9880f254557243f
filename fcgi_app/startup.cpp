#include "startup.hpp"

#include <fmt/format.h>
#include <sys/signalfd.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "config.hpp"
#include "server/log.hpp"

namespace daymark {
namespace {

constexpr int kExitConfiguration = 78;  // EX_CONFIG: starting again does not help

}  // namespace

int shutdown_descriptor() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signalfd(-1, &signals, SFD_CLOEXEC);
}

void check_schema(storage::Database& database) {
  try {
    database.open();
  } catch (const storage::Failure& failure) {
    if (failure.kind() == storage::FailureKind::kStaleSchema) {
      throw ConfigError{failure.what()};
    }
    server::log_warning(failure.what());
  }
}

int run_program(std::string_view name, const std::function<void()>& work) {
  int status = 0;
  try {
    work();
  } catch (const ConfigError& error) {
    fmt::print(stderr, "{}: {}\n", name, error.what());
    status = kExitConfiguration;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}: {}\n", name, error.what());
    status = 1;
  }
  server::flush_log();
  return status;
}

}  // namespace daymark
