// Who waits for a password to be hashed, and who is told at once that there is no room.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "support/deadline.hpp"
#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using support::kPassword;
using support::make_username;
using support::SteadyClock;

/// Of the two auth workers: their threads that hash, and the requests that may wait for those.
constexpr int kTakenMost = 2 * (2 + 16);
constexpr int kTakenOfNetworkMost = 2 * (2 + 8);
constexpr int kTakenOfNetworkLeast = 2 + 8;  // by one worker, if the other one gets none

/// An address of a network of its own, and another one in each run: nginx counts by address.
std::string stranger(int number) {
  static const auto run = World::make_client().address();
  const auto second = run.find('.') + 1;
  return "10." + run.substr(second, run.find('.', second) - second) + "." + std::to_string(number) +
         ".9";
}

Request sign_in(const std::string& username, const std::string& address) {
  return json_request("POST", "/login",
                      object({{"username", username}, {"password", "not the password"}}),
                      {{"X-Forwarded-For", address}});
}

/// A name at which every attempt waits, as if hashing took that long, until `let_go`: no longer
/// than the two seconds that a statement waits for a lock.
class SlowName {
 public:
  explicit SlowName(HttpClient& client) {
    BOOST_REQUIRE_EQUAL(client.send(sign_in(name_, stranger(250))).status, 401);
    database_.query("begin");
    database_.query(
        "select from strangers_failed_sign_ins "
        "where username_hash = sha256(convert_to($1, 'UTF8')) for update",
        {name_});
  }
  void let_go() { database_.query("rollback"); }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string name_ = make_username();
  support::Database database_{service()};
};

/// Repeats what has to fill the workers within the two seconds of a SlowName, for a machine that is
/// too slow at this moment. `attempt` returns false if they were not full in time.
void try_while_slow(const std::function<bool()>& attempt) {
  constexpr int kTriesMax = 10;
  int tries = 1;
  while (!attempt() && tries < kTriesMax) {
    ++tries;
  }
  BOOST_TEST(tries < kTriesMax);
}

/// What becomes of sign-ins that are sent at the same moment.
struct Crowd {
  std::atomic<int> taken = 0;
  std::atomic<int> refused = 0;

  [[nodiscard]] bool await_refused(int count, milliseconds patience) const {
    return support::await(patience, [&] { return refused >= count; });
  }

  void sign_in_as(const std::string& username, const std::string& address) {
    auto own_proxy = World::make_client();
    own_proxy.come_from(support::kProxy);
    const auto answer = own_proxy.send(sign_in(username, address));
    if (answer.status == 503) {
      if (answer.code() != "unavailable" || answer.header("Retry-After") != "1") {
        report("a refusal without its code or Retry-After");
      }
      ++refused;
    } else if (answer.status == 401 || answer.status == 429) {
      ++taken;
    } else {
      report("a sign-in was answered with " + std::to_string(answer.status));
    }
  }
};

struct HashingWorld : World {
  HashingWorld() { proxy.come_from(support::kProxy); }

  HttpClient proxy = make_client();
};

BOOST_FIXTURE_TEST_SUITE(hashing, HashingWorld)

BOOST_AUTO_TEST_CASE(of_200_sign_ins_at_once_some_are_taken_and_the_others_are_told_at_once) {
  constexpr int kAtOnce = 200;
  try_while_slow([&] {
    SlowName slow{proxy};
    Crowd crowd;
    std::jthread sending{[&] {
      in_parallel(kAtOnce, [&](int number) { crowd.sign_in_as(slow.name(), stranger(number)); });
    }};
    if (!crowd.await_refused(kAtOnce - kTakenMost, milliseconds{1500})) {
      slow.let_go();
      return false;
    }
    const auto start = SteadyClock::now();
    const auto next = proxy.send(sign_in(slow.name(), stranger(251)));
    BOOST_TEST(next.status == 503);
    BOOST_TEST((SteadyClock::now() - start < seconds{1}));
    slow.let_go();
    sending.join();
    BOOST_TEST(crowd.taken + crowd.refused == kAtOnce);
    BOOST_TEST(crowd.taken <= kTakenMost);
    BOOST_TEST(crowd.taken >= kTakenMost / 2);
    return true;
  });
}

BOOST_AUTO_TEST_CASE(one_network_does_not_take_all_the_room) {
  constexpr int kAtOnce = 60;
  try_while_slow([&] {
    SlowName slow{proxy};
    Crowd crowd;
    std::jthread sending{
        [&] { in_parallel(kAtOnce, [&](int) { crowd.sign_in_as(slow.name(), stranger(252)); }); }};
    if (!crowd.await_refused(kAtOnce - kTakenOfNetworkMost, milliseconds{1500})) {
      slow.let_go();
      return false;
    }
    Crowd others;
    std::jthread other{[&] { others.sign_in_as(make_username(), stranger(253)); }};
    slow.let_go();
    sending.join();
    other.join();
    BOOST_TEST(crowd.taken <= kTakenOfNetworkMost);
    BOOST_TEST(crowd.taken >= kTakenOfNetworkLeast);
    BOOST_TEST(others.taken == 1);
    return true;
  });
}

BOOST_AUTO_TEST_CASE(who_goes_away_while_waiting_is_not_counted) {
  constexpr int kAtOnce = 60;
  const auto left = make_username();
  const auto body = R"({"username": ")" + left + R"(", "password": "not the password"})";
  try_while_slow([&] {
    SlowName slow{proxy};
    Crowd crowd;
    std::jthread sending{
        [&] { in_parallel(kAtOnce, [&](int) { crowd.sign_in_as(slow.name(), stranger(254)); }); }};
    if (!crowd.await_refused(kAtOnce - kTakenOfNetworkMost, milliseconds{500})) {
      slow.let_go();
      return false;
    }
    proxy.send_and_leave(raw_request("POST /login HTTP/1.1",
                                     "X-Forwarded-For: " + stranger(255) +
                                         "\r\nContent-Type: application/json\r\nContent-Length: " +
                                         std::to_string(body.size()) + "\r\n") +
                             body,
                         milliseconds{100});
    // Who has gone is looked for from the first second on.
    std::this_thread::sleep_for(milliseconds{1100});
    slow.let_go();
    return true;
  });
  support::Database database{service()};
  BOOST_TEST(database
                 .query("select from failed_sign_ins "
                        "where username_hash = sha256(convert_to($1, 'UTF8'))",
                        {left})
                 .empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
