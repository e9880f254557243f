// When the next quota opens and how long to wait for it, in random places at random times, many of
// them near a change of the clocks: against the first instant of the next day, looked for instant
// by instant.
//
//   DAYMARK_TEST_SEED    the same cases for the same seed (20260310)
//   DAYMARK_TEST_CASES   how many (1000)
#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "context.hpp"
#include "server/problem.hpp"
#include "server/request.hpp"
#include "server/session_guard.hpp"
#include "server/sha256.hpp"
#include "server/token.hpp"
#include "task_world.hpp"
#include "tasks/api.hpp"

namespace daymark::db_tests {
namespace {

using shared::days;
using std::chrono::hours;
using std::chrono::microseconds;

constexpr microseconds kInstant{1};
constexpr std::array<microseconds, 3> kAroundChange{hours{30}, hours{3}, hours{1}};
constexpr int kNearChange = 70;  // percent of the cases
constexpr int kTurnedBack = 5;   // percent

/// Where clocks have gone back over the start of a day: by more than an hour, or just after one.
constexpr std::array kTurnedBackZones{"America/St_Johns", "America/Goose_Bay", "America/Moncton",
                                      "Antarctica/Troll", "Antarctica/Casey",  "Antarctica/Vostok"};

struct Case {
  Setting home;
  Setting away;  // where somebody moves later
  Instant start;
};

std::string to_text(const Case& one) {
  return db_tests::to_text(one.home) + " at " + shared::to_string(one.start) + ", then " +
         db_tests::to_text(one.away);
}

class Chooser {
 public:
  Chooser(support::Database& admin, Clock& clock, std::uint64_t seed)
      : clock_{clock}, random_{seed} {
    for (const auto& row : admin.query("select name from time_zones order by name")) {
      zones_.push_back(row.at(0));
    }
  }

  [[nodiscard]] Case next() {
    Case chosen{.home = setting(), .away = setting(), .start = {}};
    if (up_to(99) < kTurnedBack) {
      chosen.home = {.zone = pick(kTurnedBackZones), .starts_at = 2 * static_cast<int>(up_to(1))};
      chosen.start = near_change(chosen.home.zone, hours{1});
    } else if (up_to(99) < kNearChange) {
      chosen.start = near_change(chosen.home.zone, pick(kAroundChange));
    } else {
      chosen.start = between(at("1970-01-01T00:00:00Z"), at("2037-12-01T00:00:00Z"));
    }
    // As often as not on a whole second.
    if (up_to(1) == 0) {
      chosen.start = std::chrono::floor<std::chrono::seconds>(chosen.start);
    }
    return chosen;
  }

  /// An instant from the first one to before the last one.
  [[nodiscard]] Instant between(Instant first, Instant last) {
    return first + microseconds{up_to((last - first - kInstant).count())};
  }

 private:
  std::int64_t up_to(std::int64_t greatest) {
    return std::uniform_int_distribution<std::int64_t>{0, greatest}(random_);
  }

  template <class Choices>
  typename Choices::value_type pick(const Choices& choices) {
    return choices.at(static_cast<std::size_t>(up_to(std::ssize(choices) - 1)));
  }

  /// At most so long before or after one of a zone's changes.
  Instant near_change(const std::string& zone, microseconds around) {
    const auto& changes = clock_.changes_of(zone);
    const auto middle = changes.empty() ? at("2026-03-10T12:00:00Z") : pick(changes);
    return between(middle - around, middle + around);
  }

  Setting setting() {
    return {.zone = pick(zones_), .starts_at = up_to(1) == 0 ? 0 : static_cast<int>(up_to(23))};
  }

  Clock& clock_;
  std::mt19937_64 random_;
  std::vector<std::string> zones_;
};

struct ResetsWorld : World {
  void expect_quota(const tasks::Quota& quota, int used, Instant resets_at) const {
    BOOST_TEST(db_tests::to_text(quota) ==
               std::to_string(used) + " of 1 until " + shared::to_string(resets_at));
    BOOST_TEST((quota.resets_at > now));
  }

  /// No task is left, and who asks over HTTP is told how long to wait.
  void expect_refusal(Doer& doer, const std::string& token, Instant resets_at) {
    expect_quota(doer.fail_to_post().quota, 1, resets_at);
    const auto authorization = "Bearer " + token;
    const server::Request request{
        .method = "POST",
        .path = "/task",
        .variables = {{"CONTENT_TYPE", "application/json"}, {"HTTP_AUTHORIZATION", authorization}},
        .body = R"({"title":"one too many"})",
        .now = now};
    try {
      static_cast<void>(tasks::api::create(context, request,
                                           server::find_credentials(request).at(0),
                                           tasks::api::read_new_task(request)));
      BOOST_ERROR("a task over the limit");
    } catch (const server::Refusal& refusal) {
      const auto left = (resets_at - now).count();
      BOOST_TEST(server::code(refusal.problem()) == "daily-task-limit");
      BOOST_TEST(refusal.retry_after().count() == (left + 999'999) / 1'000'000);
    }
  }

  /// Of a new session.
  std::string sign_in(const Doer& doer) {
    auto token = server::make_token(doer.credentials().account);
    admin.query(
        "insert into sessions (account_id, token_hash, kind, created_at, last_seen_at, ends_at, "
        "user_agent) select account_id, $2::bytea, kind, created_at, last_seen_at, ends_at, "
        "user_agent from sessions where account_id = $1::bigint",
        {doer.id(), server::sha256_bytea(token)});
    return token;
  }

  void check(const Case& one, Clock& clock, Chooser& chooser) {
    Doer doer{*this, one.home};
    const auto token = sign_in(doer);
    admin.query(
        "update accounts set daily_task_limit = 1, limit_reason = 'pinned' "
        "where account_id = $1::bigint",
        {doer.id()});
    now = one.start;
    const auto first_day = clock.begun_by(now, one.home);
    const auto end = clock.start_of(first_day + days{1}, one.home);
    expect_quota(doer.quota(), 0, end);

    const auto created = doer.post();
    BOOST_TEST(shared::to_string(created.task.day) == shared::to_string(first_day));
    expect_quota(created.quota, 1, end);
    now = chooser.between(now, end);
    expect_quota(doer.quota(), 1, end);
    expect_refusal(doer, token, end);

    doer.move(one.away);
    const auto later = std::max(end, clock.start_of(first_day + days{1}, one.away));
    expect_quota(doer.quota(), 1, later);
    now = chooser.between(now, later);
    expect_refusal(doer, token, later);
    now = later - kInstant;
    expect_refusal(doer, token, later);

    now = later;
    const auto next_day = clock.begun_by(now, one.away);
    const auto next = doer.post();
    BOOST_TEST((next_day > first_day));
    BOOST_TEST(shared::to_string(next.task.day) == shared::to_string(next_day));
    expect_quota(next.quota, 1, clock.start_of(next_day + days{1}, one.away));
  }

  accounts::PasswordHasher hasher{{.memory_kib = 8, .passes = 1}};
  accounts::TimeZones time_zones;
  health::Readiness readiness;
  server::UntrustedProxies untrusted_proxies;
  Context context{.database = {},
                  .hasher = hasher,
                  .time_zones = time_zones,
                  .milestones = milestones,
                  .recorder = recorder.recorder,
                  .lister = lister.lister,
                  .readiness = readiness,
                  .untrusted_proxies = untrusted_proxies};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(task_resets, ResetsWorld)

BOOST_AUTO_TEST_CASE(anywhere_at_any_time_the_next_quota_opens_when_the_next_day_is_seen_to_begin) {
  const auto seed = std::stoull(environment("DAYMARK_TEST_SEED", "20260310"));
  const auto count = std::stoul(environment("DAYMARK_TEST_CASES", "1000"));
  BOOST_TEST_MESSAGE("DAYMARK_TEST_SEED=" << seed << ", " << count << " cases");
  admin.query("alter database " + place.name() + " set synchronous_commit = off");
  Clock clock{place.connect()};
  Chooser chooser{admin, clock, seed};
  for (std::size_t i = 0; i < count; ++i) {
    const auto one = chooser.next();
    BOOST_TEST_CONTEXT("case " << i << ": " << to_text(one)) { check(one, clock, chooser); }
  }
  BOOST_TEST(find_second_quotas(admin, 1) == "");
  BOOST_TEST(find_task_faults(admin) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
