// daymark-worker: a FastCGI worker. File descriptor 0 is its listening socket.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <string_view>

#include "config.hpp"
#include "context.hpp"
#include "routes.hpp"
#include "server/log.hpp"
#include "server/loop.hpp"
#include "startup.hpp"

namespace {

using namespace daymark;

constexpr int kListener = 0;

void print_routes() {
  for (const auto& route : routes()) {
    fmt::print("{} {} {} {}\n", route.method, route.path, name(route.handler.access),
               fmt::join(statuses(route), " "));
  }
}

void serve(const Config& config) {
  const accounts::PasswordHasher hasher{config.password_cost};
  accounts::TimeZones time_zones;
  achievements::Milestones milestones;
  server::Loop loop{kListener, shutdown_descriptor()};
  const auto run_elsewhere = [&loop](const storage::Task& task) {
    loop.post([task](Context& context) { task(context.database); });
  };
  mood::Recorder recorder{milestones, run_elsewhere};
  mood::Lister lister{run_elsewhere};
  health::Readiness readiness;
  const auto make_context = [&] {
    std::shared_ptr<Context> context{new Context{.hasher = hasher,
                                                 .time_zones = time_zones,
                                                 .milestones = milestones,
                                                 .recorder = recorder,
                                                 .lister = lister,
                                                 .readiness = readiness,
                                                 .is_sign_up_open = config.is_sign_up_open}};
    return context;
  };
  const auto log_failure = [](std::string_view failure, const server::Request& request) {
    server::log_warning(failure, request.request_id);
  };
  server::log_info("started");
  loop.run(config.threads, make_context,
           [&](Context& context, server::Request& request, const server::Send& send) {
             answer(routes(), context, request, log_failure, send);
           });
  server::log_info("stopped");
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("daymark-worker", [&] {
    if (argc == 2 && std::string_view{argv[1]} == "--routes") {
      print_routes();
      return;
    }
    const auto config = read_config(process_environment);
    set_database_environment(process_environment);
    if (config.pool != "web") {
      take_long_turns();
    }
    server::start_log(config.pool);
    {
      storage::Database database;
      check_schema(database);
    }
    serve(config);
  });
}
