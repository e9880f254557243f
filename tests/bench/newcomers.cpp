// Whether newcomers wait for each other: clients that sign up and record a first entry, which earns
// an achievement, again and again. All of them change the same few figures: who has no points, who
// holds the first achievement, how long streaks are. Prints how many came, each wait for a lock of
// more than 50 ms that PostgreSQL logged, and whether the figures are exact afterwards.
//
//   DAYMARK_PASSWORD_MEMORY_KIB=8 DAYMARK_PASSWORD_PASSES=1 tests/test_service start build/dev dev
//   cmake --build build/dev --target newcomers
//   build/dev/tests/bench/newcomers [SECONDS] [CLIENTS]
//   tests/test_service stop build/dev dev
//
// Hashing is made cheap, because it would hold the newcomers up before they meet.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "support/http_client.hpp"
#include "support/oracle.hpp"
#include "support/person.hpp"
#include "support/postgres.hpp"
#include "support/test_service.hpp"

namespace {

using namespace daymark::support;

constexpr int kSeconds = 30;
constexpr int kClients = 16;

/// PostgreSQL logs whoever waits for a lock for 50 ms or more.
void log_lock_waits(Database& database, bool is_on) {
  for (const auto* setting : {"deadlock_timeout", "log_lock_waits"}) {
    const std::string value = std::string{setting} == "log_lock_waits" ? "on" : "'50ms'";
    database.query(
        std::string{"alter system "} +
        (is_on ? "set " + std::string{setting} + " = " + value : "reset " + std::string{setting}));
  }
  database.query("select pg_reload_conf()");
}

int count_lock_waits(const Service& service) {
  std::ifstream log{service.state / "log" / "current"};
  int waits = 0;
  for (std::string line; std::getline(log, line);) {
    waits += line.find("still waiting for") != std::string::npos ? 1 : 0;
  }
  return waits;
}

/// Answers with how many came, each with one entry.
int let_them_come(const Service& service, int clients, std::chrono::seconds time) {
  std::atomic<int> newcomers = 0;
  std::atomic<int> failures = 0;
  const auto end = std::chrono::steady_clock::now() + time;
  std::vector<std::thread> threads;
  threads.reserve(static_cast<std::size_t>(clients));
  for (int thread = 0; thread < clients; ++thread) {
    threads.emplace_back([&] {
      while (std::chrono::steady_clock::now() < end) {
        try {
          HttpClient client{service};
          Person person{client};
          person.record();
          ++newcomers;
        } catch (const std::exception& error) {
          ++failures;
          std::fprintf(stderr, "newcomers: %s\n", error.what());
        }
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  std::printf("%d newcomers, %d failures\n", newcomers.load(), failures.load());
  return newcomers;
}

int count_faults(Database& database) {
  int faults = 0;
  for (const auto& statement : {oracle::kWrongHolders, oracle::kWrongPointTotals,
                                oracle::kWrongAccountFigures, oracle::kWrongHistogram}) {
    faults += static_cast<int>(database.query(std::string{statement}).size());
  }
  return faults;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const auto service = read_service(DAYMARK_SERVICE_ENV);
    Database database{service};
    log_lock_waits(database, true);
    const auto before = count_lock_waits(service);
    let_them_come(service, count > 2 ? std::stoi(arguments[2]) : kClients,
                  std::chrono::seconds{count > 1 ? std::stoi(arguments[1]) : kSeconds});
    log_lock_waits(database, false);
    const auto holders = database.query(
        "select sum(h.accounts), (select count(*) from awards w where w.achievement_id = "
        "c.achievement_id) from achievements c join achievement_holders h using (achievement_id) "
        "where c.code = 'first-entry' group by c.achievement_id");
    std::printf("holders of first-entry: %s kept, %s counted\n", holders.at(0).at(0).c_str(),
                holders.at(0).at(1).c_str());
    std::printf("waits for a lock over 50 ms: %d\n", count_lock_waits(service) - before);
    std::printf("figures that are wrong: %d\n", count_faults(database));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "newcomers: %s\n", error.what());
    return 1;
  }
}
