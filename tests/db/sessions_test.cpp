// Accounts and their sessions: who gets a name, how long a sign-in lasts, and what it writes.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "accounts/store.hpp"
#include "accounts/username.hpp"
#include "mood/store.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

using accounts::SessionKind;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

/// The cheapest that libsodium allows.
constexpr accounts::PasswordCost kCheap{.memory_kib = 8, .passes = 1};
constexpr accounts::PasswordCost kDearer{.memory_kib = 16, .passes = 1};
const std::string kPassword = "a walk along the river";

constexpr microseconds kMoment{1};

}  // namespace

struct SessionsWorld : CheckedWorld {
  /// Signs up and gives back the new session.
  Credentials sign_up(SessionKind kind = SessionKind::kCookie,
                      const std::string& name = "somebody") {
    const auto signed_in = accounts::sign_up(
        database, hasher, {.username = name, .username_key = name, .password = kPassword},
        {.kind = kind, .user_agent = "test"}, now);
    BOOST_REQUIRE(signed_in.has_value());
    return server::read_token(signed_in->token).value();
  }

  std::optional<accounts::SignedIn> sign_in(SessionKind kind,
                                            const std::vector<Credentials>& replaces = {},
                                            const std::string& password = kPassword,
                                            const std::string& name = "somebody") {
    auto outcome =
        accounts::sign_in(database, hasher, {.username_key = name, .password = password},
                          {.kind = kind, .user_agent = "test", .replaces = replaces}, now);
    auto* signed_in = std::get_if<accounts::SignedIn>(&outcome);
    return signed_in == nullptr ? std::nullopt : std::optional{std::move(*signed_in)};
  }

  bool is_signed_in(const Credentials& credentials, Instant instant) {
    return accounts::authenticate(database, credentials, instant).has_value();
  }

  /// Which version of the session's row it is.
  std::string session_version(const Credentials& credentials) {
    return ask(admin, "select xmin from sessions where token_hash = $1::bytea",
               {credentials.token_hash});
  }

  /// Somebody uses a session, every 20 days, and is asked for at the end of its greatest age.
  void check_greatest_age(SessionKind kind, days age_max) {
    const auto session = sign_up(kind);
    const auto start = now;
    for (auto used = start; used < start + age_max; used += days{20}) {
      BOOST_TEST(is_signed_in(session, used));
    }
    BOOST_TEST(is_signed_in(session, start + age_max - kMoment));
    BOOST_TEST(!is_signed_in(session, start + age_max));
  }

  void check_idle_time(SessionKind kind, days idle_max) {
    const auto session = sign_up(kind);
    const auto start = now;
    BOOST_TEST(!is_signed_in(session, start + idle_max));
    BOOST_TEST(is_signed_in(session, start + idle_max - kMoment));  // which lets it last longer
    BOOST_TEST(is_signed_in(session, start + idle_max));
    BOOST_TEST(is_signed_in(session, start + 2 * idle_max - 2 * kMoment));
  }

  accounts::PasswordHasher hasher{kCheap};
};

BOOST_FIXTURE_TEST_SUITE(sessions, SessionsWorld)

// --- Names.

BOOST_AUTO_TEST_CASE(of_two_sign_ups_of_one_name_at_once_one_gets_it) {
  constexpr int kThreads = 8;
  constexpr int kNames = 10;
  std::atomic<int> successes = 0;
  in_parallel(kThreads, [&](int) {
    storage::Database own;
    for (int i = 0; i < kNames; ++i) {
      const auto name = "name" + std::to_string(i);
      successes +=
          accounts::sign_up(
              own, hasher, {.username = name, .username_key = name, .password = kPassword}, {}, now)
              .has_value();
    }
  });
  BOOST_TEST(successes == kNames);
  for (const auto* table : {"accounts", "usernames", "credentials", "sessions"}) {
    BOOST_TEST(ask(admin, std::string{"select count(*) from "} + table) == std::to_string(kNames));
  }
}

BOOST_AUTO_TEST_CASE(two_spellings_of_one_name_are_one_name) {
  const auto sign_up_as = [&](const std::string& name) {
    return accounts::sign_up(database, hasher,
                             {.username = name,
                              .username_key = accounts::username_key(name).value(),
                              .password = kPassword},
                             {}, now);
  };
  BOOST_TEST(sign_up_as("Ärger").has_value());
  BOOST_TEST(!sign_up_as("äRGER").has_value());
  BOOST_TEST(!sign_up_as("A\u0308rger").has_value());
  BOOST_TEST(sign_up_as("Arger").has_value());
}

BOOST_AUTO_TEST_CASE(a_new_account_is_as_it_was_asked_for) {
  const auto signed_in = accounts::sign_up(database, hasher,
                                           {.username = "Somebody",
                                            .username_key = "somebody",
                                            .password = kPassword,
                                            .language = shared::Language::kRussian,
                                            .time_zone = "Asia/Kathmandu",
                                            .day_starts_at = 5},
                                           {.kind = SessionKind::kBearer}, now);
  BOOST_REQUIRE(signed_in.has_value());
  BOOST_TEST((signed_in->ends_at == now + days{90}));
  const auto found =
      accounts::authenticate(database, server::read_token(signed_in->token).value(), now);
  BOOST_REQUIRE(found.has_value());
  for (const auto& account : {signed_in->account, *found}) {
    BOOST_TEST(account.username == "Somebody");
    BOOST_TEST((account.language == shared::Language::kRussian));
    BOOST_TEST(account.time_zone == "Asia/Kathmandu");
    BOOST_TEST(account.day_starts_at == 5);
    BOOST_TEST((account.role == accounts::Role::kMember));
    BOOST_TEST((account.created_at == now));
  }
}

BOOST_AUTO_TEST_CASE(neither_the_token_nor_the_password_is_stored) {
  const auto signed_in = accounts::sign_up(
      database, hasher, {.username = "somebody", .username_key = "somebody", .password = kPassword},
      {}, now);
  BOOST_REQUIRE(signed_in.has_value());
  BOOST_TEST(ask(admin, R"sql(
    select count(*)
      from (select s::text as row from sessions s
            union all select c::text from credentials c) stored
     where row like '%' || $1 || '%' or row like '%' || $2 || '%')sql",
                 {signed_in->token, kPassword}) == "0");
  BOOST_TEST(ask(admin, "select token_hash = sha256(convert_to($1, 'UTF8')) from sessions",
                 {signed_in->token}) == "t");
  BOOST_TEST(ask(admin, "select left(password_hash, 10) from credentials") == "$argon2id$");
}

// --- How long a session lasts.

BOOST_AUTO_TEST_CASE(a_cookie_session_ends_after_thirty_days_without_use) {
  check_idle_time(SessionKind::kCookie, days{30});
}

BOOST_AUTO_TEST_CASE(a_cookie_session_ends_after_ninety_days_of_use) {
  check_greatest_age(SessionKind::kCookie, days{90});
}

BOOST_AUTO_TEST_CASE(a_bearer_token_ends_after_ninety_days_without_use) {
  check_idle_time(SessionKind::kBearer, days{90});
}

BOOST_AUTO_TEST_CASE(a_bearer_token_ends_after_a_year_of_use) {
  check_greatest_age(SessionKind::kBearer, days{365});
}

BOOST_AUTO_TEST_CASE(one_session_more_than_an_account_may_have_ends_the_one_unused_longest) {
  const auto first = sign_up();
  const auto account = std::to_string(first.account.value);
  admin.query(
      "insert into sessions (account_id, token_hash, kind, created_at, last_seen_at, ends_at, "
      "user_agent) select $1::bigint, sha256(n::text::bytea), 'bearer', $2::timestamptz, "
      "$2::timestamptz + n * interval '1 hour', $2::timestamptz + interval '30 days', '' "
      "from generate_series(1, 99) n",
      {account, shared::to_string(now)});
  now += hours{24 * 5};
  BOOST_TEST(is_signed_in(first, now));  // so another one is the one unused longest
  const auto newest = sign_in(SessionKind::kBearer);
  BOOST_REQUIRE(newest.has_value());
  BOOST_TEST(ask(admin, "select count(*) from sessions") == "100");
  BOOST_TEST(ask(admin, "select count(*) from sessions where token_hash = sha256('1'::bytea)") ==
             "0");
  BOOST_TEST(is_signed_in(first, now));
  BOOST_TEST(is_signed_in(server::read_token(newest->token).value(), now));
}

BOOST_AUTO_TEST_CASE(the_new_session_stays_also_where_a_clock_is_behind) {
  const auto first = sign_up();
  now += hours{2};
  for (int i = 1; i < accounts::kSessionsMax; ++i) {
    BOOST_REQUIRE(sign_in(SessionKind::kBearer).has_value());
  }
  BOOST_TEST(is_signed_in(first, now));
  now -= hours{1};
  const auto newest = sign_in(SessionKind::kBearer);
  BOOST_REQUIRE(newest.has_value());
  BOOST_TEST(is_signed_in(server::read_token(newest->token).value(), now));
  BOOST_TEST(ask(admin, "select count(*) from sessions") == "100");
}

BOOST_AUTO_TEST_CASE(sessions_that_have_ended_take_no_place) {
  const auto first = sign_up(SessionKind::kBearer);
  admin.query(
      "insert into sessions (account_id, token_hash, kind, created_at, last_seen_at, ends_at, "
      "user_agent) select $1::bigint, sha256(n::text::bytea), 'bearer', $2::timestamptz, "
      "$2::timestamptz + interval '1 hour', $2::timestamptz, '' from generate_series(1, 100) n",
      {std::to_string(first.account.value), shared::to_string(now)});
  BOOST_TEST(sign_in(SessionKind::kBearer).has_value());
  BOOST_TEST(is_signed_in(first, now));
}

BOOST_AUTO_TEST_CASE(of_sign_ins_at_once_none_has_a_session_too_many) {
  constexpr int kThreads = 8;
  const auto first = sign_up(SessionKind::kBearer);
  const auto account = std::to_string(first.account.value);
  admin.query(
      "insert into sessions (account_id, token_hash, kind, created_at, last_seen_at, ends_at, "
      "user_agent) select $1::bigint, sha256(n::text::bytea), 'bearer', $2::timestamptz, "
      "$2::timestamptz - interval '1 hour', $2::timestamptz + interval '30 days', '' "
      "from generate_series(1, 99) n",
      {account, shared::to_string(now)});
  in_parallel(kThreads, [&](int thread) {
    storage::Database own;
    // Of one network no more than five may try at once.
    const auto network = "10.0." + std::to_string(thread) + ".0/24";
    const auto outcome = accounts::sign_in(
        own, hasher, {.username_key = "somebody", .password = kPassword, .network = network},
        {.kind = SessionKind::kBearer, .user_agent = "new"}, now);
    if (!std::holds_alternative<accounts::SignedIn>(outcome)) {
      throw std::runtime_error{"not signed in"};
    }
  });
  BOOST_TEST(ask(admin, "select count(*) from sessions") == "100");
  BOOST_TEST(ask(admin, "select count(*) from sessions where user_agent = 'new'") == "8");
}

BOOST_AUTO_TEST_CASE(a_session_that_ended_stays_ended) {
  const auto session = sign_up();
  BOOST_TEST(!is_signed_in(session, now + days{30}));
  BOOST_TEST(!is_signed_in(session, now + days{31}));
  BOOST_TEST(std::holds_alternative<mood::NotSignedIn>(
      lister.list(database, session, {}, now + days{30})));
  BOOST_TEST(std::holds_alternative<mood::NotSignedIn>(recorder.record(
      database, session, {.mood = "okay", .rating = 3}, std::nullopt, now + days{30})));
  BOOST_TEST(std::holds_alternative<mood::NotSignedIn>(
      mood::find(database, session, {1}, now + days{30})));
  BOOST_TEST(std::holds_alternative<mood::NotSignedIn>(mood::remove(
      database, session, {1}, [](int) { return true; }, now + days{30})));
  BOOST_TEST(!accounts::change_settings(database, session, {.day_starts_at = 1}, now + days{30})
                  .has_value());
}

BOOST_AUTO_TEST_CASE(using_a_session_writes_at_most_once_an_hour) {
  const auto session = sign_up();
  const auto first = session_version(session);
  for (auto later = minutes{0}; later < hours{1}; later += minutes{5}) {
    BOOST_TEST(is_signed_in(session, now + later));
    BOOST_TEST(
        std::holds_alternative<mood::EntryPage>(lister.list(database, session, {}, now + later)));
    BOOST_TEST(
        std::holds_alternative<mood::NoSuchEntry>(mood::find(database, session, {1}, now + later)));
  }
  BOOST_TEST(is_signed_in(session, now + hours{1} - kMoment));
  BOOST_TEST(session_version(session) == first);

  BOOST_TEST(is_signed_in(session, now + hours{1}));
  const auto second = session_version(session);
  BOOST_TEST(second != first);
  BOOST_TEST(ask(admin,
                 "select last_seen_at = $1::timestamptz and ends_at = $1::timestamptz + interval "
                 "'30 days' from sessions",
                 {shared::to_string(now + hours{1})}) == "t");
  BOOST_TEST(is_signed_in(session, now + hours{1} + minutes{59}));
  BOOST_TEST(session_version(session) == second);
}

BOOST_AUTO_TEST_CASE(each_way_of_using_a_session_lets_it_last_longer) {
  const auto session = sign_up();
  const auto seen = [&] {
    return ask(admin, "select extract(epoch from last_seen_at)::bigint from sessions");
  };
  const auto advance = [&] {
    now += days{1};
    return std::to_string(
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  };
  auto wanted = advance();
  const auto recorded = std::get<mood::Recorded>(
      recorder.record(database, session, {.mood = "okay", .rating = 3}, std::nullopt, now));
  BOOST_TEST(seen() == wanted);
  wanted = advance();
  BOOST_TEST(std::holds_alternative<mood::EntryPage>(lister.list(database, session, {}, now)));
  BOOST_TEST(seen() == wanted);
  wanted = advance();
  BOOST_TEST(std::holds_alternative<mood::Versioned>(
      mood::find(database, session, recorded.entry.id, now)));
  BOOST_TEST(seen() == wanted);
  wanted = advance();
  BOOST_TEST(accounts::change_settings(database, session, {.day_starts_at = 3}, now).has_value());
  BOOST_TEST(seen() == wanted);
  wanted = advance();
  BOOST_TEST(std::holds_alternative<mood::Removed>(mood::remove(
      database, session, recorded.entry.id, [](int) { return true; }, now)));
  BOOST_TEST(seen() == wanted);
}

BOOST_AUTO_TEST_CASE(two_uses_at_once_after_an_hour_write_once) {
  const auto session = sign_up();
  in_parallel(8, [&](int) {
    storage::Database own;
    static_cast<void>(accounts::authenticate(own, session, now + hours{2}));
  });
  BOOST_TEST(ask(admin, "select last_seen_at = $1::timestamptz from sessions",
                 {shared::to_string(now + hours{2})}) == "t");
  // A use whose clock is behind does not take time away.
  accounts::store::touch_session(database, session, SessionKind::kCookie, now + hours{1});
  BOOST_TEST(ask(admin, "select last_seen_at = $1::timestamptz from sessions",
                 {shared::to_string(now + hours{2})}) == "t");
}

// --- Signing in and out.

BOOST_AUTO_TEST_CASE(signing_in_needs_the_right_password_and_a_name_that_exists) {
  sign_up();
  BOOST_TEST(sign_in(SessionKind::kCookie).has_value());
  BOOST_TEST(!sign_in(SessionKind::kCookie, {}, kPassword + " ").has_value());
  BOOST_TEST(!sign_in(SessionKind::kCookie, {}, kPassword, "nobody").has_value());
  BOOST_TEST(!sign_in(SessionKind::kCookie, {}, kPassword, "").has_value());
  BOOST_TEST(ask(admin, "select count(*) from sessions") == "2");
}

BOOST_AUTO_TEST_CASE(a_new_sign_in_ends_the_cookie_session_it_came_with) {
  const auto old_session = sign_up();
  const auto other_session = server::read_token(sign_in(SessionKind::kCookie)->token).value();
  const auto signed_in = sign_in(SessionKind::kCookie, {old_session});
  BOOST_REQUIRE(signed_in.has_value());
  BOOST_TEST(!is_signed_in(old_session, now));
  BOOST_TEST(is_signed_in(other_session, now));
  BOOST_TEST(is_signed_in(server::read_token(signed_in->token).value(), now));
}

BOOST_AUTO_TEST_CASE(a_new_sign_in_does_not_end_a_bearer_token) {
  const auto token = sign_up(SessionKind::kBearer);
  BOOST_TEST(sign_in(SessionKind::kCookie, {token}).has_value());
  BOOST_TEST(is_signed_in(token, now));
}

BOOST_AUTO_TEST_CASE(a_failed_sign_in_ends_nothing) {
  const auto session = sign_up();
  BOOST_TEST(!sign_in(SessionKind::kCookie, {session}, "another password").has_value());
  BOOST_TEST(is_signed_in(session, now));
}

BOOST_AUTO_TEST_CASE(a_sign_up_ends_the_cookie_session_it_came_with) {
  const auto old_session = sign_up();
  const auto signed_in = accounts::sign_up(
      database, hasher, {.username = "another", .username_key = "another", .password = kPassword},
      {.kind = SessionKind::kCookie, .replaces = {old_session}}, now);
  BOOST_TEST(signed_in.has_value());
  BOOST_TEST(!is_signed_in(old_session, now));
}

BOOST_AUTO_TEST_CASE(signing_out_ends_the_session_and_only_once) {
  const auto session = sign_up();
  const auto other_session = server::read_token(sign_in(SessionKind::kCookie)->token).value();
  BOOST_TEST(accounts::sign_out(database, {session}, now));
  BOOST_TEST(!is_signed_in(session, now));
  BOOST_TEST(!accounts::sign_out(database, {session}, now));
  BOOST_TEST(is_signed_in(other_session, now));
  // One that had ended by itself is none.
  BOOST_TEST(!accounts::sign_out(database, {other_session}, now + days{30}));
}

BOOST_AUTO_TEST_CASE(nobody_signs_in_with_a_password_that_was_changed_meanwhile) {
  const auto account = sign_up().account;
  const accounts::Attempt attempt{.username_key = "somebody", .password = kPassword};
  static_cast<void>(accounts::store::reserve_attempt(database, attempt, now));
  const auto reserved = accounts::store::reserve_attempt(database, attempt, now);
  const auto& stored = reserved.stored;
  BOOST_REQUIRE(stored.has_value());
  BOOST_REQUIRE(hasher.verify(stored->password_hash, kPassword));
  admin.query("update credentials set password_hash = $1", {hasher.hash("another password")});
  const auto token = server::make_token(account);
  BOOST_TEST(!accounts::store::sign_in(database,
                                       {.from = stored->password_hash, .to = std::nullopt},
                                       reserved.reservation,
                                       {.account = account,
                                        .token_hash = server::read_token(token)->token_hash,
                                        .created_at = now,
                                        .ends_at = now + days{30},
                                        .user_agent = ""},
                                       {})
                  .has_value());
  BOOST_TEST(ask(admin, "select count(*) from sessions") == "1");
  BOOST_TEST(!sign_in(SessionKind::kCookie).has_value());
  BOOST_TEST(sign_in(SessionKind::kCookie, {}, "another password").has_value());
}

BOOST_AUTO_TEST_CASE(signing_in_hashes_anew_where_the_cost_has_changed) {
  sign_up();
  const auto hash = [&] { return ask(admin, "select password_hash from credentials"); };
  const auto old_hash = hash();
  BOOST_TEST(sign_in(SessionKind::kCookie).has_value());
  BOOST_TEST(hash() == old_hash);

  hasher = accounts::PasswordHasher{kDearer};
  BOOST_TEST(!sign_in(SessionKind::kCookie, {}, "another password").has_value());
  BOOST_TEST(hash() == old_hash);
  BOOST_TEST(sign_in(SessionKind::kCookie).has_value());
  const auto new_hash = hash();
  BOOST_TEST(new_hash != old_hash);
  BOOST_TEST(new_hash.find("m=16,t=1,") != std::string::npos);
  BOOST_TEST(sign_in(SessionKind::kCookie).has_value());
  BOOST_TEST(hash() == new_hash);
}

// --- Settings.

BOOST_AUTO_TEST_CASE(settings_that_are_left_out_stay) {
  const auto session = sign_up();
  const auto change = [&](const accounts::Settings& settings) {
    return accounts::change_settings(database, session, settings, now).value();
  };
  BOOST_TEST(change({.time_zone = "Asia/Tokyo"}).time_zone == "Asia/Tokyo");
  BOOST_TEST(change({.day_starts_at = 23}).time_zone == "Asia/Tokyo");
  const auto account = change({.language = shared::Language::kRussian});
  BOOST_TEST(account.day_starts_at == 23);
  BOOST_TEST(account.time_zone == "Asia/Tokyo");
  BOOST_TEST((account.language == shared::Language::kRussian));
}

BOOST_AUTO_TEST_CASE(a_decision_made_before_the_settings_changed_is_not_carried_out) {
  const auto session = sign_up();
  const mood::NewEntry new_entry{.mood = "okay", .rating = 3};
  const auto seen = mood::store::find_record_state(database, session, new_entry, std::nullopt, now);
  BOOST_REQUIRE(seen.has_value());
  BOOST_TEST(
      accounts::change_settings(database, session, {.time_zone = "Asia/Tokyo"}, now).has_value());
  const mood::store::AccountChange change{.seen_version = seen->version,
                                          .runs = shared::add_day(seen->day, seen->around),
                                          .longest_before = 0,
                                          .longest_after = 1};
  BOOST_TEST(!mood::store::record(database, session.account, new_entry,
                                  {.recorded_at = seen->recorded_at, .day = seen->day, .streak = 1},
                                  {.change = change, .status = {.streak = 1}}, std::nullopt, now)
                  .has_value());
  BOOST_TEST(ask(admin, "select count(*) from entries") == "0");
  BOOST_TEST(ask(admin, "select count(*) from runs") == "0");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
