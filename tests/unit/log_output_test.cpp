// How lines leave: whole, in order, soon, and all of them.
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <climits>
#include <cstdint>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "server/json.hpp"
#include "server/log.hpp"
#include "support/deadline.hpp"
#include "support/log_lines.hpp"

namespace daymark::unit_tests {
namespace {

constexpr int kPatienceMs = 60'000;

/// The log goes through a pipe as long as this lives.
class LogPipe {
 public:
  enum class Kind { kStream, kPieces };

  /// kPieces: what is written in one piece can be read in one piece.
  explicit LogPipe(Kind kind = Kind::kStream) {
    BOOST_REQUIRE((kind == Kind::kStream
                       ? pipe2(ends_.data(), O_CLOEXEC)
                       : socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends_.data())) == 0);
    server::start_log("tests", write_end());
  }
  ~LogPipe() {
    end();
    close(ends_[0]);
  }
  LogPipe(const LogPipe&) = delete;
  LogPipe& operator=(const LogPipe&) = delete;

  [[nodiscard]] int write_end() const { return ends_[1]; }

  /// No more lines come into it.
  void end() {
    if (ends_[1] >= 0) {
      support::keep_log_lines();
      close(ends_[1]);
      ends_[1] = -1;
    }
  }

  /// What can be read in one go, after `wait_ms` at most. Nothing where there is nothing.
  [[nodiscard]] std::string read(int wait_ms) const {
    pollfd descriptor{.fd = ends_[0], .events = POLLIN, .revents = 0};
    if (poll(&descriptor, 1, wait_ms) != 1) {
      return "";
    }
    std::string text(std::size_t{64} * 1024, '\0');
    const auto count = ::read(ends_[0], text.data(), text.size());
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return text;
  }

  /// Everything up to the end.
  [[nodiscard]] std::vector<std::string> read_lines() const {
    std::string text;
    for (auto part = read(kPatienceMs); !part.empty(); part = read(kPatienceMs)) {
      text += part;
    }
    auto lines = support::split_lines(text);
    BOOST_TEST(text == "");
    return lines;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

void log_request_to(const std::string& path) {
  server::Request request;
  request.method = "GET";
  request.path = path;
  request.request_id = "an-id";
  server::log_request(request, 200, {});
}

std::string member(const std::string& line, std::string_view key) {
  const auto value = server::json::parse(line);
  for (const auto& member : std::get<server::json::Object>(value.data)) {
    if (member.key == key) {
      return std::get<std::string>(member.value.data);
    }
  }
  return "";
}

/// Lines with the path /WHO/NUMBER: how many each has. The numbers of each count from 0.
std::map<std::string, int> count_in_order(const std::vector<std::string>& lines) {
  std::map<std::string, int> counts;
  for (const auto& line : lines) {
    const auto path = member(line, "path");
    const auto slash = path.rfind('/');
    BOOST_REQUIRE(slash != std::string::npos);
    auto& count = counts[member(line, "pool") + path.substr(0, slash)];
    BOOST_REQUIRE_EQUAL(path.substr(slash + 1), std::to_string(count));
    ++count;
  }
  return counts;
}

/// Runs the program that logs and ends; its standard output is `output`.
pid_t spawn_short_program(const char* pool, const char* lines, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  std::string program = DAYMARK_SHORT_PROGRAM;
  std::string first = pool;
  std::string second = lines;
  const std::array<char*, 4> arguments{program.data(), first.data(), second.data(), nullptr};
  pid_t process = 0;
  BOOST_REQUIRE(
      posix_spawn(&process, program.c_str(), &actions, nullptr, arguments.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  return process;
}

bool ends_well(pid_t process) {
  int status = 0;
  return waitpid(process, &status, 0) == process && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

BOOST_AUTO_TEST_SUITE(log_output)

BOOST_AUTO_TEST_CASE(lines_of_many_threads_come_whole_and_each_thread_s_in_order) {
  constexpr int kThreads = 8;
  constexpr int kLines = 2000;
  LogPipe pipe;
  // A full pipe is waited for even where it says so itself.
  BOOST_REQUIRE(fcntl(pipe.write_end(), F_SETFL, O_NONBLOCK) == 0);
  std::jthread all{[&] {
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([i] {
          for (int line = 0; line < kLines; ++line) {
            log_request_to(fmt::format("/{}/{}", i, line));
          }
        });
      }
    }
    pipe.end();
  }};
  const auto counts = count_in_order(pipe.read_lines());
  BOOST_TEST(counts.size() == kThreads);
  for (const auto& [thread, count] : counts) {
    BOOST_TEST(count == kLines, thread << " has " << count);
  }
}

BOOST_AUTO_TEST_CASE(lines_of_several_processes_in_one_pipe_come_whole_and_to_the_last_one) {
  LogPipe pipe;
  std::vector<pid_t> processes;
  for (const char* pool : {"one", "two", "three"}) {
    processes.push_back(spawn_short_program(pool, "3000", pipe.write_end()));
  }
  pipe.end();
  const auto counts = count_in_order(pipe.read_lines());
  for (const auto process : processes) {
    BOOST_TEST(ends_well(process));
  }
  const std::map<std::string, int> expected{{"one/ends", 3000},   {"one/stays", 3000},
                                            {"two/ends", 3000},   {"two/stays", 3000},
                                            {"three/ends", 3000}, {"three/stays", 3000}};
  BOOST_TEST((counts == expected));
}

BOOST_AUTO_TEST_CASE(what_a_program_logged_last_is_written_before_it_ends) {
  LogPipe pipe;
  const auto process = spawn_short_program("last", "1", pipe.write_end());
  pipe.end();
  const std::map<std::string, int> expected{{"last/ends", 1}, {"last/stays", 1}};
  BOOST_TEST((count_in_order(pipe.read_lines()) == expected));
  BOOST_TEST(ends_well(process));
}

BOOST_AUTO_TEST_CASE(a_line_leaves_though_no_other_one_follows) {
  const LogPipe pipe;
  // After the first one nobody has anything to do until the second one comes.
  for (const std::string path : {"/first", "/second"}) {
    log_request_to(path);
    BOOST_TEST(member(pipe.read(kPatienceMs), "path") == path);
  }
}

BOOST_AUTO_TEST_CASE(an_event_leaves_at_once_after_what_its_thread_logged_before) {
  const LogPipe pipe;
  log_request_to("/before");
  server::log_warning("something");
  auto text = pipe.read(0);
  auto lines = support::split_lines(text);
  // The line before it may have left already, and been read alone.
  for (auto rest = pipe.read(0); !rest.empty(); rest = pipe.read(0)) {
    for (const auto& line : support::split_lines(rest)) {
      lines.push_back(line);
    }
  }
  BOOST_REQUIRE(lines.size() == 2U);
  BOOST_TEST(member(lines[0], "path") == "/before");
  BOOST_TEST(member(lines[1], "event") == "something");
  server::log_info("started");
  BOOST_TEST(member(pipe.read(0), "event") == "started");
}

BOOST_AUTO_TEST_CASE(a_thread_that_ends_leaves_nothing_behind) {
  const LogPipe pipe;
  std::jthread{[] { log_request_to("/last"); }}.join();
  BOOST_TEST(member(pipe.read(0), "path") == "/last");
}

BOOST_AUTO_TEST_CASE(lines_leave_together_in_pieces_that_a_pipe_keeps_whole) {
  constexpr int kLines = 100;  // a socket, unlike a pipe, asks to wait long before it is full
  const LogPipe pipe{LogPipe::Kind::kPieces};
  for (int i = 0; i < kLines; ++i) {
    // Lines of all lengths, so that some piece would end within one.
    log_request_to("/" + std::string(static_cast<std::size_t>(i), 'x'));
  }
  server::flush_log();
  std::size_t lines = 0;
  int pieces = 0;
  for (auto piece = pipe.read(0); !piece.empty(); piece = pipe.read(0), ++pieces) {
    BOOST_TEST(piece.size() <= static_cast<std::size_t>(PIPE_BUF));
    lines += support::split_lines(piece).size();
    BOOST_TEST(piece == "");
  }
  BOOST_TEST(lines == kLines);
  BOOST_TEST(pieces < kLines / 2);
}

BOOST_AUTO_TEST_CASE(
    nobody_waits_long_for_a_reader_that_stands_still_and_what_is_dropped_is_counted) {
  constexpr int kLines = 5000;  // more than a pipe takes
  const LogPipe pipe;
  const auto start = support::SteadyClock::now();
  for (int i = 0; i < kLines; ++i) {
    log_request_to("/" + std::to_string(i));
  }
  server::flush_log();
  BOOST_TEST((support::SteadyClock::now() - start < std::chrono::milliseconds{kPatienceMs / 2}));

  std::int64_t arrived = 0;
  std::int64_t dropped = 0;
  std::string text;
  const auto take = [&] {
    for (auto part = pipe.read(0); !part.empty(); part = pipe.read(0)) {
      text += part;
    }
    for (const auto& line : support::split_lines(text)) {
      if (member(line, "event").empty()) {
        ++arrived;
      } else {
        dropped += std::stoi(line.substr(line.find(R"("lines":)") + 8));
      }
    }
  };
  take();
  BOOST_TEST(arrived > 0);
  BOOST_TEST(arrived < kLines);
  BOOST_TEST(dropped == 0);
  log_request_to("/after");
  server::flush_log();
  take();
  BOOST_TEST(arrived + dropped == kLines + 1);
}

BOOST_AUTO_TEST_CASE(a_line_that_no_pipe_keeps_whole_is_written_alone) {
  const LogPipe pipe{LogPipe::Kind::kPieces};
  log_request_to("/before");
  const std::string text(2 * std::size_t{PIPE_BUF}, 'x');
  server::log_warning(text);
  BOOST_TEST(member(pipe.read(0), "path") == "/before");
  BOOST_TEST(member(pipe.read(0), "event") == text);
  log_request_to("/after");
  BOOST_TEST(member(pipe.read(kPatienceMs), "path") == "/after");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
