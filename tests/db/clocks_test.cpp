// The programs on machines whose clocks are wrong, as real processes beside a database whose clock
// is right: nothing that they store, count or delete may be by their own clock.
#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "shared/clock.hpp"
#include "support/deadline.hpp"
#include "support/fastcgi_client.hpp"
#include "support/json.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using support::Json;
using support::object;

namespace data = boost::unit_test::data;

constexpr const char* kPassword = "a long walk by the sea";

/// What the clocks of the tests' machines are ahead by.
constexpr std::array<int, 2> kHours{2, -2};

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = "/tmp/daymark-clocks-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
      throw std::system_error{errno, std::generic_category(), name};
    }
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A program on a machine whose clock is so far ahead.
class Program {
 public:
  Program(const char* file, seconds ahead, int input) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<std::string> variables{
        std::string{"LD_PRELOAD="} + DAYMARK_FAKETIME,
        "FAKETIME=" + std::string(ahead.count() < 0 ? "" : "+") + std::to_string(ahead.count()),
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        "ASAN_OPTIONS=verify_asan_link_order=0",
        "DAYMARK_THREADS=1",
        "DAYMARK_PASSWORD_MEMORY_KIB=8",
        "DAYMARK_PASSWORD_PASSES=1"};
    std::vector<char*> all;
    for (auto& variable : variables) {
      all.push_back(variable.data());
    }
    for (char** variable = environ; *variable != nullptr; ++variable) {
      all.push_back(*variable);
    }
    all.push_back(nullptr);
    std::string program{file};
    std::array<char*, 2> arguments{program.data(), nullptr};
    const int error = posix_spawn(&process_, file, &actions, nullptr, arguments.data(), all.data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
      throw std::system_error{error, std::generic_category(), file};
    }
  }
  ~Program() {
    ::kill(process_, SIGTERM);
    int status = 0;
    waitpid(process_, &status, 0);
    BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

 private:
  pid_t process_ = 0;
};

/// A listening unix socket.
class Listener {
 public:
  Listener() : socket_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path().copy(address.sun_path, sizeof address.sun_path - 1);
    if (bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        listen(socket_, SOMAXCONN) != 0) {
      throw std::system_error{errno, std::generic_category(), path()};
    }
  }
  ~Listener() { close(socket_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] int socket() const { return socket_; }
  [[nodiscard]] std::string path() const { return (folder_.path() / "worker").string(); }

 private:
  TemporaryFolder folder_;
  int socket_;
};

/// What a program that reads nothing gets.
class Input {
 public:
  Input() : file_{open("/dev/null", O_RDONLY | O_CLOEXEC)} {}
  ~Input() { close(file_); }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  [[nodiscard]] int file() const { return file_; }

 private:
  int file_;
};

struct Answer {
  int status = 0;
  std::string body;

  [[nodiscard]] Json json() const { return Json::parse(body); }
};

/// daymark-worker, and somebody who asks it without nginx between them.
class Worker {
 public:
  explicit Worker(seconds ahead) : program_{DAYMARK_WORKER, ahead, listener_.socket()} {}

  Answer ask(const std::string& method, const std::string& path, const std::string& token = {},
             const std::optional<Json>& sent = {}) {
    const auto bytes = sent ? sent->to_text() : "";
    support::Parameters parameters{{"REQUEST_METHOD", method},
                                   {"REQUEST_URI", path},
                                   {"REMOTE_ADDR", "192.0.2.1"},
                                   {"CONTENT_TYPE", "application/json"},
                                   {"CONTENT_LENGTH", std::to_string(bytes.size())}};
    if (!token.empty()) {
      parameters.emplace_back("HTTP_AUTHORIZATION", "Bearer " + token);
    }
    const support::FastCgiClient client{listener_.path()};
    const auto answer = client.ask(support::begin_request(true) + support::parameters(parameters) +
                                   support::body(bytes));
    if (!answer || !answer->starts_with("Status: ")) {
      throw std::runtime_error{"no answer to " + method + " " + path};
    }
    return {.status = std::stoi(answer->substr(8)),
            .body = answer->substr(answer->find("\r\n\r\n") + 4)};
  }

  /// Returns the token of a new account.
  std::string sign_up(const std::string& username) {
    const auto answer =
        ask("POST", "/auth/signup", {}, object({{"username", username}, {"password", kPassword}}));
    BOOST_REQUIRE_EQUAL(answer.status, 201);
    return answer.json()["bearer_token"].as_string();
  }

  int sign_in(const std::string& username, const std::string& password = kPassword) {
    return ask("POST", "/auth/signin", {}, object({{"username", username}, {"password", password}}))
        .status;
  }

 private:
  Listener listener_;
  Program program_;
};

struct ClockWorld : World {
  /// The instants of a table that are further from the database's time than a clock may be, after
  /// `shift` has been taken off.
  std::string wrong(const std::string& table, const std::string& column,
                    const std::string& shift = "0 s") {
    return ask(admin,
               "select coalesce(string_agg((" + column +
                   " - clock_timestamp())::text, ', '), '') from " + table + " where abs(extract(" +
                   "epoch from " + column + " - $1::interval - clock_timestamp())) > $2::integer",
               {shift, std::to_string(kTolerance.count())});
  }

  /// A session, failed sign-ins, a known network and stored answers whose time is over when so much
  /// time has passed.
  void add_what_ends_in(const std::string& account, const std::string& left) {
    admin.query(
        "insert into sessions (account_id, token_hash, kind, created_at, last_seen_at, ends_at, "
        "user_agent) select $1::bigint, sha256(convert_to($2::text, 'UTF8')), 'bearer', t, t, t + "
        "$2::interval, '' "
        "from clock_timestamp() t",
        {account, left});
    admin.query(
        "insert into failed_sign_ins select sha256(convert_to($1::text, 'UTF8')), '192.0.2.0/24', "
        "1, "
        "clock_timestamp() - interval '24 hours' + $1::interval",
        {left});
    admin.query(
        "insert into strangers_failed_sign_ins select sha256(convert_to($1::text, 'UTF8')), "
        "array[clock_timestamp() - interval '1 hour' + $1::interval / 2]",
        {left});
    admin.query(
        "insert into sign_in_networks select $1::bigint, case when $2::interval > '0 s' then "
        "cidr '192.0.2.0/24' else '198.51.100.0/24' end, "
        "clock_timestamp() - interval '365 days' + $2::interval",
        {account, left});
    admin.query(R"sql(
      insert into mood_idempotency_keys
             (account_id, idempotency_key, request_hash, created_at, entry_id, uid, recorded_at,
              day, entry_streak, streak, longest_streak, logged_today, shorter, others)
      select $1::bigint, $2, sha256(''), t, 1, gen_random_uuid(), t, '2026-03-03', 1, 1, 1, true,
             0, 0
        from (select clock_timestamp() - interval '7 days' + $2::interval as t) c)sql",
                {account, left});
    admin.query(R"sql(
      insert into task_idempotency_keys
             (account_id, idempotency_key, request_hash, created_at, task_id, day, daily_task_limit,
              limit_reason, used, resets_at)
      select $1::bigint, $2, sha256(''), t, 1, '2026-03-03', 5, 'default', 1, t
        from (select clock_timestamp() - interval '7 days' + $2::interval as t) c)sql",
                {account, left});
  }

  /// A zone in which a clock that is two hours ahead or behind shows another day, also some minutes
  /// later.
  std::string zone_near_midnight(int hours_ahead) {
    return ask(admin,
               "select name from time_zones where name like 'Etc/GMT%' and extract(hour from "
               "(now() + $1::interval) at time zone name) = $2::integer order by name limit 1",
               hours_ahead > 0 ? std::vector<std::string>{"2 min", "23"}
                               : std::vector<std::string>{"0 min", "0"});
  }

  /// How far an instant may be from the moment when the test looks.
  static constexpr seconds kTolerance{shared::kClockErrorMax + seconds{20}};
};

BOOST_FIXTURE_TEST_SUITE(clocks, ClockWorld)

BOOST_DATA_TEST_CASE(nobody_waits_longer_for_what_a_wrong_clock_has_counted, data::make(kHours)) {
  {
    Worker wrong{hours{sample}};
    wrong.sign_up("augusta");
    for (int failures = 1; failures <= 5; ++failures) {
      BOOST_TEST(wrong.sign_in("augusta", "not the password") == 401);
    }
    BOOST_TEST(wrong.sign_in("augusta", "not the password") == 429);
  }
  BOOST_TEST(this->wrong("failed_sign_ins", "last_failed_at") == "");
  BOOST_TEST(this->wrong("sign_in_networks", "last_signed_in_at") == "");
  Worker right{seconds{0}};
  BOOST_TEST(support::await(seconds{20}, [&] { return right.sign_in("augusta") == 200; }));
}

BOOST_DATA_TEST_CASE(failures_of_strangers_are_counted_by_the_databases_clock, data::make(kHours)) {
  Worker wrong{hours{sample}};
  BOOST_TEST(wrong.sign_in("nobody", "not the password") == 401);
  BOOST_TEST(this->wrong("(select unnest(failed_at) as t from strangers_failed_sign_ins) s", "t") ==
             "");
  BOOST_TEST(ask(admin, "select cardinality(failed_at) from strangers_failed_sign_ins") == "1");
}

BOOST_DATA_TEST_CASE(a_session_lives_as_long_as_the_rule_says, data::make(kHours)) {
  Worker wrong{hours{sample}};
  const auto token = wrong.sign_up("augusta");
  BOOST_TEST(this->wrong("sessions", "created_at") == "");
  BOOST_TEST(this->wrong("sessions", "last_seen_at") == "");
  BOOST_TEST(this->wrong("sessions", "ends_at", "90 days") == "");
  BOOST_TEST(this->wrong("accounts", "created_at") == "");
  // Used after half its life.
  admin.query(
      "update sessions set created_at = created_at - interval '45 days', "
      "last_seen_at = last_seen_at - interval '45 days', ends_at = ends_at - interval '45 days'");
  BOOST_TEST(wrong.ask("GET", "/mood", token).status == 200);
  BOOST_TEST(this->wrong("sessions", "last_seen_at") == "");
  BOOST_TEST(this->wrong("sessions", "ends_at", "90 days") == "");
  // Over for an hour, or alive for another one.
  admin.query("update sessions set ends_at = clock_timestamp() - interval '1 hour'");
  BOOST_TEST(wrong.ask("GET", "/me", token).status == 401);
  admin.query("update sessions set ends_at = clock_timestamp() + interval '1 hour'");
  BOOST_TEST(wrong.ask("GET", "/me", token).status == 200);
}

BOOST_DATA_TEST_CASE(entries_and_tasks_are_of_the_databases_day, data::make(kHours)) {
  const auto zone = zone_near_midnight(sample);
  Worker wrong{hours{sample}};
  const auto token = wrong.sign_up("augusta");
  BOOST_REQUIRE_EQUAL(wrong.ask("PATCH", "/me", token, object({{"time_zone", zone}})).status, 200);
  const auto today = ask(admin, "select ((now() at time zone $1)::date)::text", {zone});
  const auto entry = wrong.ask("POST", "/mood", token, object({{"rating", 4}}));
  const auto task = wrong.ask("POST", "/task", token, object({{"title", "Wind the clock"}}));
  BOOST_TEST(entry.status == 201);
  BOOST_TEST(task.status == 201);
  BOOST_TEST(entry.json()["entry"]["day"].as_string() == today);
  BOOST_TEST(ask(admin, "select string_agg(day::text, ' ') from task_quotas") == today);
  BOOST_TEST(ask(admin, "select string_agg(day::text, ' ') from tasks") == today);
  BOOST_TEST(this->wrong("entries", "recorded_at") == "");
  BOOST_TEST(this->wrong("tasks", "created_at") == "");
  BOOST_TEST(this->wrong("awards", "awarded_at") == "");
}

BOOST_AUTO_TEST_CASE(a_worker_that_does_not_know_the_time_yet_stores_nothing) {
  const TemporaryFolder folder;
  const auto host = environment("PGHOST", "");
  const auto later = folder.path() / "run";
  setenv("PGHOST", later.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): there is one thread
  Worker wrong{hours{2}};
  BOOST_TEST(wrong.ask("GET", "/livez").status == 200);
  BOOST_TEST(wrong
                 .ask("POST", "/auth/signup", {},
                      object({{"username", "augusta"}, {"password", kPassword}}))
                 .status == 503);
  std::filesystem::create_directory_symlink(host, later);
  setenv("PGHOST", host.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): there is one thread
  wrong.sign_up("augusta");
  BOOST_TEST(this->wrong("sessions", "last_seen_at") == "");
}

BOOST_AUTO_TEST_CASE(a_worker_asks_for_the_time_once_in_ten_seconds_however_much_it_does) {
  admin.query("create extension pg_stat_statements");
  const auto asked = [this] {
    return std::stoi(ask(admin,
                         "select coalesce(sum(calls), 0) from pg_stat_statements "
                         "join pg_database d on d.oid = dbid "
                         "where datname = current_database() and query ~ 'pg_is_in_recovery' "
                         "and userid = 'daymark_worker'::regrole"));
  };
  Worker worker{seconds{0}};
  const auto token = worker.sign_up("augusta");
  // Pages of entries are read on a session of their own.
  BOOST_TEST(worker.ask("GET", "/mood", token).status == 200);
  const auto before = asked();
  int requests = 0;
  const auto start = support::SteadyClock::now();
  BOOST_TEST(support::await(2 * shared::kClockAge, [&] {
    BOOST_REQUIRE_EQUAL(worker.ask("GET", "/mood", token).status, 200);
    ++requests;
    return asked() > before;
  }));
  BOOST_TEST((support::SteadyClock::now() - start > shared::kClockAge / 2));
  BOOST_TEST(asked() == before + 1);
  BOOST_TEST(requests > 10);
}

BOOST_DATA_TEST_CASE(jobs_delete_what_is_due_by_the_databases_clock_and_nothing_else,
                     data::make({2, -2, 24 * 400, -24 * 400})) {
  const auto account = shared::to_string(add_account().account);
  admin.query("delete from sessions");
  // Of each kind one that ends in an hour, and one that has ended an hour ago.
  for (const std::string left : {"1 hour", "-1 hour"}) {
    add_what_ends_in(account, left);
  }
  admin.query("update jobs set due_at = clock_timestamp() where kind <> 'compare_counts'");
  admin.query(
      "update jobs set due_at = clock_timestamp() + interval '30 min' "
      "where kind = 'compare_counts'");
  {
    const Input nothing;
    const Program jobs{DAYMARK_JOBS, hours{sample}, nothing.file()};
    BOOST_TEST(support::await(seconds{30}, [&] {
      return ask(admin, "select count(*) from jobs where due_at < clock_timestamp()") == "0";
    }));
  }
  for (const std::string table :
       {"sessions", "mood_idempotency_keys", "task_idempotency_keys", "failed_sign_ins",
        "strangers_failed_sign_ins", "sign_in_networks"}) {
    BOOST_TEST(ask(admin, "select count(*) from " + table) == "1", table);
  }
  BOOST_TEST(ask(admin, "select ends_at > clock_timestamp() from sessions") == "t");
  BOOST_TEST(wrong("(select * from jobs where kind <> 'compare_counts') j", "due_at", "1 hour") ==
             "");
  BOOST_TEST(wrong("jobs j", "case when kind = 'compare_counts' then due_at end", "30 min") == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::db_tests
