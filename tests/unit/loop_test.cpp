// The loop on a real socket, with peers that behave and peers that do not.
#include "server/loop.hpp"

#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "lone_context.hpp"
#include "server/body_stream.hpp"
#include "server/problem.hpp"
#include "support/deadline.hpp"
#include "support/fastcgi_client.hpp"
#include "support/log_lines.hpp"

namespace daymark::unit_tests {
namespace {

using namespace std::chrono_literals;
using server::Loop;
using server::Request;
using server::Response;
using support::begin_request;
using support::body;
using support::FastCgiClient;
using support::kAbortRequest;
using support::kBeginRequest;
using support::kEndRequest;
using support::kParams;
using support::kStdin;
using support::kStdout;
using support::parameters;
using support::record;
using support::request;

/// Says what came in.
Response echo(Request& request) {
  return {.status = request.method == "DELETE" ? 204 : 200,
          .headers = {{"X-Extra", "1"}},
          .body = std::string(request.method) + " " + std::string(request.path) + " " +
                  std::to_string(request.body.size()) +
                  (request.body_too_large ? " too large" : "") +
                  (request.body_cut_off ? " cut off" : "")};
}

/// A body whose bytes tell where they stand.
char body_byte(std::size_t at) { return static_cast<char>('a' + at % 23 + at / 65'521 % 3); }

std::string body_of(const std::optional<std::string>& answer) {
  return answer ? answer->substr(answer->find("\r\n\r\n") + 4) : "no answer";
}

/// Opened and closed by a test: an answer that waits for it.
class Gate {
 public:
  void open() {
    const std::lock_guard lock{mutex_};
    is_open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock{mutex_};
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return is_open_; });
  }
  void wait_for_visitors(int count) {
    std::unique_lock lock{mutex_};
    BOOST_REQUIRE(changed_.wait_for(lock, 20s, [&] { return waiting_ >= count; }));
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_open_ = false;
  int waiting_ = 0;
};

/// A loop that runs, with its listening socket in a folder of its own.
class RunningLoop {
 public:
  using Respond = std::function<Response(Request&)>;

  explicit RunningLoop(int threads, const Respond& respond = echo)
      : RunningLoop(threads, [respond](Context&, Request& each, const server::Send& send) {
          send(respond(each));
        }) {}
  RunningLoop(int threads, const server::Answerer& answer)
      : folder_(std::filesystem::temp_directory_path() /
                ("daymark-unit-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
    listen_at(path());
    shutdown_ = eventfd(0, EFD_CLOEXEC);
    loop_ = std::make_unique<Loop>(listener_, shutdown_);
    thread_ = std::jthread{[this, threads, answer] {
      const auto make_context = [] {
        const auto lone = std::make_shared<LoneContext>();
        return std::shared_ptr<Context>{lone, &lone->context};
      };
      loop_->run(threads, make_context, answer);
      has_ended_ = true;
    }};
  }

  ~RunningLoop() {
    stop();
    loop_.reset();
    close(listener_);
    close(shutdown_);
    std::filesystem::remove_all(folder_);
  }
  RunningLoop(const RunningLoop&) = delete;
  RunningLoop& operator=(const RunningLoop&) = delete;

  [[nodiscard]] std::string path() const { return folder_ / "loop.sock"; }
  [[nodiscard]] bool has_ended() const { return has_ended_; }

  void post(server::Task task) { loop_->post(std::move(task)); }

  void ask_to_stop() const { BOOST_REQUIRE(eventfd_write(shutdown_, 1) == 0); }

  void stop() {
    if (thread_.joinable()) {
      ask_to_stop();
      thread_.join();
    }
  }

 private:
  void listen_at(const std::string& path) {
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    BOOST_REQUIRE(bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
                  0);
    BOOST_REQUIRE(listen(listener_, 4096) == 0);
  }

  std::filesystem::path folder_;
  int listener_ = -1;
  int shutdown_ = -1;
  std::unique_ptr<Loop> loop_;
  std::atomic<bool> has_ended_ = false;
  std::jthread thread_;
};

/// Whether the loop still answers somebody new.
void expect_an_answer(const RunningLoop& loop) {
  const FastCgiClient client{loop.path()};
  BOOST_TEST(body_of(client.ask(request("GET"))) == "GET /echo 0");
}

BOOST_AUTO_TEST_SUITE(loop)

BOOST_AUTO_TEST_CASE(a_kept_connection_serves_one_request_after_the_other) {
  const RunningLoop loop{1};
  const FastCgiClient client{loop.path()};
  BOOST_TEST(body_of(client.ask(request("GET"))) == "GET /echo 0");
  BOOST_TEST(body_of(client.ask(request("POST", "{}"))) == "POST /echo 2");
  BOOST_TEST(body_of(client.ask(request("GET"))) == "GET /echo 0");
}

BOOST_AUTO_TEST_CASE(a_connection_that_is_not_to_be_kept_is_closed) {
  const RunningLoop loop{1};
  const FastCgiClient client{loop.path()};
  BOOST_TEST(body_of(client.ask(request("GET", {}, false))) == "GET /echo 0");
  BOOST_TEST(client.is_closed());
}

BOOST_AUTO_TEST_CASE(idle_kept_connections_hold_no_thread) {
  const RunningLoop loop{1};
  std::vector<std::unique_ptr<FastCgiClient>> clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(std::make_unique<FastCgiClient>(loop.path()));
    BOOST_TEST(body_of(clients.back()->ask(request("GET"))) == "GET /echo 0");
  }
  for (const auto& client : clients) {
    BOOST_TEST(body_of(client->ask(request("POST", "x"))) == "POST /echo 1");
  }
}

BOOST_AUTO_TEST_CASE(an_answer_has_its_status_id_and_length) {
  const RunningLoop loop{1};
  const FastCgiClient client{loop.path()};
  const auto answer = client.ask(
      begin_request(true) +
      parameters(
          {{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", "/a?b=c"}, {"HTTP_X_REQUEST_ID", "an-id"}}) +
      body({}));
  BOOST_REQUIRE(answer);
  BOOST_TEST(answer->starts_with("Status: 200"));
  BOOST_TEST(answer->find("\r\nX-Request-Id: an-id\r\n") != std::string::npos);
  BOOST_TEST(answer->find("\r\nContent-Type: application/json\r\n") != std::string::npos);
  BOOST_TEST(answer->find("\r\nContent-Length: 8\r\n") != std::string::npos);
  BOOST_TEST(answer->find("\r\nX-Extra: 1\r\n") != std::string::npos);
  BOOST_TEST(body_of(answer) == "GET /a 0");
}

BOOST_AUTO_TEST_CASE(head_has_the_length_of_the_body_and_no_body) {
  const RunningLoop loop{1};
  const FastCgiClient client{loop.path()};
  const auto answer = client.ask(request("HEAD"));
  BOOST_TEST(answer.value().find("\r\nContent-Length: 12\r\n") != std::string::npos);
  BOOST_TEST(body_of(answer) == "");
}

BOOST_AUTO_TEST_CASE(no_content_has_neither_type_nor_length) {
  const RunningLoop loop{1};
  const FastCgiClient client{loop.path()};
  const auto answer = client.ask(request("DELETE"));
  BOOST_TEST(answer.value().find("Status: 204") == 0U);
  BOOST_TEST(answer->find("Content-") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_body_up_to_the_limit_is_taken_whole_and_a_larger_one_is_read_to_its_end) {
  const RunningLoop loop{1};
  const FastCgiClient client{loop.path()};
  const auto answer_to = [&](std::size_t bytes) {
    return body_of(client.ask(request("POST", std::string(bytes, 'x'))));
  };
  BOOST_TEST(answer_to(server::kBodyBytesMax) == "POST /echo 65536");
  const auto over = answer_to(server::kBodyBytesMax + 1);
  BOOST_TEST(over.ends_with(" too large"));
  const auto far_over = answer_to(5'000'000);
  BOOST_TEST(far_over.ends_with(" too large"));
  // Nothing of them is left on the connection.
  BOOST_TEST(answer_to(3) == "POST /echo 3");
}

/// Says how much of the body was read, by itself and by a stream.
Response echo_stream(Request& each) {
  server::BodyStream stream{each};
  std::size_t total = 0;
  std::size_t wrong = 0;
  for (auto piece = stream.next(); !piece.empty(); piece = stream.next()) {
    for (const char c : piece) {
      wrong += c == body_byte(total++) ? 0 : 1;
    }
  }
  return {.body = std::to_string(total) + (wrong > 0 ? " wrong" : "") +
                  (stream.is_cut_off() ? " cut off" : "")};
}

BOOST_AUTO_TEST_CASE(a_body_of_any_length_can_be_read_as_a_stream) {
  const RunningLoop loop{1, echo_stream};
  const FastCgiClient client{loop.path()};
  for (const std::size_t bytes : {0UL, 1UL, server::kBodyBytesMax - 1, server::kBodyBytesMax,
                                  server::kBodyBytesMax + 1, 65'536UL * 3, 9'999'999UL}) {
    std::string sent(bytes, '\0');
    for (std::size_t i = 0; i < bytes; ++i) {
      sent[i] = body_byte(i);
    }
    BOOST_TEST(body_of(client.ask(request("POST", sent))) == std::to_string(bytes));
  }
}

BOOST_AUTO_TEST_CASE(a_stream_knows_that_it_was_cut_off) {
  const RunningLoop loop{1, echo_stream};
  const FastCgiClient client{loop.path()};
  for (const std::size_t bytes : {3UL, 100'000UL, 1'000'000UL}) {
    std::string sent(bytes, '\0');
    for (std::size_t i = 0; i < bytes; ++i) {
      sent[i] = body_byte(i);
    }
    for (const auto& announced : {bytes - 1, bytes + 1}) {
      BOOST_TEST(body_of(client.ask(begin_request(true) +
                                    parameters({{"REQUEST_METHOD", "POST"},
                                                {"REQUEST_URI", "/"},
                                                {"CONTENT_LENGTH", std::to_string(announced)}}) +
                                    body(sent))) == std::to_string(bytes) + " cut off");
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_left_of_a_stream_is_read_before_the_answer) {
  const RunningLoop loop{1, [](Request& each) {
                           server::BodyStream stream{each};
                           for (int i = 0; i < 3; ++i) {
                             static_cast<void>(stream.next());
                           }
                           return Response{.body = "enough"};
                         }};
  const FastCgiClient client{loop.path()};
  for (int i = 0; i < 3; ++i) {
    BOOST_TEST(body_of(client.ask(request("POST", std::string(5'000'000, 'x')))) == "enough");
  }
}

BOOST_AUTO_TEST_CASE(a_body_beyond_the_limit_of_a_stream_is_refused_when_it_is_reached) {
  Request endless;
  endless.read_rest = [](std::span<char> piece) { return piece.size(); };
  server::BodyStream stream{endless};
  std::size_t total = 0;
  BOOST_CHECK_EXCEPTION(
      for (;;) { total += stream.next().size(); }, server::Refusal,
      [](const server::Refusal& refusal) {
        return refusal.problem() == server::Problem::kBodyTooLarge;
      });
  BOOST_TEST(total == server::kStreamBytesMax);
}

/// Answers with as many parts of a hundred thousand bytes as the path says; where it ends in an x,
/// the last one is missing.
Response produce(Request& each) {
  const auto is_broken = each.path.ends_with('x');
  const auto count = std::stoi(std::string{each.path.substr(1)});
  return {.headers = {{"X-Extra", "1"}},
          .write_body = [is_broken, count, done = 0](std::string& part) mutable {
            if (is_broken && done == count - 1) {
              throw std::runtime_error{"nothing left to tell"};
            }
            if (done == count) {
              return false;
            }
            part += std::string(100'000, static_cast<char>('a' + done % 26));
            ++done;
            return true;
          }};
}

std::string request_parts(std::string_view method, const std::string& path) {
  return begin_request(true) +
         parameters({{"REQUEST_METHOD", std::string(method)}, {"REQUEST_URI", path}}) + body({});
}

BOOST_AUTO_TEST_CASE(an_answer_in_parts_arrives_whole_and_without_a_length) {
  const RunningLoop loop{1, produce};
  const FastCgiClient client{loop.path()};
  for (const std::size_t count : {0UL, 1UL, 2UL, 30UL}) {
    const auto answer = client.ask(request_parts("GET", "/" + std::to_string(count)));
    BOOST_REQUIRE(answer);
    BOOST_TEST(answer->find("Content-Length") == std::string::npos);
    BOOST_TEST(answer->find("\r\nX-Extra: 1\r\n") != std::string::npos);
    const auto content = body_of(answer);
    BOOST_REQUIRE_EQUAL(content.size(), count * 100'000);
    for (std::size_t i = 0; i < count; ++i) {
      BOOST_TEST(content[i * 100'000] == static_cast<char>('a' + i % 26));
    }
  }
}

BOOST_AUTO_TEST_CASE(head_asks_for_no_parts) {
  const RunningLoop loop{1, produce};
  const FastCgiClient client{loop.path()};
  const auto answer = client.ask(request_parts("HEAD", "/3x"));
  BOOST_REQUIRE(answer);
  BOOST_TEST(answer->find("Content-Length") == std::string::npos);
  BOOST_TEST(body_of(answer) == "");
  // The connection is still good.
  BOOST_TEST(body_of(client.ask(request_parts("GET", "/1"))).size() == 100'000U);
}

BOOST_AUTO_TEST_CASE(an_answer_that_breaks_off_never_ends_like_a_whole_one) {
  const RunningLoop loop{1, produce};
  for (const int count : {1, 2, 30}) {
    const FastCgiClient client{loop.path()};
    static_cast<void>(support::take_log_lines());
    BOOST_TEST(!client.ask(request_parts("GET", "/" + std::to_string(count) + "x")).has_value());
    BOOST_TEST(client.is_closed());
    const auto lines = support::take_log_lines();
    BOOST_TEST(std::ranges::any_of(lines, [](const std::string& line) {
      return line.find("an answer broke off: nothing left to tell") != std::string::npos;
    }));
  }
  const FastCgiClient client{loop.path()};
  BOOST_TEST(body_of(client.ask(request_parts("GET", "/1"))).size() == 100'000U);
}

BOOST_AUTO_TEST_CASE(parts_for_a_peer_that_has_left_are_not_made) {
  std::atomic<int> made = 0;
  const RunningLoop loop{1, [&](Request&) {
                           return Response{.write_body = [&](std::string& part) {
                             part += std::string(100'000, 'x');
                             return ++made < 100'000;
                           }};
                         }};
  {
    const FastCgiClient client{loop.path()};
    BOOST_TEST(client.send(request("GET")));
  }
  const FastCgiClient next{loop.path()};
  BOOST_TEST(next.send(request("GET")));
  // The one thread answers the second request only after it has given the first one up.
  BOOST_TEST(next.receive_bytes(1).has_value());
  BOOST_TEST(made < 99'999);
}

BOOST_AUTO_TEST_CASE(a_body_of_another_length_than_announced_is_cut_off) {
  const RunningLoop loop{1};
  const FastCgiClient client{loop.path()};
  const auto answer_to = [&](const std::string& announced, const std::string& sent) {
    return body_of(client.ask(
        begin_request(true) +
        parameters(
            {{"REQUEST_METHOD", "POST"}, {"REQUEST_URI", "/"}, {"CONTENT_LENGTH", announced}}) +
        body(sent)));
  };
  BOOST_TEST(answer_to("5", "12345") == "POST / 5");
  BOOST_TEST(answer_to("6", "12345") == "POST / 5 cut off");
  BOOST_TEST(answer_to("4", "12345") == "POST / 5 cut off");
  BOOST_TEST(answer_to("", "12345") == "POST / 5 cut off");
  BOOST_TEST(answer_to("-5", "12345") == "POST / 5 cut off");
  BOOST_TEST(answer_to("99999999999999999999", "12345") == "POST / 5 cut off");
  BOOST_TEST(answer_to("7", "") == "POST / 0 cut off");
  BOOST_TEST(answer_to("", "") == "POST / 0");
  BOOST_TEST(answer_to("0", "") == "POST / 0");
}

BOOST_AUTO_TEST_CASE(a_request_that_comes_in_many_small_pieces_is_understood) {
  const RunningLoop loop{1};
  const FastCgiClient client{loop.path()};
  for (const char c : request("POST", "{\"mood\":4}")) {
    BOOST_REQUIRE(client.send({&c, 1}));
  }
  BOOST_TEST(body_of(client.receive()) == "POST /echo 10");
}

BOOST_AUTO_TEST_CASE(a_large_answer_arrives_whole) {
  const RunningLoop loop{1, [](Request&) { return Response{.body = std::string(3'000'000, 'x')}; }};
  const FastCgiClient client{loop.path()};
  BOOST_TEST(body_of(client.ask(request("GET"))).size() == 3'000'000U);
  BOOST_TEST(body_of(client.ask(request("GET"))).size() == 3'000'000U);
}

BOOST_AUTO_TEST_CASE(half_a_record_holds_up_nobody_else) {
  RunningLoop loop{2};
  const auto silent = std::make_unique<FastCgiClient>(loop.path());
  BOOST_TEST(silent->send(request("GET").substr(0, 4)));
  for (int i = 0; i < 20; ++i) {
    expect_an_answer(loop);
  }
}

BOOST_AUTO_TEST_CASE(a_slow_answer_holds_up_nobody_else) {
  Gate gate;
  RunningLoop loop{2, [&](Request& each) {
                     if (each.method == "POST") {
                       gate.pass();
                     }
                     return echo(each);
                   }};
  const FastCgiClient slow{loop.path()};
  BOOST_TEST(slow.send(request("POST")));
  gate.wait_for_visitors(1);
  for (int i = 0; i < 20; ++i) {
    expect_an_answer(loop);
  }
  gate.open();
  BOOST_TEST(body_of(slow.receive()) == "POST /echo 0");
}

BOOST_AUTO_TEST_CASE(an_abrupt_end_leaves_the_loop_alive_wherever_it_comes) {
  const RunningLoop loop{2};
  const auto whole = request("POST", std::string(2000, 'x'));
  for (std::size_t length = 0; length < whole.size(); length += length < 120 ? 1 : 97) {
    const FastCgiClient client{loop.path()};
    BOOST_TEST(client.send(whole.substr(0, length)));
  }
  expect_an_answer(loop);
}

BOOST_AUTO_TEST_CASE(a_peer_that_does_not_wait_for_its_answer_leaves_the_loop_alive) {
  const RunningLoop loop{1, [](Request& each) {
                           auto response = echo(each);
                           response.body += std::string(each.method == "POST" ? 1'000'000 : 0, 'x');
                           return response;
                         }};
  for (int i = 0; i < 20; ++i) {
    const FastCgiClient client{loop.path()};
    BOOST_TEST(client.send(request("POST")));
  }
  expect_an_answer(loop);
}

BOOST_AUTO_TEST_CASE(what_a_client_sent_that_has_gone_is_not_begun) {
  Gate gate;
  std::atomic<int> begun = 0;
  const RunningLoop loop{1, [&](Request& each) {
                           ++begun;
                           gate.pass();
                           return echo(each);
                         }};
  const FastCgiClient first{loop.path()};
  BOOST_TEST(first.send(request("POST")));
  gate.wait_for_visitors(1);
  // All others wait for the only thread: in the socket's queue, or on a connection that is known.
  for (int i = 0; i < 50; ++i) {
    const FastCgiClient gone{loop.path()};
    BOOST_TEST(gone.send(request("POST")));
  }
  const FastCgiClient last{loop.path()};
  BOOST_TEST(last.send(request("POST")));
  gate.open();
  BOOST_TEST(body_of(first.receive()) == "POST /echo 0");
  BOOST_TEST(body_of(last.receive()) == "POST /echo 0");
  BOOST_TEST(begun == 2);
}

BOOST_AUTO_TEST_CASE(a_request_that_has_waited_long_can_tell_whether_its_client_has_gone) {
  std::mutex mutex;
  std::vector<std::pair<Request*, server::Send>> waiting;
  const RunningLoop loop{1, [&](Context&, Request& each, const server::Send& send) {
                           const std::lock_guard lock{mutex};
                           waiting.emplace_back(&each, send);
                         }};
  const auto wait_for = [&](std::size_t count) {
    BOOST_REQUIRE(support::await(20s, [&] {
      const std::lock_guard lock{mutex};
      return waiting.size() == count;
    }));
  };
  const FastCgiClient stays{loop.path()};
  BOOST_TEST(stays.send(request("POST")));
  wait_for(1);
  {
    const FastCgiClient goes{loop.path()};
    BOOST_TEST(goes.send(request("POST")));
    wait_for(2);
  }
  BOOST_TEST(support::await(20s, [&] { return waiting[1].first->is_abandoned(); }));
  BOOST_TEST(!waiting[0].first->is_abandoned());
  for (auto& [each, send] : waiting) {
    send(echo(*each));
  }
  BOOST_TEST(body_of(stays.receive()) == "POST /echo 0");
}

BOOST_AUTO_TEST_CASE(what_is_not_fastcgi_leaves_the_loop_alive) {
  const RunningLoop loop{2};
  for (const auto& bytes :
       {std::string{"GET / HTTP/1.1\r\nHost: x\r\n\r\n"}, std::string(8, '\0'),
        std::string(100'000, '\xFF'), record(kStdin, "x"), record(kAbortRequest, ""),
        record(99, "x"), begin_request(true) + begin_request(true),
        begin_request(true) + record(kParams, "\xFF\xFF\xFF\xFF\xFF") + record(kParams, ""),
        begin_request(true) +
            record(kParams,
                   "\x05\x05"
                   "a") +
            record(kParams, "") + body({}),
        begin_request(true) + record(kAbortRequest, "")}) {
    const FastCgiClient client{loop.path()};
    client.send(bytes);
  }
  std::mt19937 random{1};
  std::uniform_int_distribution<int> byte{0, 255};
  for (int i = 0; i < 200; ++i) {
    auto bytes = request("POST", "{}");
    for (int changes = 0; changes < 3; ++changes) {
      bytes[std::uniform_int_distribution<std::size_t>{0, bytes.size() - 1}(random)] =
          static_cast<char>(byte(random));
    }
    const FastCgiClient client{loop.path()};
    client.send(bytes);
  }
  expect_an_answer(loop);
}

BOOST_AUTO_TEST_CASE(many_at_once_all_get_their_own_answer) {
  const RunningLoop loop{4};
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> peers;
    for (int peer = 1; peer <= 8; ++peer) {
      peers.emplace_back([&, peer] {
        const FastCgiClient client{loop.path()};
        for (int i = 0; i < 100; ++i) {
          const auto length = static_cast<std::size_t>(peer * 1000 + i);
          right += body_of(client.ask(request("POST", std::string(length, 'x')))) ==
                           "POST /echo " + std::to_string(length)
                       ? 1
                       : 0;
        }
      });
    }
  }
  BOOST_TEST(right == 800);
}

/// Keeps the requests of POST for later, and answers all others at once.
struct Keeper {
  server::Answerer answer() {
    return [this](Context&, Request& each, const server::Send& send) {
      if (each.method != "POST") {
        send(echo(each));
        return;
      }
      const std::lock_guard lock{mutex};
      kept.emplace_back([&each, send] { send(echo(each)); });
      changed.notify_all();
    };
  }

  void wait_for(std::size_t count) {
    std::unique_lock lock{mutex};
    BOOST_REQUIRE(changed.wait_for(lock, 20s, [&] { return kept.size() == count; }));
  }

  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::function<void()>> kept;
};

BOOST_AUTO_TEST_CASE(requests_that_are_answered_later_hold_no_thread) {
  Keeper keeper;
  const RunningLoop loop{1, keeper.answer()};
  std::vector<std::unique_ptr<FastCgiClient>> clients;
  for (std::size_t i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<FastCgiClient>(loop.path()));
    BOOST_TEST(clients.back()->send(request("POST", std::string(i, 'x'))));
    keeper.wait_for(i + 1);
    expect_an_answer(loop);
  }
  for (const auto& answer_now : keeper.kept) {
    answer_now();
  }
  for (std::size_t i = 0; i < clients.size(); ++i) {
    BOOST_TEST(body_of(clients[i]->receive()) == "POST /echo " + std::to_string(i));
    // Its connection is as good as any other.
    BOOST_TEST(body_of(clients[i]->ask(request("GET"))) == "GET /echo 0");
  }
}

BOOST_AUTO_TEST_CASE(what_is_posted_is_done_by_other_threads_and_none_is_forgotten) {
  constexpr int kTasks = 500;
  RunningLoop loop{3};
  Gate gate;
  std::atomic<int> done = 0;
  // Two threads are held up; the third does all the rest.
  for (int i = 0; i < 2; ++i) {
    loop.post([&](Context&) { gate.pass(); });
  }
  gate.wait_for_visitors(2);
  Gate last;
  for (int i = 1; i <= kTasks; ++i) {
    loop.post([&](Context&) {
      if (++done == kTasks) {
        last.pass();
      }
    });
  }
  last.wait_for_visitors(1);
  BOOST_TEST(done == kTasks);
  last.open();
  gate.open();
}

BOOST_AUTO_TEST_CASE(a_shutdown_does_what_is_posted_and_sends_its_answers) {
  Keeper keeper;
  RunningLoop loop{1, keeper.answer()};
  const FastCgiClient client{loop.path()};
  BOOST_TEST(client.send(request("POST", "x")));
  keeper.wait_for(1);
  Gate gate;
  loop.post([&](Context&) { gate.pass(); });
  gate.wait_for_visitors(1);
  // The one thread is held up while the answer is posted, and the end is known before it is free.
  loop.post([&](Context&) { keeper.kept.front()(); });
  loop.ask_to_stop();
  gate.open();
  BOOST_TEST(body_of(client.receive()) == "POST /echo 1");
  loop.stop();
  BOOST_TEST(loop.has_ended());
}

BOOST_AUTO_TEST_CASE(a_shutdown_does_not_wait_for_idle_connections) {
  RunningLoop loop{2};
  const FastCgiClient idle{loop.path()};
  const FastCgiClient used{loop.path()};
  BOOST_TEST(body_of(used.ask(request("GET"))) == "GET /echo 0");
  loop.stop();
  BOOST_TEST(loop.has_ended());
}

BOOST_AUTO_TEST_CASE(a_shutdown_lets_a_running_request_finish) {
  Gate gate;
  RunningLoop loop{2, [&](Request& each) {
                     gate.pass();
                     return echo(each);
                   }};
  const FastCgiClient client{loop.path()};
  BOOST_TEST(client.send(request("POST", "x")));
  gate.wait_for_visitors(1);
  loop.ask_to_stop();
  BOOST_TEST(!loop.has_ended());
  gate.open();
  BOOST_TEST(body_of(client.receive()) == "POST /echo 1");
  loop.stop();
  BOOST_TEST(loop.has_ended());
}

BOOST_AUTO_TEST_CASE(what_was_sent_before_the_end_was_known_is_answered) {
  Gate gate;
  RunningLoop loop{1, [&](Request& each) {
                     if (each.method == "PUT") {
                       gate.pass();
                     }
                     return echo(each);
                   }};
  const FastCgiClient kept{loop.path()};
  BOOST_TEST(body_of(kept.ask(request("GET"))) == "GET /echo 0");
  const FastCgiClient slow{loop.path()};
  BOOST_TEST(slow.send(request("PUT")));
  gate.wait_for_visitors(1);
  BOOST_TEST(kept.send(request("POST", "x")));
  loop.ask_to_stop();
  gate.open();
  BOOST_TEST(body_of(slow.receive()) == "PUT /echo 0");
  BOOST_TEST(body_of(kept.receive()) == "POST /echo 1");
  loop.stop();
}

BOOST_AUTO_TEST_CASE(whoever_comes_after_a_shutdown_waits_for_the_next_loop) {
  RunningLoop loop{1};
  loop.stop();
  // The listening socket is not ours to close: the connection stands and is not refused.
  const FastCgiClient client{loop.path()};
  BOOST_TEST(client.send(request("GET")));
}

/// The number after the greatest descriptor in use.
rlim_t descriptors_in_use() {
  rlim_t limit = 0;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc/self/fd"}) {
    limit = std::max<rlim_t>(limit, std::stoul(entry.path().filename()) + 1);
  }
  return limit;
}

/// Takes all descriptors that are left while it lives.
class NoDescriptorsLeft {
 public:
  NoDescriptorsLeft() {
    getrlimit(RLIMIT_NOFILE, &before_);
    auto lowered = before_;
    lowered.rlim_cur = descriptors_in_use();
    setrlimit(RLIMIT_NOFILE, &lowered);
    for (int copy = dup(0); copy >= 0; copy = dup(0)) {
      copies_.push_back(copy);
    }
  }
  ~NoDescriptorsLeft() {
    setrlimit(RLIMIT_NOFILE, &before_);
    for (const int copy : copies_) {
      close(copy);
    }
  }
  NoDescriptorsLeft(const NoDescriptorsLeft&) = delete;
  NoDescriptorsLeft& operator=(const NoDescriptorsLeft&) = delete;

 private:
  rlimit before_{};
  std::vector<int> copies_;
};

bool was_refused_a_descriptor() {
  for (const auto end = std::chrono::steady_clock::now() + 20s;
       std::chrono::steady_clock::now() < end; std::this_thread::yield()) {
    const auto lines = support::take_log_lines();
    if (std::ranges::any_of(lines, [](const std::string& line) {
          return line.find("cannot accept a connection") != std::string::npos;
        })) {
      return true;
    }
  }
  return false;
}

BOOST_AUTO_TEST_CASE(without_descriptors_those_who_are_connected_are_served_and_the_others_later) {
  const RunningLoop loop{1};
  const FastCgiClient connected{loop.path()};
  BOOST_TEST(body_of(connected.ask(request("GET"))) == "GET /echo 0");
  std::unique_ptr<FastCgiClient> waiting;
  {
    // A socket of its own for the client before there are none left.
    const int reserved = dup(0);
    const NoDescriptorsLeft none;
    close(reserved);
    waiting = std::make_unique<FastCgiClient>(loop.path());
    BOOST_TEST(was_refused_a_descriptor());
    BOOST_TEST(body_of(connected.ask(request("POST", "x"))) == "POST /echo 1");
  }
  BOOST_TEST(body_of(waiting->ask(request("GET"))) == "GET /echo 0");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
