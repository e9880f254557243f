#include "server/log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/types.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <climits>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "server/json.hpp"
#include "shared/digits.hpp"

namespace daymark::server {
namespace {

using std::chrono::seconds;

constexpr std::size_t kMethodLengthMax = 32;
constexpr std::size_t kPathLengthMax = 200;
constexpr std::size_t kAddressLengthMax = 45;  // of IPv6 with an IPv4 part

/// Standard output is a pipe that several processes share. A write of at most PIPE_BUF bytes to a
/// pipe is atomic (POSIX), so lines of different processes do not mix.
constexpr std::size_t kWriteBytesMax = PIPE_BUF;

class Buffer;

/// Shared by all threads. Never destroyed, because threads may log while the program ends.
struct Log {
  std::atomic<int> descriptor = STDOUT_FILENO;
  int own_descriptor = -1;                // the same, if start_log opened it
  std::string pool;                       // as JSON
  std::atomic<std::int64_t> dropped = 0;  // lines, since the pipe took one

  std::mutex mutex;  // guards `buffers`; taken when a thread begins or ends and by flush_log
  std::vector<Buffer*> buffers;

  std::mutex flusher_mutex;  // taken to wake the flusher, about ten times a second
  std::condition_variable lines_came;
  std::atomic<bool> has_lines = false;  // in any buffer, since the last flush began
  bool has_flusher = false;
};

Log& the_log() {
  static auto& log = *new Log;
  return log;
}

/// Appends the time. The text is made once a second; only the fraction is new in each line.
void append_now(std::string& line) {
  struct Second {
    std::chrono::sys_seconds instant;
    std::string text = shared::to_string(instant);
  };
  thread_local Second second;
  const auto now = shared::read_machine_clock();
  const auto instant = std::chrono::floor<seconds>(now);
  if (instant != second.instant) {
    second = Second{.instant = instant};
  }
  line.append(second.text, 0, second.text.size() - 1);  // without the Z
  if (now != instant) {
    line += '.';
    shared::append_digits(line, static_cast<int>((now - instant).count()), 6);
  }
  line += 'Z';
}

void append_number(std::string& line, std::int64_t number) {
  std::array<char, 20> digits;  // uninitialised: to_chars writes it first
  const auto* end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  line.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void begin_line(std::string& line, std::string_view level) {
  line += R"({"time":")";
  append_now(line);
  line += R"(","level":")";
  line += level;
  line += R"(","pool":)";
  line += the_log().pool;
}

/// Opens the pipe once more, not to be blocked by it. Others write to it too, so that its space may
/// be gone after poll(), and O_NONBLOCK on `descriptor` would be theirs too. Where that is
/// impossible, as with sockets, `descriptor` itself is used.
void open_for_log(int descriptor) {
  auto& log = the_log();
  const int own = ::open(fmt::format("/proc/self/fd/{}", descriptor).c_str(),
                         O_WRONLY | O_APPEND | O_NONBLOCK | O_CLOEXEC);
  log.descriptor = own >= 0 ? own : descriptor;
  if (log.own_descriptor >= 0) {
    ::close(log.own_descriptor);
  }
  log.own_descriptor = own;
}

/// Returns true if the pipe takes lines, or does so within `patience`.
bool has_space(int descriptor, std::chrono::milliseconds patience) {
  pollfd space{.fd = descriptor, .events = POLLOUT, .revents = 0};
  return ::poll(&space, 1, static_cast<int>(patience.count())) > 0;
}

/// Returns what was not written: whoever reads the log takes nothing for `patience`.
std::string_view write_some(int descriptor, std::string_view lines,
                            std::chrono::milliseconds patience) {
  while (!lines.empty() && has_space(descriptor, patience)) {
    const auto count = ::write(descriptor, lines.data(), lines.size());
    if (count >= 0) {
      lines.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EAGAIN && errno != EINTR) {
      break;
    }
  }
  return lines;
}

std::string dropped_line(std::int64_t count) {
  std::string line;
  begin_line(line, "warning");
  line += R"(,"event":"lines of the log were dropped","lines":)";
  append_number(line, count);
  line += "}\n";
  return line;
}

/// Requests do not wait for whoever reads the log: after kLogPatience lines are dropped and counted
/// until it reads again, and then their number is written first.
void write_out(std::string_view lines) {
  auto& log = the_log();
  const int descriptor = log.descriptor.load(std::memory_order_relaxed);
  const auto dropped = log.dropped.exchange(0);
  auto patience = kLogPatience;
  if (dropped > 0) {
    patience = {};
    if (!write_some(descriptor, dropped_line(dropped), patience).empty()) {
      log.dropped += dropped + std::ranges::count(lines, '\n');
      return;
    }
  }
  log.dropped += std::ranges::count(write_some(descriptor, lines, patience), '\n');
}

/// The flusher: started with the first buffered line, it sleeps while no line is buffered.
[[noreturn]] void flush_again_and_again() {
  auto& log = the_log();
  for (;;) {
    {
      std::unique_lock lock{log.flusher_mutex};
      log.lines_came.wait(lock, [&] { return log.has_lines.load(); });
    }
    std::this_thread::sleep_for(kFlushAfter);
    // Before the flush: a thread that adds a line during the flush must wake the flusher again.
    log.has_lines = false;
    flush_log();
  }
}

/// Returns false if the system cannot start a thread.
bool start_flusher() {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  // A signal must reach one of the program's own threads: in this one it would end the process.
  pthread_sigmask(SIG_SETMASK, &all, &before);
  bool is_started = true;
  try {
    std::thread{flush_again_and_again}.detach();
  } catch (const std::system_error&) {
    is_started = false;
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return is_started;
}

/// Makes the flusher write this buffer soon. Returns false if there is no flusher.
bool wake_flusher() {
  auto& log = the_log();
  if (log.has_lines.load(std::memory_order_relaxed)) {
    return true;
  }
  const std::lock_guard lock{log.flusher_mutex};
  log.has_flusher = log.has_flusher || start_flusher();
  log.has_lines = log.has_flusher;
  log.lines_came.notify_one();
  return log.has_flusher;
}

/// When a line is written: with the buffer, or at once.
enum class Leaving { kWithOthers, kAtOnce };

/// The lines of one thread that are not written yet. Only this thread and flush_log take its mutex,
/// which is also held during a write, so that lines stay in order.
class Buffer {
 public:
  Buffer() {
    // A full buffer and one more request's line: adding it never allocates memory.
    text_.reserve(2 * kWriteBytesMax);
    const std::lock_guard lock{the_log().mutex};
    the_log().buffers.push_back(this);
  }
  ~Buffer() {
    const std::lock_guard lock{the_log().mutex};
    flush();
    std::erase(the_log().buffers, this);
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  /// `render` appends a line to the text that it is given.
  template <typename Render>
  void add(const Render& render, Leaving leaving) {
    const std::lock_guard lock{mutex_};
    const auto begin = text_.size();
    render(text_);
    if (text_.size() > kWriteBytesMax) {
      write_out(std::string_view{text_}.substr(0, begin));
      text_.erase(0, begin);
    }
    if (leaving == Leaving::kAtOnce || !wake_flusher()) {
      write_all();
    }
  }

  void flush() {
    const std::lock_guard lock{mutex_};
    write_all();
  }

 private:
  void write_all() {
    write_out(text_);
    text_.clear();
  }

  std::mutex mutex_;
  std::string text_;  // whole lines, at most kWriteBytesMax bytes between two calls
};

Buffer& own_buffer() {
  thread_local Buffer buffer;
  return buffer;
}

/// Appends the beginning of a client's text as a JSON string; `?` for what is not printable ASCII.
void append_printable(std::string& line, std::string_view text, std::size_t length_max) {
  line += '"';
  for (const char c : text.substr(0, length_max)) {
    if (c == '"' || c == '\\') {
      line += '\\';
    }
    line += c < ' ' || c > '~' ? '?' : c;
  }
  line += '"';
}

std::string json_text(std::string_view text) {
  json::Writer out;
  out.text(text);
  return out.take();
}

std::string_view code(SecurityEvent event) {
  switch (event) {
    case SecurityEvent::kSignedUp:
      return "signed-up";
    case SecurityEvent::kSignedIn:
      return "signed-in";
    case SecurityEvent::kSignInFailed:
      return "sign-in-failed";
    case SecurityEvent::kSignInHeldUp:
      return "sign-in-held-up";
    case SecurityEvent::kSignedOut:
      return "signed-out";
    case SecurityEvent::kSessionEnded:
      return "session-ended";
    case SecurityEvent::kPasswordChanged:
      return "password-changed";
    case SecurityEvent::kAccountDeleted:
      return "account-deleted";
    case SecurityEvent::kAchievementAdded:
      return "achievement-added";
    case SecurityEvent::kAchievementAwarded:
      return "achievement-awarded";
    case SecurityEvent::kAwardTakenBack:
      return "award-taken-back";
    case SecurityEvent::kTaskLimitSet:
      return "task-limit-set";
  }
  return {};
}

void log_event(std::string_view level, std::string_view text, std::string_view request_id) {
  std::string line;
  begin_line(line, level);
  line += R"(,"event":)";
  line += json_text(text);
  if (!request_id.empty()) {
    line += R"(,"request_id":)";
    line += json_text(request_id);
  }
  line += "}\n";
  own_buffer().add([&](std::string& lines) { lines += line; }, Leaving::kAtOnce);
}

}  // namespace

void start_log(std::string_view pool, int descriptor) {
  flush_log();
  the_log().pool = json_text(pool);
  open_for_log(descriptor);
}

void log_request(const Request& request, int status, std::chrono::microseconds duration) {
  own_buffer().add(
      [&](std::string& line) {
        begin_line(line, "info");
        line += R"(,"request_id":)";
        append_printable(line, request.request_id, request.request_id.size());
        line += R"(,"method":)";
        append_printable(line, request.method, kMethodLengthMax);
        line += R"(,"path":)";
        append_printable(line, request.path, kPathLengthMax);
        line += R"(,"status":)";
        append_number(line, status);
        line += R"(,"duration_us":)";
        append_number(line, duration.count());
        line += "}\n";
      },
      Leaving::kWithOthers);
}

void log_warning(std::string_view text, std::string_view request_id) {
  log_event("warning", text, request_id);
}

void log_info(std::string_view text) { log_event("info", text, {}); }

void log_security(SecurityEvent event, const Request& request,
                  std::optional<shared::AccountId> account) {
  std::string line;
  begin_line(line, "info");
  line += R"(,"security":")";
  line += code(event);
  line += R"(","address":)";
  append_printable(line, request.variable("REMOTE_ADDR"), kAddressLengthMax);
  if (account) {
    line += R"(,"account":")";
    line += shared::to_string(*account);
    line += '"';
  }
  line += R"(,"path":)";
  append_printable(line, request.path, kPathLengthMax);
  line += R"(,"request_id":)";
  append_printable(line, request.request_id, request.request_id.size());
  line += "}\n";
  own_buffer().add([&](std::string& lines) { lines += line; }, Leaving::kAtOnce);
}

void flush_log() {
  auto& log = the_log();
  const std::lock_guard lock{log.mutex};
  for (auto* buffer : log.buffers) {
    buffer->flush();
  }
}

}  // namespace daymark::server
