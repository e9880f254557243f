// daymark-worker: a FastCGI worker. File descriptor 0 is its listening socket.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstddef>
#include <memory>
#include <string_view>

#include "accounts/network.hpp"
#include "config.hpp"
#include "context.hpp"
#include "health/api.hpp"
#include "routes.hpp"
#include "server/bounded_queue.hpp"
#include "server/log.hpp"
#include "server/loop.hpp"
#include "server/problem.hpp"
#include "shared/clock.hpp"
#include "startup.hpp"
#include "storage/failure.hpp"

namespace {

using namespace daymark;

constexpr int kListener = 0;

/// How many requests that hash a password may wait in one process, and how many of one network
/// (docs/decisions.md#hashing-queue).
constexpr std::size_t kHashesWaitingMax = 16;
constexpr std::size_t kHashesWaitingOfNetworkMax = 8;

void print_routes() {
  for (const auto& route : routes()) {
    fmt::print("{} {} {} {}\n", route.method, route.path, name(route.handler.access),
               fmt::join(statuses(route), " "));
  }
}

void refuse(const server::Request& request, const server::Send& send) {
  send(server::render(server::Refusal{server::Problem::kUnavailable}, request));
}

/// A request that finds no room is refused at once, and one whose client has gone is not begun.
class HashingQueue {
 public:
  explicit HashingQueue(int threads)
      : queue_{{.running_max = static_cast<std::size_t>(threads),
                .waiting_max = kHashesWaitingMax,
                .waiting_of_network_max = kHashesWaitingOfNetworkMax}} {}

  void answer(Context& context, server::Request& request, const server::Send& send,
              const server::Answerer& answerer) {
    const bool is_taken = queue_.run(context, accounts::network_of(request.variable("REMOTE_ADDR")),
                                     [&answerer, &request, send](Context& own) {
                                       if (request.is_abandoned()) {
                                         refuse(request, send);
                                       } else {
                                         answerer(own, request, send);
                                       }
                                     });
    if (!is_taken) {
      refuse(request, send);
    }
  }

 private:
  server::BoundedQueue queue_;
};

/// Makes sure that the request has the database's time. Another thread asks for it before the last
/// answer is too old, so a request waits for it only after a pause. Throws storage::Failure.
void set_time(server::Loop& loop, Context& context, server::Request& request) {
  auto& clock = shared::clock();
  const auto ticks = shared::read_ticks();
  if (clock.is_known(ticks)) {
    if (clock.take_question(ticks)) {
      loop.post([](Context& own) {
        try {
          own.database.is_ready();
        } catch (const storage::Failure&) {
          // Those who need the database say so.
        }
      });
    }
    return;
  }
  context.database.know_time();
  request.now = shared::read_clock();
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
  server::UntrustedProxies untrusted_proxies;
  const auto make_context = [&] {
    std::shared_ptr<Context> context{new Context{.hasher = hasher,
                                                 .time_zones = time_zones,
                                                 .milestones = milestones,
                                                 .recorder = recorder,
                                                 .lister = lister,
                                                 .readiness = readiness,
                                                 .untrusted_proxies = untrusted_proxies,
                                                 .is_sign_up_open = config.is_sign_up_open,
                                                 .limits = config.limits}};
    return context;
  };
  const auto log_failure = [](std::string_view failure, const server::Request& request) {
    server::log_warning(failure, request.request_id);
  };
  const server::Answerer answer_now = [&](Context& context, server::Request& request,
                                          const server::Send& send) {
    context.untrusted_proxies.look_at(request);
    // Whether the process runs is told without the time: a database may be long in not answering.
    if (request.path != health::api::kLivePath) {
      try {
        set_time(loop, context, request);
      } catch (const storage::Failure& failure) {
        log_failure(failure.what(), request);
        refuse(request, send);
        return;
      }
    }
    answer(routes(), context, request, log_failure, send);
  };
  server::log_info("started");
  if (config.pool == "auth") {
    HashingQueue queue{config.threads};
    // One thread more, so that while all hash one reads who else comes.
    loop.run(config.threads + 1, make_context,
             [&](Context& context, server::Request& request, const server::Send& send) {
               queue.answer(context, request, send, answer_now);
             });
  } else {
    loop.run(config.threads, make_context, answer_now);
  }
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
      check_database(database);
    }
    serve(config);
  });
}
