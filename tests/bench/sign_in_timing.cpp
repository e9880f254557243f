// Whether POST /login takes as long for an unknown name as for a wrong password: pairs of both,
// each of names and from a network of its own (so that nobody has to wait), in random order, one
// after the other. Prints Welch's t of the two; below 5 nobody can tell them apart by as many
// requests.
//
//   tests/test_service start build/dev dev
//   cmake --build build/dev --target sign_in_timing
//   build/dev/tests/bench/sign_in_timing [PAIRS] [SEED]
//   tests/test_service stop build/dev dev
//
// DAYMARK_PASSWORD_MEMORY_KIB=8 DAYMARK_PASSWORD_PASSES=1 before the first makes hashing cheap,
// which leaves less for a difference to hide behind.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/deadline.hpp"
#include "support/http_client.hpp"
#include "support/person.hpp"
#include "support/postgres.hpp"
#include "support/test_service.hpp"

namespace {

using namespace daymark::support;

constexpr int kPairs = 2'000;
constexpr int kWarmUpPairs = 100;

struct Sample {
  const char* what;
  std::vector<double> times_ms;

  [[nodiscard]] double mean() const {
    double sum = 0;
    for (const auto time : times_ms) {
      sum += time;
    }
    return sum / static_cast<double>(times_ms.size());
  }
  [[nodiscard]] double variance() const {
    double sum = 0;
    const auto middle = mean();
    for (const auto time : times_ms) {
      sum += (time - middle) * (time - middle);
    }
    return sum / static_cast<double>(times_ms.size() - 1);
  }
  [[nodiscard]] double median() const {
    auto sorted = times_ms;
    std::ranges::sort(sorted);
    return sorted[sorted.size() / 2];
  }
};

double welch_t(const Sample& a, const Sample& b) {
  return (a.mean() - b.mean()) / std::sqrt(a.variance() / static_cast<double>(a.times_ms.size()) +
                                           b.variance() / static_cast<double>(b.times_ms.size()));
}

/// Accounts that all have one password, for as long as this lives.
class Accounts {
 public:
  Accounts(const Service& service, const std::string& prefix, int count)
      : database_{service}, prefix_{prefix} {
    HttpClient client{service};
    const Person somebody{client};
    database_.query(R"sql(
      with account as (
        insert into accounts (username, language, time_zone, day_starts_at, created_at)
        select $1 || n, 'en', 'UTC', 0, now() from generate_series(0, $2::integer - 1) n
        returning account_id, username
      ), name as (
        insert into usernames (username_key, account_id) select username, account_id from account
      ), network as (
        insert into sign_in_networks (account_id, network, last_signed_in_at)
        select account_id, '192.0.2.0/24', now() from account
      )
      insert into credentials (account_id, password_hash)
      select a.account_id, c.password_hash
        from account a
        join credentials c on c.account_id = $3::bigint)sql",
                    {prefix, std::to_string(count), somebody.id()});
    for (const char* table : {"accounts", "usernames", "credentials", "sign_in_networks"}) {
      database_.query(std::string{"analyze "} + table);
    }
  }
  ~Accounts() {
    try {
      database_.query("delete from accounts where starts_with(username, $1)", {prefix_});
    } catch (const DatabaseError& error) {
      std::fprintf(stderr, "the accounts stay: %s\n", error.what());
    }
  }
  Accounts(const Accounts&) = delete;
  Accounts& operator=(const Accounts&) = delete;

 private:
  Database database_;
  std::string prefix_;
};

/// How long a refusal took, in milliseconds.
double sign_in(HttpClient& client, const std::string& name, int number) {
  const auto network = std::to_string(number / 250) + "." + std::to_string(number % 250);
  const auto request =
      json_request("POST", "/login", object({{"username", name}, {"password", "not the password"}}),
                   {{"X-Forwarded-For", "10." + network + ".9"}});
  const auto start = SteadyClock::now();
  const auto answer = client.send(request);
  const std::chrono::duration<double, std::milli> time = SteadyClock::now() - start;
  if (answer.status != 401) {
    throw std::runtime_error{"not a 401: " + std::to_string(answer.status) + " " + answer.body};
  }
  return time.count();
}

void measure(int pairs, std::uint64_t seed) {
  const auto service = read_service(DAYMARK_SERVICE_ENV);
  std::mt19937_64 random{seed};
  const auto prefix = "timing" + std::to_string(random() % 1'000'000'000);
  // As long as each other.
  const auto known = prefix + ".k.";
  const auto unknown = prefix + ".u.";
  const Accounts accounts{service, known, pairs + kWarmUpPairs};
  HttpClient client{service};
  client.come_from(kProxy);
  Sample of_known{.what = "wrong password", .times_ms = {}};
  Sample of_unknown{.what = "unknown name", .times_ms = {}};
  for (int number = 0; number < pairs + kWarmUpPairs; ++number) {
    const auto is_known_first = random() % 2 == 0;
    double times_ms[2] = {};
    for (const bool is_known : {is_known_first, !is_known_first}) {
      times_ms[is_known ? 1 : 0] =
          sign_in(client, (is_known ? known : unknown) + std::to_string(number), number);
    }
    if (number >= kWarmUpPairs) {
      of_unknown.times_ms.push_back(times_ms[0]);
      of_known.times_ms.push_back(times_ms[1]);
    }
  }
  std::printf("%d pairs, seed %lu\n", pairs, seed);
  for (const auto* sample : {&of_unknown, &of_known}) {
    std::printf("%-15s mean %.4f ms, median %.4f ms, deviation %.4f ms\n", sample->what,
                sample->mean(), sample->median(), std::sqrt(sample->variance()));
  }
  std::printf("Welch's t = %.2f\n", welch_t(of_unknown, of_known));
}

}  // namespace

int main(int count, char** arguments) {
  try {
    measure(count > 1 ? std::stoi(arguments[1]) : kPairs,
            count > 2 ? std::stoull(arguments[2]) : std::random_device{}());
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "sign_in_timing: %s\n", error.what());
    return 1;
  }
}
