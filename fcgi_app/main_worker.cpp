// daymark-worker: a FastCGI worker on the listening socket that it inherits as file descriptor 0.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/signalfd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <memory>
#include <string_view>

#include "config.hpp"
#include "context.hpp"
#include "routes.hpp"
#include "server/log.hpp"
#include "server/loop.hpp"

namespace {

using namespace daymark;

constexpr int kListener = 0;
constexpr int kExitConfiguration = 78;  // EX_CONFIG: starting again does not help

/// Takes the signals that end a process out of their usual way: the descriptor becomes readable
/// instead. Before there are threads, so that all of them inherit the mask.
int shutdown_descriptor() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signalfd(-1, &signals, SFD_CLOEXEC);
}

void print_routes() {
  for (const auto& route : routes()) {
    fmt::print("{} {} {} {}\n", route.method, route.path, server::name(route.access),
               fmt::join(server::statuses(route), " "));
  }
}

/// A database that is not there yet is waited for; one that is too old is a mistake.
void check_schema() {
  storage::Database database;
  try {
    database.open();
  } catch (const storage::Failure& failure) {
    if (failure.kind() == storage::FailureKind::kStaleSchema) {
      throw ConfigError{failure.what()};
    }
    server::log_warning(failure.what());
  }
}

void serve(const Config& config) {
  const accounts::PasswordHasher hasher{config.password_cost};
  accounts::TimeZones time_zones;
  achievements::Milestones milestones;
  server::Loop loop{kListener, shutdown_descriptor()};
  server::log_info("started");
  loop.run(config.threads, [&]() -> server::Answerer {
    std::shared_ptr<Context> context{new Context{.hasher = hasher,
                                                 .time_zones = time_zones,
                                                 .milestones = milestones,
                                                 .is_sign_up_open = config.is_sign_up_open}};
    return [context](server::Request& request) {
      return server::answer(routes(), *context, request, [&](std::string_view failure) {
        server::log_warning(failure, request.request_id);
      });
    };
  });
  server::log_info("stopped");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc == 2 && std::string_view{argv[1]} == "--routes") {
      print_routes();
      return 0;
    }
    const auto config = read_config(process_environment);
    set_database_environment(process_environment);
    server::start_log(config.pool);
    check_schema();
    serve(config);
    return 0;
  } catch (const ConfigError& error) {
    fmt::print(stderr, "daymark-worker: {}\n", error.what());
    return kExitConfiguration;
  } catch (const std::exception& error) {
    fmt::print(stderr, "daymark-worker: {}\n", error.what());
    return 1;
  }
}
