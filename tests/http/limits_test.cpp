// What strangers, the slow and those who leave can take from everybody else: connections, the disk,
// the workers' time; and what the web server says and writes down where it answers itself.
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <map>
#include <numeric>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "command.hpp"
#include "support/deadline.hpp"
#include "support/postgres.hpp"
#include "support/raw_connection.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using support::await;
using support::RawConnection;
using support::SteadyClock;

constexpr int kConnectionsOfAddress = 256;
constexpr int kTransfersOfAddress = 4;
constexpr std::size_t kMiB = std::size_t{1024} * 1024;

bool has_status_line(std::string_view bytes) {
  return bytes.find("\r\n") != std::string_view::npos;
}

/// The first status that the connection is told.
int status_of(const RawConnection& connection) {
  const auto answer = connection.read_until(has_status_line, seconds{20});
  return answer.size() < 12 ? 0 : std::stoi(answer.substr(9, 3));
}

std::string bearer(const std::string& token) { return "Authorization: Bearer " + token + "\r\n"; }

/// The head of an import of 250 MB.
std::string import_head(const std::string& headers) {
  return raw_request("POST /mood/import HTTP/1.1",
                     "Content-Type: application/json\r\nContent-Length: 250000000\r\n" + headers);
}

std::string whole_request(const std::string& line, const std::string& headers,
                          const std::string& body) {
  return raw_request(line, "Content-Type: application/json\r\nContent-Length: " +
                               std::to_string(body.size()) + "\r\n" + headers) +
         body;
}

/// Stops the processes of a pool, as if none of their threads had time.
class StoppedPool {
 public:
  explicit StoppedPool(const std::string& pool) {
    for (const auto& worker : support::list_services(service(), pool + "-")) {
      if (const auto process = support::find_process(service(), worker)) {
        processes_.push_back(*process);
        ::kill(*process, SIGSTOP);
        // A thread that has not seen the signal yet would take what is sent next.
        BOOST_TEST(await(seconds{20}, [&] { return support::is_stopped(*process); }));
      }
    }
  }
  ~StoppedPool() { go_on(); }
  StoppedPool(const StoppedPool&) = delete;
  StoppedPool& operator=(const StoppedPool&) = delete;

  void go_on() {
    for (const auto process : processes_) {
      ::kill(process, SIGCONT);
    }
    processes_.clear();
  }

 private:
  std::vector<pid_t> processes_;
};

/// Connections that wait for a pool's workers, as many as its queue takes.
class FullQueue {
 public:
  explicit FullQueue(const std::string& pool) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto path = (service().state / "run" / (pool + ".sock")).string();
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    for (;;) {
      const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
      fds_.push_back(fd);
      if (fd < 0 || ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        return;
      }
    }
  }
  ~FullQueue() {
    for (const int fd : fds_) {
      ::close(fd);
    }
  }
  FullQueue(const FullQueue&) = delete;
  FullQueue& operator=(const FullQueue&) = delete;

  [[nodiscard]] std::size_t length() const { return fds_.size() - 1; }

 private:
  std::vector<int> fds_;
};

struct LimitsWorld : World {
  HttpClient other = make_client();

  /// Sends the head of a request with a body, and returns when the server waits for that body.
  static RawConnection hold(const std::string& from, const std::string& head) {
    RawConnection connection{service(), from};
    connection.write(head.substr(0, head.size() - 2) + "Expect: 100-continue\r\n\r\n");
    BOOST_TEST(status_of(connection) == 100);
    return connection;
  }

  /// The bytes that nginx keeps in files, deleted ones too.
  static std::uintmax_t kept_bytes() {
    std::uintmax_t bytes = 0;
    for (const auto process : support::list_children(*support::find_process(service(), "nginx"))) {
      // As its own user: in a container not even root may look at another's.
      const auto folder = "/proc/" + std::to_string(process);
      std::istringstream sizes{run("setpriv --reuid=$(stat -c %u " + folder +
                                   ") --regid=$(stat -c %g " + folder + ") --keep-groups find " +
                                   folder + "/fd -lname '" + (service().state / "nginx").string() +
                                   "*' -exec stat -Lc %s {} + 2>/dev/null")
                                   .output};
      bytes += std::accumulate(std::istream_iterator<std::uintmax_t>{sizes}, {}, std::uintmax_t{0});
    }
    return bytes;
  }
};

BOOST_FIXTURE_TEST_SUITE(limits, LimitsWorld)

// --- Connections.

BOOST_AUTO_TEST_CASE(one_address_with_all_the_connections_it_can_have_shuts_nobody_else_out) {
  const auto head = raw_request("POST /mood HTTP/1.1", "Content-Length: 1000\r\n");
  std::vector<RawConnection> held;
  for (int i = 0; i < kConnectionsOfAddress; ++i) {
    held.push_back(hold(client.address(), head));
  }
  const auto refused = client.send(plain("GET", "/livez"));
  BOOST_TEST(refused.status == 503);
  BOOST_TEST(refused.code() == "unavailable");
  BOOST_TEST(refused.header("Retry-After") == "1");
  BOOST_TEST(other.send(plain("GET", "/livez")).status == 200);
  held.clear();
  BOOST_TEST(await(seconds{10}, [&] { return client.send(plain("GET", "/livez")).status == 200; }));
}

BOOST_AUTO_TEST_CASE(a_network_of_ipv6_addresses_counts_as_one) {
  HttpClient proxy = make_client();
  proxy.come_from(support::kProxy);
  const auto ask_as = [&](const std::string& address) {
    return proxy.send(plain("GET", "/livez", {{"X-Forwarded-For", address}})).status;
  };
  std::vector<RawConnection> held;
  for (int i = 0; i < kConnectionsOfAddress; ++i) {
    const auto address = "2001:db8:7:1::" + std::to_string(i + 1);
    held.push_back(hold(support::kProxy,
                        raw_request("POST /mood HTTP/1.1",
                                    "Content-Length: 9\r\nX-Forwarded-For: " + address + "\r\n")));
  }
  BOOST_TEST(ask_as("2001:db8:7:1:ffff::1") == 503);
  BOOST_TEST(ask_as("2001:db8:7:2::1") == 200);
  // An IPv4 address, written so.
  BOOST_TEST(ask_as("::ffff:192.0.2.7") == 200);
}

// --- Imports and exports.

BOOST_AUTO_TEST_CASE(of_an_import_nothing_is_kept_before_it_is_known_who_sends_it) {
  Person person{other};
  HttpClient leaving = make_client();
  Person gone{leaving};
  BOOST_TEST(gone.post("/logout", object({})).status == 204);
  const auto before = kept_bytes();
  const std::string part(4 * kMiB, ' ');
  for (const auto& headers : {std::string{}, bearer(gone.token()), bearer("1.x")}) {
    for (const bool is_chunked : {false, true}) {
      std::vector<RawConnection> held;
      std::map<int, int> statuses;
      for (int i = 0; i < 64; ++i) {
        held.emplace_back(service(), make_client().address());
        held.back().write(is_chunked ? raw_request("POST /mood/import HTTP/1.1",
                                                   "Content-Type: application/json\r\n"
                                                   "Transfer-Encoding: chunked\r\n" +
                                                       headers)
                                     : import_head(headers));
        ++statuses[status_of(held.back())];
        held.back().write(is_chunked ? "400000\r\n" + part : part);
      }
      // Those who have been refused count as long as they go on sending.
      BOOST_TEST(statuses[401] >= 32);
      BOOST_TEST(statuses[401] + statuses[503] == 64);
      BOOST_TEST(kept_bytes() <= before + 64 * kMiB);
    }
  }
  // Who is known is listened to.
  const RawConnection known{service(), other.address()};
  known.write(import_head(bearer(person.token())) + part);
  BOOST_TEST(await(seconds{10}, [&] { return kept_bytes() > before + 3 * kMiB; }));
}

BOOST_AUTO_TEST_CASE(whoever_waits_to_be_told_to_go_on_is_refused_first) {
  const RawConnection stranger{service(), client.address()};
  stranger.write(import_head("Expect: 100-continue\r\n"));
  // nginx 1.22 tells it to go on, too, in the same moment.
  const auto is_refused = [](std::string_view bytes) {
    return bytes.find(" 401 ") != std::string_view::npos;
  };
  BOOST_TEST(is_refused(stranger.read_until(is_refused, seconds{10})));
  Person person{other};
  hold(other.address(), import_head(bearer(person.token())));
}

BOOST_AUTO_TEST_CASE(a_transfer_is_refused_before_its_body_in_the_order_of_all_checks) {
  Person person{client};
  const auto session = sign_up_with_cookie(other, support::make_username());
  struct Example {
    const char* what;
    Request request;
    int status;
    std::string code;
  };
  const Headers json{{"Content-Type", "application/json"}, {"Accept-Language", "ru"}};
  const std::string body(2 * kMiB, ' ');
  const auto import = [&](const std::string& method, const Headers& headers) {
    return Request{.method = method, .target = "/mood/import", .headers = headers, .body = body};
  };
  const std::vector<Example> examples{
      {"no such method", import("PUT", json), 405, "method-not-allowed"},
      {"not signed in", import("POST", json), 401, "not-signed-in"},
      {"for another account",
       import("POST", json + person.authorization() + Headers{{"Daymark-Account", "1"}}), 409,
       "other-account"},
      {"from another site",
       import("POST", json + cookie(session) + Headers{{"Sec-Fetch-Site", "cross-site"}}), 403,
       "cross-site"},
      {"of no type", import("POST", person.authorization() + Headers{{"Accept-Language", "ru"}}),
       415, "unsupported-media-type"},
      {"an export", plain("GET", "/mood/export", {{"Accept-Language", "ru"}}), 401,
       "not-signed-in"}};
  for (const auto& example : examples) {
    BOOST_TEST_CONTEXT(example.what) {
      auto request = example.request;
      const auto id = "before-body-" + std::to_string(example.status) + support::make_code();
      request.headers.add({"X-Request-Id", id});
      const auto answer = client.send(request);
      BOOST_TEST(answer.status == example.status);
      BOOST_TEST(answer.code() == example.code);
      BOOST_TEST(is_russian(answer.json()["title"].as_string()));
      BOOST_TEST(answer.header("X-Request-Id") == id);
      BOOST_TEST(is_logged("\"request_id\":\"" + id + "\""));
    }
  }
  const auto refused = client.send_raw(
      plain("POST", "/mood/import"),
      raw_request("POST /mood/import HTTP/1.1",
                  "Content-Type: application/json\r\nContent-Length: 268435457\r\n"));
  BOOST_TEST(refused.status == 413);
  BOOST_TEST(refused.code() == "body-too-large");
}

BOOST_AUTO_TEST_CASE(a_request_whose_body_came_has_one_line_in_the_log) {
  Person person{client};
  const auto id = "one-line-" + support::make_code();
  BOOST_TEST(
      person.post("/mood/import", object({{"moods", array({})}}), {{"X-Request-Id", id}}).status ==
      200);
  BOOST_TEST(is_logged(id));
  const auto text = newest_log();
  BOOST_TEST(text.find(id) == text.rfind(id));
}

BOOST_AUTO_TEST_CASE(one_address_has_few_transfers_at_a_time) {
  Person person{client};
  std::vector<RawConnection> held;
  for (int i = 0; i < kTransfersOfAddress; ++i) {
    held.push_back(hold(client.address(), import_head(bearer(person.token()))));
  }
  const auto refused = person.get("/mood/export");
  BOOST_TEST(refused.status == 503);
  BOOST_TEST(refused.code() == "unavailable");
  BOOST_TEST(refused.header("Retry-After") == "1");
  BOOST_TEST(person.get("/mood").status == 200);
  Person another{other};
  BOOST_TEST(another.get("/mood/export").status == 200);
}

// --- Those who have gone, and those for whom nobody has time.

BOOST_AUTO_TEST_CASE(what_a_client_sent_that_has_gone_is_not_recorded) {
  constexpr int kLeaving = 100;
  Person person{other};
  const auto id = "gone-" + support::make_code();
  {
    const StoppedPool stopped{"web"};
    {
      std::vector<RawConnection> leaving;
      for (int i = 0; i < kLeaving; ++i) {
        leaving.emplace_back(service(), client.address());
        leaving.back().write(whole_request("POST /mood HTTP/1.1",
                                           bearer(person.token()) + "X-Request-Id: " + id + "\r\n",
                                           R"({"rating":3})"));
      }
      // nginx has to hand them over first, and nothing tells when it has.
      std::this_thread::sleep_for(milliseconds{300});
    }
    // It writes down who has left.
    BOOST_TEST(await(seconds{20}, [&] {
      const auto text = newest_log();
      int lines = 0;
      for (auto at = text.find(id); at != std::string::npos; at = text.find(id, at + 1)) {
        ++lines;
      }
      return lines == kLeaving;
    }));
  }
  BOOST_TEST(person.get("/mood").json()["moods"].as_array().empty());
}

BOOST_AUTO_TEST_CASE(where_no_worker_has_time_for_more_everybody_is_told_within_a_second) {
  const StoppedPool stopped{"auth"};
  const FullQueue queue{"auth"};
  BOOST_TEST(queue.length() >= 4'000U);
  const auto request = whole_request("POST /login HTTP/1.1", "", "{}");
  std::vector<RawConnection> waiting;
  std::string answer;
  // The first wait on those connections to the workers that nginx has kept.
  while (answer.empty() && waiting.size() < 200) {
    waiting.emplace_back(service(), make_client().address());
    waiting.back().write(request);
    waiting.back().await_answer(milliseconds{waiting.size() < 100 ? 1 : 500});
    for (const auto& each : waiting) {
      answer += each.read_what_is_there();
    }
  }
  BOOST_TEST(answer.starts_with("HTTP/1.1 503 "), answer);
  BOOST_TEST(answer.find("\"code\":\"unavailable\"") != std::string::npos);
  BOOST_TEST(answer.find("Retry-After: 1\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_service_that_cannot_write_is_not_ready) {
  const auto is_ready = [&] { return client.send(plain("GET", "/readyz")).status == 200; };
  BOOST_TEST(await(seconds{10}, is_ready));
  support::Database holder{service()};
  holder.query("begin");
  holder.query("lock table accounts in exclusive mode");
  BOOST_TEST(await(seconds{10}, [&] { return !is_ready(); }));
  holder.query("rollback");
  BOOST_TEST(await(seconds{10}, is_ready));
}

BOOST_AUTO_TEST_CASE(however_many_ask_whether_it_is_ready_the_database_is_asked_once_a_second) {
  support::Database database{service()};
  const auto count = [&] {
    return std::stol(database
                         .query("select coalesce(sum(calls), 0) from pg_stat_statements "
                                "where query like '%GET /readyz: makes a file longer%' "
                                "or query like 'with row as (insert into trial%'")
                         .at(0)
                         .at(0));
  };
  client.send(plain("GET", "/readyz"));
  const auto before = count();
  const auto start = SteadyClock::now();
  in_parallel(8, [&](int) {
    auto own_client = make_client();
    while (SteadyClock::now() - start < seconds{2}) {
      own_client.send(plain("GET", "/readyz"));
    }
  });
  const auto asked = count() - before;
  BOOST_TEST(asked >= 1);
  BOOST_TEST(asked <= 2 * 4);  // each of the two workers
}

// --- What the web server answers itself.

BOOST_AUTO_TEST_CASE(without_room_for_a_body_everybody_is_told_to_come_again) {
  const auto folder = service().state / "nginx" / "body";
  const auto usual = std::filesystem::status(folder).permissions();
  std::filesystem::permissions(folder, std::filesystem::perms::none);
  const auto id = "no-room-" + support::make_code();
  const auto answer =
      client.send({.method = "POST",
                   .target = "/mood",
                   .headers = {{"Content-Type", "application/json"}, {"X-Request-Id", id}},
                   .body = std::string(200'000, ' ')});
  std::filesystem::permissions(folder, usual);
  BOOST_TEST(answer.status == 503);
  BOOST_TEST(answer.code() == "unavailable");
  BOOST_TEST(answer.header("Retry-After") == "1");
  BOOST_TEST(is_logged("\"request_id\":\"" + id + "\",\"method\":\"POST\",\"path\":\"/mood\""));
}

BOOST_AUTO_TEST_CASE(the_web_server_writes_down_nothing_that_the_client_wants_to_say) {
  const auto secret = "secret" + support::make_code();
  const auto id = "quiet-" + support::make_code();
  // Its body goes to a file, which nginx warns of.
  client.send(
      {.method = "POST",
       .target = "/mood?q=" + secret,
       .headers = {{"Referer", "http://127.0.0.1/?" + secret}, {"Content-Type", "text/plain"}},
       .body = std::string(100'000, ' ')});
  client.send(plain("GET", "/assets/%1b%5B31m" + secret + "?" + secret));
  client.send_raw(plain("GET", "/mood"), raw_request("GET /\x1b[31m?" + secret + " HTTP/1.1",
                                                     "X-Request-Id: " + id + "\r\n"));
  client.send_raw(plain("POST", "/mood?" + secret),
                  raw_request("POST /mood?" + secret + " HTTP/1.1",
                              "Content-Length: 2000000\r\nX-Request-Id: " + id +
                                  "\r\nReferer: " + secret + "\r\n"));
  BOOST_TEST(is_logged("a client request body is buffered to a temporary file"));
  BOOST_TEST(is_logged("\"request_id\":\"" + id + "\""));
  const auto text = newest_log();
  BOOST_TEST(text.find('\x1b') == std::string::npos);
  // The path of a file is no secret.
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    BOOST_TEST(
        (line.find(secret) == std::string::npos || line.find("/assets/") != std::string::npos),
        line);
    BOOST_TEST(line.find("?" + secret) == std::string::npos, line);
  }
}

BOOST_AUTO_TEST_CASE(every_answer_says_how_far_it_may_be_used) {
  Person person{client};
  const std::vector<Request> requests{plain("GET", "/"),
                                      plain("GET", "/docs/"),
                                      plain("GET", "/docs"),
                                      plain("GET", "/icon.svg"),
                                      plain("GET", "/openapi.yaml"),
                                      plain("GET", "/livez"),
                                      plain("GET", "/nowhere"),
                                      plain("GET", "/assets/nothing"),
                                      plain("GET", "/mood"),
                                      plain("POST", "/mood"),
                                      plain("TRACE", "/mood"),
                                      plain("GET", "/mood/export"),
                                      plain("POST", "/mood/import"),
                                      plain("PUT", "/login"),
                                      plain("GET", "/auth/")};
  HttpClient unwatched{service()};
  unwatched.come_from(support::kProxy);
  for (const auto& each : requests) {
    for (const bool is_secure : {false, true}) {
      BOOST_TEST_CONTEXT(each.method << ' ' << each.target) {
        auto request = each;
        request.headers.add({"X-Forwarded-Proto", is_secure ? "https" : "http"});
        request.headers.add({"X-Forwarded-For", client.address()});
        const auto answer = unwatched.send(request);
        BOOST_TEST(answer.header("X-Content-Type-Options") == "nosniff");
        BOOST_TEST(answer.header("Cross-Origin-Resource-Policy") == "same-origin");
        for (const char* directive :
             {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"}) {
          BOOST_TEST(
              (answer.header("Content-Security-Policy").find(directive) != std::string::npos));
        }
        BOOST_TEST(answer.header("Strict-Transport-Security") ==
                   (is_secure ? "max-age=31536000" : ""));
      }
    }
  }
  BOOST_TEST(unwatched.send(plain("GET", "/openapi.yaml")).header("Content-Type") ==
             "application/yaml; charset=utf-8");
  BOOST_TEST(unwatched.send(plain("GET", "/")).header("Content-Type") ==
             "text/html; charset=utf-8");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
