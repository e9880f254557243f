// How guessing passwords is slowed down: what is counted, exactly, for names that exist and for
// those that do not.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "accounts/slowing.hpp"
#include "accounts/store.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

using accounts::Attempt;
using accounts::Credentials;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const std::string kPassword = "a walk along the river";
const std::string kWrong = "a walk along the road";
const std::string kHome = "203.0.113.0/24";  // where somebody signed up
const std::string kElsewhere = "198.51.100.0/24";
constexpr microseconds kMoment{1};

/// One of many networks, as SQL writes it.
std::string network_number(int number) {
  return "10." + std::to_string(number / 256) + "." + std::to_string(number % 256) + ".0/24";
}

/// Whether the attempt may be looked at; asks again as the rules do.
bool is_reserved(storage::Database& database, const Attempt& attempt, Instant now) {
  while (true) {
    const auto reserving = accounts::store::reserve_attempt(database, attempt, now);
    if (reserving.is_reserved || reserving.held_up_until) {
      return reserving.is_reserved;
    }
  }
}

}  // namespace

struct SlowingWorld : CheckedWorld {
  SlowingWorld() {
    const auto signed_in = accounts::sign_up(
        database, hasher,
        {.username = kKnown, .username_key = kKnown, .password = kPassword, .network = kHome}, {},
        now);
    BOOST_REQUIRE(signed_in.has_value());
    session = server::read_token(signed_in->token).value();
    device = server::read_token(signed_in->device_token).value();
  }

  /// `in`, `wrong` or `wait 4`.
  std::string try_as(const std::string& name, const std::string& network,
                     const std::string& password = kWrong) {
    return try_in(database, name, network, password);
  }

  /// With the tokens of devices or sessions.
  std::string try_with(const std::vector<Credentials>& own, const std::string& network,
                       const std::string& password = kWrong, const std::string& name = kKnown) {
    return try_in(database, name, network, password, own);
  }

  std::string try_in(storage::Database& own_database, const std::string& name,
                     const std::string& network, const std::string& password,
                     const std::vector<Credentials>& own = {}) const {
    const auto outcome = accounts::sign_in(
        own_database, hasher,
        {.username_key = name, .password = password, .network = network, .own = own}, {}, now);
    if (const auto* held_up = std::get_if<accounts::HeldUp>(&outcome)) {
      return "wait " + std::to_string(held_up->retry_after.count());
    }
    return std::holds_alternative<accounts::SignedIn>(outcome) ? "in" : "wrong";
  }

  void fail(const std::string& name, const std::string& network, int times) {
    for (int time = 0; time < times; ++time) {
      BOOST_REQUIRE_EQUAL(try_as(name, network), "wrong");
    }
  }

  /// Fails from this many networks, one after the other and a second apart.
  void fail_from_many(const std::string& name, int networks) {
    for (int number = 0; number < networks; ++number) {
      BOOST_REQUIRE_EQUAL(try_as(name, network_number(number)), "wrong");
      now += seconds{1};
    }
  }

  /// A sign-in of a browser that has these devices; gives back the token of the new one.
  std::string sign_in_with(const std::vector<Credentials>& devices,
                           accounts::SessionKind kind = accounts::SessionKind::kCookie) {
    auto outcome = accounts::sign_in(
        database, hasher,
        {.username_key = kKnown, .password = kPassword, .network = kElsewhere, .own = devices},
        {.kind = kind, .devices = devices}, now);
    BOOST_REQUIRE(std::holds_alternative<accounts::SignedIn>(outcome));
    return std::get<accounts::SignedIn>(outcome).device_token;
  }

  std::string devices() { return ask(admin, "select count(*) from devices"); }

  /// How many instants are kept for a name.
  std::string strangers(const std::string& name) {
    return ask(admin,
               "select coalesce(max(cardinality(failed_at)), 0) from strangers_failed_sign_ins "
               "where username_hash = sha256(convert_to($1, 'UTF8'))",
               {name});
  }

  /// The failures of all networks together, as they are counted for a name.
  std::string failures(const std::string& name) {
    return ask(admin,
               "select coalesce(sum(failures), 0) from failed_sign_ins "
               "where username_hash = sha256(convert_to($1, 'UTF8'))",
               {name});
  }

  static inline const std::string kKnown = "somebody";
  static inline const std::string kUnknown = "nobody";
  accounts::PasswordHasher hasher{{.memory_kib = 8, .passes = 1}};
  Credentials session;  // those of the sign-up
  Credentials device;
};

BOOST_FIXTURE_TEST_SUITE(slowing, SlowingWorld)

BOOST_AUTO_TEST_CASE(who_read_the_clock_earlier_but_comes_later_is_not_held_up_for_it) {
  // Requests read the clock in one order and take the lock in another.
  BOOST_TEST(is_reserved(database, {.username_key = kKnown, .network = kHome}, now));
  now -= std::chrono::milliseconds{1};
  BOOST_TEST(is_reserved(database, {.username_key = kKnown, .network = kHome}, now));
  BOOST_TEST(try_as(kKnown, kHome, kPassword) == "in");
}

// --- One network.

BOOST_AUTO_TEST_CASE(five_failures_are_free_and_then_there_is_a_wait_even_for_the_right_password) {
  for (const auto& name : {kKnown, kUnknown}) {
    fail(name, kElsewhere, 5);
    BOOST_TEST(try_as(name, kElsewhere) == "wait 1");
    BOOST_TEST(try_as(name, kElsewhere, kPassword) == "wait 1");
  }
  now += seconds{1};
  BOOST_TEST(try_as(kKnown, kElsewhere, kPassword) == "in");
}

BOOST_AUTO_TEST_CASE(the_wait_doubles_up_to_fifteen_minutes) {
  for (const auto& name : {kKnown, kUnknown}) {
    fail(name, kElsewhere, 5);
    for (const int wait : {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900}) {
      BOOST_TEST(try_as(name, kElsewhere) == "wait " + std::to_string(wait));
      now += seconds{wait} - kMoment;
      BOOST_TEST(try_as(name, kElsewhere) == "wait 1");
      now += kMoment;
      BOOST_TEST(try_as(name, kElsewhere) == "wrong");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_refused_attempt_is_not_counted_and_does_not_lengthen_the_wait) {
  fail(kKnown, kElsewhere, 5);
  for (int refused = 0; refused < 20; ++refused) {
    BOOST_TEST(try_as(kKnown, kElsewhere) == "wait 1");
  }
  BOOST_TEST(failures(kKnown) == "5");
  BOOST_TEST(strangers(kKnown) == "5");
  now += seconds{1};
  BOOST_TEST(try_as(kKnown, kElsewhere) == "wrong");
  BOOST_TEST(try_as(kKnown, kElsewhere) == "wait 2");
}

BOOST_AUTO_TEST_CASE(failures_of_a_network_are_forgotten_a_day_after_the_last_one) {
  fail(kKnown, kElsewhere, 5);
  now += hours{24} - kMoment;
  BOOST_TEST(try_as(kKnown, kElsewhere) == "wrong");
  BOOST_TEST(try_as(kKnown, kElsewhere) == "wait 2");
  now += hours{24};
  fail(kKnown, kElsewhere, 5);
  BOOST_TEST(try_as(kKnown, kElsewhere) == "wait 1");
}

BOOST_AUTO_TEST_CASE(success_forgets_the_failures_of_its_own_network) {
  fail(kKnown, kHome, 4);
  fail(kKnown, kElsewhere, 4);
  BOOST_TEST(try_as(kKnown, kHome, kPassword) == "in");
  fail(kKnown, kHome, 5);
  BOOST_TEST(try_as(kKnown, kHome) == "wait 1");
  fail(kKnown, kElsewhere, 1);
  BOOST_TEST(try_as(kKnown, kElsewhere) == "wait 1");
}

BOOST_AUTO_TEST_CASE(each_network_and_each_name_is_counted_by_itself) {
  fail(kKnown, kElsewhere, 5);
  BOOST_TEST(try_as(kKnown, kElsewhere) == "wait 1");
  BOOST_TEST(try_as(kKnown, "198.51.101.0/24") == "wrong");
  BOOST_TEST(try_as("another", kElsewhere) == "wrong");
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_behind_does_not_shorten_a_wait) {
  fail(kKnown, kElsewhere, 5);
  now -= seconds{3};
  BOOST_TEST(try_as(kKnown, kElsewhere) == "wait 4");
}

// --- Devices and sessions: what others of their network do is not counted for them.

BOOST_AUTO_TEST_CASE(a_device_or_a_session_is_not_held_up_by_failures_of_others_in_its_network) {
  for (int failure = 0; failure < 30; ++failure) {
    BOOST_TEST(try_as(kKnown, kHome) == "wrong");
    now += minutes{15};
  }
  BOOST_TEST(try_with({device}, kHome) == "wrong");
  BOOST_TEST(try_with({session}, kHome) == "wrong");
  now -= minutes{15};
  BOOST_TEST(try_as(kKnown, kHome, kPassword) == "wait 900");
  BOOST_TEST(try_with({device}, kHome, kPassword) == "in");
  BOOST_TEST(try_with({session}, kHome, kPassword) == "in");
  // That was no success of its network's.
  BOOST_TEST(try_as(kKnown, kHome, kPassword) == "wait 900");
}

BOOST_AUTO_TEST_CASE(a_device_or_a_session_has_five_free_failures_itself_wherever_it_comes_from) {
  for (const auto& own : {device, session}) {
    for (int number = 0; number < 5; ++number) {
      BOOST_TEST(try_with({own}, network_number(number)) == "wrong");
    }
    for (const int wait : {1, 2, 4}) {
      BOOST_TEST(try_with({own}, network_number(5), kPassword) == "wait " + std::to_string(wait));
      now += seconds{wait};
      BOOST_TEST(try_with({own}, kHome) == "wrong");
    }
    BOOST_TEST(try_with({own}, kHome, kPassword) == "wait 8");
  }
  // Nobody else waits for them.
  BOOST_TEST(strangers(kKnown) == "0");
  fail(kKnown, kHome, 5);
  BOOST_TEST(try_as(kKnown, kHome) == "wait 1");
  now += seconds{8};
  BOOST_TEST(try_with({device}, kHome, kPassword) == "in");
  // Its success is the end of its own failures.
  BOOST_TEST(failures(kKnown) == "13");
}

BOOST_AUTO_TEST_CASE(a_device_or_a_session_is_not_held_up_by_strangers) {
  fail_from_many(kKnown, 100);
  BOOST_TEST(try_as(kKnown, kElsewhere, kPassword).starts_with("wait"));
  for (const auto& own : {device, session}) {
    BOOST_TEST(try_with({own}, kElsewhere) == "wrong");
    BOOST_TEST(strangers(kKnown) == "100");
  }
  BOOST_TEST(try_with({device}, kElsewhere, kPassword) == "in");
  BOOST_TEST(strangers(kKnown) == "100");
}

BOOST_AUTO_TEST_CASE(what_is_no_device_or_session_of_the_account_is_counted_with_its_network) {
  const auto other = accounts::sign_up(
      database, hasher, {.username = "another", .username_key = "another", .password = kPassword},
      {}, now);
  BOOST_REQUIRE(other.has_value());
  auto forged = device;
  forged.token_hash = server::read_token(server::make_token(device.account))->token_hash;
  auto taken_over = server::read_token(other->device_token).value();
  taken_over.account = device.account;
  admin.query("update sessions set ends_at = $1", {shared::to_string(now)});
  const std::vector<Credentials> useless{server::read_token(other->device_token).value(),
                                         server::read_token(other->token).value(), forged,
                                         taken_over, session};
  for (const auto& own : useless) {
    BOOST_TEST(try_with({own}, kElsewhere) == "wrong");
  }
  BOOST_TEST(try_with(useless, kElsewhere, kPassword) == "wait 1");
  BOOST_TEST(strangers(kKnown) == "5");
  // The right one among them is found.
  auto with_device = useless;
  with_device.push_back(device);
  BOOST_TEST(try_with(with_device, kElsewhere, kPassword) == "in");
  // The first one that counts does: many of them give no more attempts.
  admin.query("delete from failed_sign_ins");
  const auto second = server::read_token(sign_in_with({})).value();
  for (int failure = 0; failure < 5; ++failure) {
    BOOST_TEST(try_with({device, second}, kElsewhere) == "wrong");
  }
  BOOST_TEST(try_with({device, second}, kElsewhere) == "wait 1");
}

BOOST_AUTO_TEST_CASE(a_device_ends_with_its_account) {
  BOOST_TEST(std::holds_alternative<accounts::Erased>(
      accounts::erase(database, hasher, session, kPassword, kHome, now)));
  BOOST_TEST(devices() == "0");
  BOOST_REQUIRE(
      accounts::sign_up(
          database, hasher,
          {.username = kKnown, .username_key = kKnown, .password = kPassword, .network = kHome}, {},
          now)
          .has_value());
  fail(kKnown, kElsewhere, 5);
  BOOST_TEST(try_with({device}, kElsewhere, kPassword) == "wait 1");
}

BOOST_AUTO_TEST_CASE(a_sign_in_gives_a_device_a_new_token_and_a_program_none) {
  const auto renewed = sign_in_with({device});
  BOOST_TEST(devices() == "1");
  BOOST_TEST(sign_in_with({server::read_token(renewed).value()}, accounts::SessionKind::kBearer) ==
             "");
  BOOST_TEST(devices() == "1");
  fail(kKnown, kHome, 5);
  BOOST_TEST(try_with({device}, kHome, kPassword) == "wait 1");
  BOOST_TEST(try_with({server::read_token(renewed).value()}, kHome, kPassword) == "in");
  BOOST_TEST(ask(admin, "select count(*) from devices d where strpos(d::text, $1) > 0",
                 {renewed.substr(renewed.find('.') + 1)}) == "0");
}

BOOST_AUTO_TEST_CASE(a_new_password_leaves_devices_as_they_are) {
  const auto outcome = accounts::change_password(
      database, hasher, session, {.current = kPassword, .wanted = "a walk along the shore"}, {},
      kHome, now);
  BOOST_REQUIRE(std::holds_alternative<accounts::SignedIn>(outcome));
  BOOST_TEST(std::get<accounts::SignedIn>(outcome).device_token == "");
  fail(kKnown, kHome, 5);
  BOOST_TEST(try_with({device}, kHome, "a walk along the shore") == "in");
}

BOOST_AUTO_TEST_CASE(one_device_more_than_an_account_may_have_ends_the_one_that_signed_in_first) {
  now += seconds{1};
  const auto second = server::read_token(sign_in_with({})).value();
  for (int number = 2; number < accounts::kDevicesMax; ++number) {
    now += seconds{1};
    sign_in_with({});
  }
  BOOST_TEST(devices() == "100");
  now += seconds{1};
  const auto newest = server::read_token(sign_in_with({})).value();
  BOOST_TEST(devices() == "100");
  fail(kKnown, kHome, 5);
  BOOST_TEST(try_with({device}, kHome, kPassword) == "wait 1");
  BOOST_TEST(try_with({second}, kHome, kPassword) == "in");
  BOOST_TEST(try_with({newest}, kHome, kPassword) == "in");
}

// --- All strangers together.

BOOST_AUTO_TEST_CASE(strangers_may_fail_a_hundred_times_in_any_hour) {
  for (const auto& name : {kKnown, kUnknown}) {
    const auto start = now;
    fail_from_many(name, 100);
    BOOST_TEST(try_as(name, network_number(100)) == "wait 3500");
    now = start + hours{1} - kMoment;
    BOOST_TEST(try_as(name, network_number(101)) == "wait 1");
    now = start + hours{1};
    BOOST_TEST(try_as(name, network_number(102)) == "wrong");
    BOOST_TEST(try_as(name, network_number(103)) == "wait 1");
    now += seconds{1};
    BOOST_TEST(try_as(name, network_number(104)) == "wrong");
    now += hours{1};
    BOOST_TEST(try_as(name, network_number(105)) == "wrong");
    BOOST_TEST(strangers(name) == "1");
    now = start;
  }
}

BOOST_AUTO_TEST_CASE(what_strangers_are_refused_is_counted_nowhere) {
  fail_from_many(kUnknown, 100);
  for (int number = 100; number < 120; ++number) {
    BOOST_TEST(try_as(kUnknown, network_number(number)).starts_with("wait"));
  }
  BOOST_TEST(strangers(kUnknown) == "100");
  BOOST_TEST(failures(kUnknown) == "100");
}

BOOST_AUTO_TEST_CASE(a_network_that_signed_in_before_is_not_held_up_by_strangers) {
  fail_from_many(kKnown, 100);
  BOOST_TEST(try_as(kKnown, kElsewhere, kPassword).starts_with("wait"));
  BOOST_TEST(try_as(kKnown, kHome, kPassword) == "in");
  BOOST_TEST(strangers(kKnown) == "100");
  fail(kKnown, kHome, 5);
  BOOST_TEST(try_as(kKnown, kHome) == "wait 1");
  BOOST_TEST(strangers(kKnown) == "100");
}

BOOST_AUTO_TEST_CASE(a_stranger_who_signs_in_is_one_no_more) {
  BOOST_TEST(try_as(kKnown, kElsewhere, kPassword) == "in");
  BOOST_TEST(strangers(kKnown) == "0");
  fail_from_many(kKnown, 100);
  BOOST_TEST(try_as(kKnown, kElsewhere, kPassword) == "in");
  BOOST_TEST(ask(admin,
                 "select string_agg(network::text, ' ' order by network) from "
                 "sign_in_networks") == kElsewhere + " " + kHome);
}

BOOST_AUTO_TEST_CASE(who_signs_in_takes_back_one_attempt_of_this_instant_and_no_other) {
  fail(kKnown, network_number(1), 1);
  fail(kKnown, network_number(2), 1);
  BOOST_TEST(strangers(kKnown) == "2");
  // In the same microsecond as both.
  BOOST_TEST(try_as(kKnown, kElsewhere, kPassword) == "in");
  BOOST_TEST(strangers(kKnown) == "2");
  // From where nothing is counted nothing is taken back.
  BOOST_TEST(try_as(kKnown, kHome, kPassword) == "in");
  BOOST_TEST(strangers(kKnown) == "2");
}

BOOST_AUTO_TEST_CASE(what_is_kept_of_strangers_does_not_grow) {
  for (int number = 0; number < 250; ++number) {
    static_cast<void>(try_as(kUnknown, network_number(number)));
    now += minutes{1};
  }
  BOOST_TEST(strangers(kUnknown) == "60");
}

BOOST_AUTO_TEST_CASE(names_are_kept_as_hashes_only) {
  fail("a password in the wrong field", kElsewhere, 1);
  BOOST_TEST(ask(admin, R"sql(
    select count(*)
      from (select f::text as row from failed_sign_ins f
            union all select s::text from strangers_failed_sign_ins s) stored
     where row like '%wrong field%')sql") == "0");
}

// --- Whether a name exists.

BOOST_AUTO_TEST_CASE(an_unknown_name_is_slowed_like_a_known_one) {
  std::mt19937 random{20260310};
  std::vector<std::string> known;
  std::vector<std::string> unknown;
  for (int round = 0; round < 400; ++round) {
    const auto network = network_number(static_cast<int>(random() % 40));
    known.push_back(try_as(kKnown, network));
    unknown.push_back(try_as(kUnknown, network));
    now += seconds{random() % 20};
  }
  BOOST_TEST(known == unknown, boost::test_tools::per_element());
  const std::set<std::string> outcomes{known.begin(), known.end()};
  BOOST_TEST(outcomes.contains("wrong"));
  BOOST_TEST(outcomes.size() > 5U);
  BOOST_TEST(strangers(kKnown) == strangers(kUnknown));
  BOOST_TEST(failures(kKnown) == failures(kUnknown));
}

BOOST_AUTO_TEST_CASE(with_a_device_an_unknown_name_is_slowed_like_that_of_another_account) {
  const auto other = accounts::sign_up(
      database, hasher, {.username = "another", .username_key = "another", .password = kPassword},
      {}, now);
  const auto own = server::read_token(other.value().device_token).value();
  for (int round = 0; round < 20; ++round) {
    const auto known = try_with({own}, kElsewhere);
    BOOST_TEST(try_with({own}, kElsewhere, kWrong, kUnknown) == known);
    now += seconds{round};
  }
  BOOST_TEST(failures(kKnown) == failures(kUnknown));
  BOOST_TEST(strangers(kKnown) == strangers(kUnknown));
  BOOST_TEST(ask(admin, "select count(distinct source) from failed_sign_ins") == "1");
}

// --- Many at once.

BOOST_AUTO_TEST_CASE(of_many_attempts_of_one_device_at_once_exactly_five_are_free) {
  for (int round = 0; round < 5; ++round) {
    const auto own = server::read_token(sign_in_with({})).value();
    std::atomic<int> reserved = 0;
    std::atomic<int> reserved_of_network = 0;
    const auto network = network_number(2000 + round);
    in_parallel(32, [&](int thread) {
      storage::Database own_database;
      for (int attempt = 0; attempt < 3; ++attempt) {
        Attempt trial{.username_key = kKnown, .network = network};
        if (thread % 2 == 0) {
          trial.own = {own};
        }
        (thread % 2 == 0 ? reserved : reserved_of_network) +=
            is_reserved(own_database, trial, now) ? 1 : 0;
      }
    });
    BOOST_TEST(reserved == 5);
    BOOST_TEST(reserved_of_network == 5);
  }
  BOOST_TEST(strangers(kKnown) == "25");
}

BOOST_AUTO_TEST_CASE(sign_ins_of_one_device_at_once_leave_no_more_devices_than_there_may_be) {
  for (int number = 1; number < accounts::kDevicesMax; ++number) {
    sign_in_with({});
  }
  std::atomic<int> signed_in = 0;
  in_parallel(8, [&](int) {
    storage::Database own_database;
    for (int round = 0; round < 4; ++round) {
      const auto outcome = accounts::sign_in(
          own_database, hasher,
          {.username_key = kKnown, .password = kPassword, .network = kElsewhere, .own = {device}},
          {.devices = {device}}, now);
      signed_in += std::holds_alternative<accounts::SignedIn>(outcome) ? 1 : 0;
    }
  });
  BOOST_TEST(signed_in > 0);
  BOOST_TEST(devices() == "100");
}

BOOST_AUTO_TEST_CASE(of_many_attempts_at_once_from_one_network_exactly_five_are_free) {
  for (int round = 0; round < 10; ++round) {
    const auto name = "name" + std::to_string(round);
    std::atomic<int> reserved = 0;
    in_parallel(32, [&](int) {
      storage::Database own;
      for (int attempt = 0; attempt < 3; ++attempt) {
        reserved += is_reserved(own, {.username_key = name, .network = kElsewhere}, now) ? 1 : 0;
      }
    });
    BOOST_TEST(reserved == 5);
    BOOST_TEST(failures(name) == "5");
    BOOST_TEST(strangers(name) == "5");
  }
}

BOOST_AUTO_TEST_CASE(
    of_many_attempts_at_once_from_many_networks_exactly_a_hundred_are_let_through) {
  for (int round = 0; round < 5; ++round) {
    const auto name = "name" + std::to_string(round);
    std::atomic<int> reserved = 0;
    in_parallel(32, [&](int thread) {
      storage::Database own;
      for (int attempt = 0; attempt < 5; ++attempt) {
        const auto network = network_number(thread * 5 + attempt);
        reserved += is_reserved(own, {.username_key = name, .network = network}, now) ? 1 : 0;
      }
    });
    BOOST_TEST(reserved == 100);
    BOOST_TEST(strangers(name) == "100");
    BOOST_TEST(failures(name) == "100");
  }
}

BOOST_AUTO_TEST_CASE(who_signs_in_and_who_fails_at_once_leave_the_failures_and_nothing_else) {
  constexpr int kThreads = 16;
  constexpr int kRounds = 6;
  std::atomic<int> failed = 0;
  std::atomic<int> signed_in = 0;
  in_parallel(kThreads, [&](int thread) {
    storage::Database own;
    for (int round = 0; round < kRounds; ++round) {
      const bool knows = thread % 2 == 0;
      // Who fails comes from a network of its own each time, who succeeds from few.
      const auto network =
          knows ? network_number(1000 + thread % 4) : network_number(thread * kRounds + round);
      const auto outcome = try_in(own, kKnown, network, knows ? kPassword : kWrong);
      failed += outcome == "wrong" ? 1 : 0;
      signed_in += outcome == "in" ? 1 : 0;
    }
  });
  BOOST_TEST(failed == kThreads / 2 * kRounds);
  BOOST_TEST(signed_in > 0);
  BOOST_TEST(strangers(kKnown) == std::to_string(failed));
  BOOST_TEST(ask(admin, "select count(*) from sessions") == std::to_string(signed_in + 1));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
