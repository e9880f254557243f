#include "startup.hpp"

#include <fmt/format.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>

#include "config.hpp"
#include "server/log.hpp"
#include "shared/clock.hpp"

namespace daymark {
namespace {

constexpr int kExitConfiguration = 78;  // EX_CONFIG of sysexits.h: a restart does not help

/// `struct sched_attr` of sched_setattr(2). The kernel's header conflicts with glibc's.
struct SchedulingAttributes {
  std::uint32_t size = sizeof(SchedulingAttributes);
  std::uint32_t policy = 0;
  std::uint64_t flags = 0;
  std::int32_t nice = 0;
  std::uint32_t priority = 0;
  std::uint64_t runtime_ns = 0;
  std::uint64_t deadline_ns = 0;
  std::uint64_t period_ns = 0;
};

void warn_of_wrong_clock() {
  const auto ahead =
      std::chrono::round<std::chrono::seconds>(shared::read_machine_clock() - shared::read_clock());
  if (std::chrono::abs(ahead) >= shared::kClockErrorMax) {
    server::log_warning(fmt::format(
        "this machine's clock is {} s {} the database's; the database's is the one that counts",
        std::chrono::abs(ahead).count(), ahead.count() > 0 ? "ahead of" : "behind"));
  }
}

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

void take_long_turns() {
  SchedulingAttributes attributes;
  if (::syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) {
    return;
  }
  attributes.runtime_ns = static_cast<std::uint64_t>(std::chrono::nanoseconds{kLongTurn}.count());
  ::syscall(SYS_sched_setattr, 0, &attributes, 0);
}

void check_database(storage::Database& database) {
  try {
    database.open();
    warn_of_wrong_clock();
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
