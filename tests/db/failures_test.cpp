// What happens when the database does not do as it should: which failures are mended, which are
// told, and whether the session can be used afterwards.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <thread>
#include <variant>

#include "mood/store.hpp"
#include "sql/queries.hpp"
#include "storage/failure.hpp"
#include "support/deadline.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

using storage::Failure;
using storage::FailureKind;

/// What an action fails with; nothing where it does not.
template <class Action>
std::optional<Failure> failure_of(const Action& action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure;
  }
  return std::nullopt;
}

bool is_unavailable(const std::optional<Failure>& failure) {
  return failure && failure->kind() == FailureKind::kUnavailable;
}

}  // namespace

struct FailuresWorld : CheckedWorld {
  void read() { static_cast<void>(database.read(sql::accounts::kListTimeZones, {})); }

  void write() { write_in(database); }

  void write_in(storage::Database& own) {
    const auto answer = mood::record(own, milestones,
                                     {.credentials = somebody.credentials(),
                                      .new_entry = {.mood = "okay", .rating = 3},
                                      .key = std::nullopt,
                                      .now = now});
    BOOST_TEST(std::holds_alternative<mood::Recorded>(answer));
  }

  [[nodiscard]] std::string entries() { return ask(admin, "select count(*) from entries"); }

  [[nodiscard]] std::string session() {
    const auto rows = admin.query(
        "select pid from pg_stat_activity where datname = current_database() and usename = "
        "'daymark_worker'");
    BOOST_TEST(rows.size() == 1U);
    return rows.empty() ? "" : rows.front().front();
  }

  void kill_session() {
    BOOST_TEST(ask(admin, "select pg_terminate_backend($1::integer, 5000)", {session()}) == "t");
  }

  /// A setting of the workers' sessions in this database, from the next one on.
  void set_for_workers(const std::string& setting) {
    admin.query("alter role daymark_worker in database " + place.name() + " set " + setting);
  }

  /// Waits until some session of the workers waits for a lock.
  [[nodiscard]] bool await_blocked_worker() {
    return support::await(std::chrono::seconds{20}, [&] {
      return ask(admin, R"sql(
        select exists (select from pg_stat_activity
                        where datname = current_database() and usename = 'daymark_worker'
                          and wait_event_type = 'Lock'))sql") == "t";
    });
  }

  Somebody somebody{*this};
  support::Database other = place.connect();  // another session that is in the way
};

BOOST_FIXTURE_TEST_SUITE(failures, FailuresWorld)

BOOST_AUTO_TEST_CASE(a_reader_whose_session_died_connects_again) {
  read();
  const auto before = session();
  kill_session();
  BOOST_CHECK_NO_THROW(read());
  BOOST_TEST(session() != before);
}

BOOST_AUTO_TEST_CASE(a_writer_whose_session_died_says_so_because_nobody_knows_what_was_committed) {
  write();
  kill_session();
  // Straight to the second statement: the first one would have connected again.
  const auto seen = mood::store::find_record_state(database, somebody.credentials(),
                                                   {.mood = "okay", .rating = 3}, std::nullopt, now)
                        .value();
  kill_session();
  const auto failure = failure_of([&] {
    static_cast<void>(mood::store::record(
        database, somebody.credentials().account, {.mood = "okay", .rating = 3},
        {.recorded_at = seen.recorded_at, .day = seen.day, .streak = 1},
        {.change = {.seen_version = seen.version, .longest_before = 1, .longest_after = 1},
         .status = {.streak = 1}},
        std::nullopt, now));
  });
  BOOST_TEST(is_unavailable(failure));
  BOOST_TEST(entries() == "1");
  BOOST_CHECK_NO_THROW(write());
  BOOST_TEST(entries() == "2");
}

BOOST_AUTO_TEST_CASE(a_mood_is_recorded_although_the_session_died_since_the_last_one) {
  write();
  kill_session();
  BOOST_CHECK_NO_THROW(write());
  BOOST_TEST(entries() == "2");
}

BOOST_AUTO_TEST_CASE(a_statement_that_takes_too_long_fails_and_its_session_goes_on) {
  set_for_workers("statement_timeout = '1s'");
  write();
  const auto before = session();
  other.query("begin");
  other.query("lock table accounts in access exclusive mode");
  const auto failure = failure_of([&] { write(); });
  BOOST_TEST(is_unavailable(failure));
  BOOST_TEST(std::string{failure->what()}.find("57014") != std::string::npos, failure->what());
  other.query("rollback");
  BOOST_CHECK_NO_THROW(write());
  BOOST_TEST(entries() == "2");
  BOOST_TEST(session() == before);
}

BOOST_AUTO_TEST_CASE(a_session_whose_schema_could_not_be_looked_at_in_time_looks_again) {
  set_for_workers("lock_timeout = '500ms'");
  other.query("begin");
  other.query("lock table schema_migrations in access exclusive mode");
  BOOST_TEST(is_unavailable(failure_of([&] { read(); })));
  other.query("delete from schema_migrations");
  other.query("commit");
  const auto failure = failure_of([&] { read(); });
  BOOST_REQUIRE(failure.has_value());
  BOOST_TEST((failure->kind() == FailureKind::kStaleSchema));
}

BOOST_AUTO_TEST_CASE(a_lock_that_is_not_given_in_time_fails_and_the_session_goes_on) {
  set_for_workers("lock_timeout = '500ms'");
  write();
  const auto before = session();
  other.query("begin");
  other.query("update accounts set version = version");
  const auto failure = failure_of([&] { write(); });
  BOOST_TEST(is_unavailable(failure));
  BOOST_TEST(std::string{failure->what()}.find("55P03") != std::string::npos, failure->what());
  other.query("rollback");
  BOOST_CHECK_NO_THROW(write());
  BOOST_TEST(session() == before);
}

BOOST_AUTO_TEST_CASE(a_deadlock_is_tried_once_more) {
  Somebody newcomer{*this};
  newcomer.remove(newcomer.record().entry.id);  // so that its node of the histogram is there
  // Whoever waits longest sees the deadlock, and looks for one only once: it must not be us, and we
  // must be in time.
  set_for_workers("deadlock_timeout = '3s'");
  set_for_workers("lock_timeout = 0");
  set_for_workers("statement_timeout = 0");
  other.query("set deadlock_timeout = '1min'");
  other.query("begin");
  other.query("update streak_histogram set accounts = accounts");
  std::optional<Failure> failure;
  std::thread writer{[&] {
    storage::Database own;
    failure = failure_of([&] {
      static_cast<void>(mood::record(own, milestones,
                                     {.credentials = newcomer.credentials(),
                                      .new_entry = {.mood = "okay", .rating = 3},
                                      .key = std::nullopt,
                                      .now = now}));
    });
  }};
  BOOST_TEST(await_blocked_worker());
  // The writer has the account and wants the histogram; now we want the account. (The whole table,
  // because its lock goes to whoever waited first; a row's lock goes to whoever is faster.)
  BOOST_CHECK_NO_THROW(other.query("lock table accounts in exclusive mode"));
  other.query("commit");
  writer.join();
  BOOST_TEST(!failure.has_value(), (failure ? failure->what() : ""));
  BOOST_TEST(entries() == "1");
}

BOOST_AUTO_TEST_CASE(a_serialization_failure_is_tried_once_more) {
  set_for_workers("default_transaction_isolation = 'repeatable read'");
  write();
  BOOST_TEST(ask(admin, "select version from accounts") == "1");
  other.query("begin");
  other.query("update accounts set version = version");
  std::optional<Failure> failure;
  std::thread writer{[&] { failure = failure_of([&] { write(); }); }};
  BOOST_TEST(await_blocked_worker());
  other.query("commit");
  writer.join();
  BOOST_TEST(!failure.has_value(), (failure ? failure->what() : ""));
  BOOST_TEST(entries() == "2");
}

BOOST_AUTO_TEST_CASE(a_server_that_is_not_there_is_unavailable_and_is_found_once_it_is) {
  const auto host = environment("PGHOST", "");
  setenv("PGHOST", "/nowhere", 1);
  BOOST_TEST(is_unavailable(failure_of([&] { read(); })));
  BOOST_TEST(is_unavailable(failure_of([&] { write(); })));
  BOOST_TEST(is_unavailable(failure_of([&] { database.open(); })));
  setenv("PGHOST", host.c_str(), 1);
  BOOST_CHECK_NO_THROW(read());
}

BOOST_AUTO_TEST_CASE(a_database_that_can_only_be_read_is_unavailable_to_writers) {
  set_for_workers("default_transaction_read_only = on");
  BOOST_CHECK_NO_THROW(read());
  BOOST_TEST(is_unavailable(failure_of([&] { write(); })));
  auto rows = database.read(sql::health::kCheckReady, {});
  BOOST_REQUIRE(rows.next());
  BOOST_TEST(!rows.take<bool>());
}

// --- Transactions.

BOOST_AUTO_TEST_CASE(a_transaction_that_is_not_committed_leaves_nothing) {
  write();
  const auto before = session();
  {
    const storage::Transaction transaction{database, std::chrono::seconds{20}};
    write();
    BOOST_TEST(entries() == "1");
  }
  BOOST_TEST(entries() == "1");
  {
    storage::Transaction transaction{database, std::chrono::seconds{20}};
    write();
    transaction.commit();
  }
  BOOST_TEST(entries() == "2");
  BOOST_TEST(session() == before);
}

BOOST_AUTO_TEST_CASE(a_transaction_has_a_time_of_its_own_for_each_statement) {
  const auto timeout = [&] {
    static constexpr storage::Query kTimeout{"test/timeout", "show statement_timeout"};
    auto rows = database.read(kTimeout, {});
    return rows.next() ? rows.take<std::string>() : "";
  };
  {
    storage::Transaction transaction{database, std::chrono::seconds{61}};
    BOOST_TEST(timeout() == "61s");
    transaction.commit();
  }
  BOOST_TEST(timeout() == "5s");
}

BOOST_AUTO_TEST_CASE(a_transaction_begins_although_the_session_died_since_the_last_one) {
  write();
  kill_session();
  storage::Transaction transaction{database, std::chrono::seconds{20}};
  write();
  transaction.commit();
  BOOST_TEST(entries() == "2");
}

BOOST_AUTO_TEST_CASE(a_transaction_whose_session_died_fails_as_a_whole) {
  write();
  BOOST_TEST(is_unavailable(failure_of([&] {
    const storage::Transaction transaction{database, std::chrono::seconds{20}};
    write();
    kill_session();
    write();  // which reads first, and would connect again outside of a transaction
  })));
  BOOST_TEST(is_unavailable(failure_of([&] {
    storage::Transaction transaction{database, std::chrono::seconds{20}};
    write();
    kill_session();
    transaction.commit();
  })));
  BOOST_TEST(entries() == "1");
  BOOST_CHECK_NO_THROW(write());
  BOOST_TEST(entries() == "2");
}

BOOST_AUTO_TEST_CASE(a_statement_that_fails_ends_its_transaction) {
  write();
  other.query("begin");
  other.query("lock table accounts in access exclusive mode");
  BOOST_TEST(is_unavailable(failure_of([&] {
    const storage::Transaction transaction{database, std::chrono::seconds{1}};
    write();
  })));
  other.query("rollback");
  BOOST_CHECK_NO_THROW(write());
  BOOST_TEST(entries() == "2");
}

BOOST_AUTO_TEST_CASE(a_mistake_of_ours_tells_nothing_of_what_was_written) {
  const std::string secret = "nobody must read this";
  const auto failure = failure_of([&] {
    static_cast<void>(mood::record(database, milestones,
                                   {.credentials = somebody.credentials(),
                                    .new_entry = {.rating = 9, .note = secret, .tags = {secret}},
                                    .key = std::nullopt,
                                    .now = now}));
  });
  BOOST_REQUIRE(failure.has_value());
  BOOST_TEST((failure->kind() == FailureKind::kBroken));
  BOOST_TEST(std::string{failure->what()}.find(secret) == std::string::npos, failure->what());
  BOOST_TEST(std::string{failure->what()}.find("mood/record") != std::string::npos,
             failure->what());
  BOOST_TEST(entries() == "0");
  BOOST_CHECK_NO_THROW(write());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
