#include "server/loop.hpp"

#include <fcgiapp.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <system_error>
#include <thread>
#include <unordered_map>
#include <vector>

#include "server/log.hpp"
#include "shared/clock.hpp"

namespace daymark::server {

using std::chrono::microseconds;
using std::chrono::steady_clock;

/// One connection from nginx. libfcgi never gets the listener: FCGX_Accept_r reads from the
/// connection that it is given and returns an error when that one is closed.
class Loop::Connection {
 public:
  /// How long nginx may stall while it sends a request or takes an answer.
  static constexpr timeval kPeerTimeout{.tv_sec = 30, .tv_usec = 0};

  /// A request that nobody reads the answer of is looked for only after this time: usual ones are
  /// over by then, and need no system call for it.
  static constexpr std::chrono::seconds kWaitedLong{1};

  explicit Connection(int socket) {
    FCGX_InitRequest(&fcgi_, -1, 0);
    fcgi_.ipcFd = socket;
    // FCGX_Accept_r first finishes the previous request. There is none yet, so the connection must
    // stay open.
    fcgi_.keepConnection = 1;
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &kPeerTimeout, sizeof kPeerTimeout);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &kPeerTimeout, sizeof kPeerTimeout);
  }
  ~Connection() {
    FCGX_Free(&fcgi_, 0);
    if (fcgi_.ipcFd >= 0) {
      close(fcgi_.ipcFd);
    }
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] int socket() const { return fcgi_.ipcFd; }
  [[nodiscard]] FCGX_Request& fcgi() { return fcgi_; }

  /// Returns true if the request has waited long and nginx has closed the connection since.
  [[nodiscard]] bool is_abandoned() const {
    if (steady_clock::now() - started < kWaitedLong) {
      return false;
    }
    pollfd peer{.fd = socket(), .events = 0, .revents = 0};
    return poll(&peer, 1, 0) > 0 && (peer.revents & POLLHUP) != 0;
  }

  Request request;  // the one that is being answered
  steady_clock::time_point started;

  /// Gives the connection to the thread that gets its next event; the caller must not touch it
  /// afterwards. epoll orders the two threads, but not in C++'s memory model, so a mutex does.
  bool hand_over(int epoll, int operation) {
    epoll_event event{.events = EPOLLIN | EPOLLONESHOT, .data = {.ptr = this}};
    const std::lock_guard lock{handing_over_};
    return epoll_ctl(epoll, operation, socket(), &event) == 0;
  }
  void take_over() { const std::lock_guard lock{handing_over_}; }

 private:
  FCGX_Request fcgi_{};
  std::mutex handing_over_;
};

/// All open connections, busy and idle.
struct Loop::Connections {
  Connection* add(int socket) {
    auto connection = std::make_unique<Connection>(socket);
    auto* address = connection.get();
    const std::lock_guard lock{mutex};
    open.emplace(address, std::move(connection));
    return address;
  }

  void remove(Connection* connection) {
    const std::lock_guard lock{mutex};
    open.erase(connection);
  }

  std::mutex mutex;
  std::unordered_map<Connection*, std::unique_ptr<Connection>> open;
};

namespace {

/// How long to stop accepting when there are no file descriptors or no memory.
constexpr int kAcceptPauseMs = 50;

/// After the shutdown: how long no request may come before idle connections are closed.
constexpr int kDrainSilenceMs = 100;

/// How many bytes of a body are read at a time.
constexpr std::size_t kChunkBytes = std::size_t{16} * 1024;

Variables read_variables(const FCGX_Request& fcgi) {
  Variables variables;
  for (char** entry = fcgi.envp; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) {
      variables.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return variables;
}

std::size_t read(FCGX_Request& fcgi, std::span<char> chunk) {
  const int count = FCGX_GetStr(chunk.data(), static_cast<int>(chunk.size()), fcgi.in);
  return static_cast<std::size_t>(count > 0 ? count : 0);
}

/// Reads the body. If it is larger than kBodyBytesMax, only the beginning: the handler can read the
/// remainder with `read_rest`.
void read_body(FCGX_Request& fcgi, Request& request) {
  std::array<char, kChunkBytes> chunk;  // uninitialised: read() writes it first
  for (std::size_t count = 1; count != 0 && request.body.size() <= kBodyBytesMax;) {
    count = read(fcgi, chunk);
    request.body.append(chunk.data(), count);
  }
  request.body_too_large = request.body.size() > kBodyBytesMax;
  if (request.body_too_large) {
    request.read_rest = [&fcgi](std::span<char> part) { return read(fcgi, part); };
  } else {
    request.body_cut_off = request.body.size() != request.content_length;
  }
}

/// Discards the unread part of the body: nginx would otherwise block while it sends it.
void read_to_end(FCGX_Request& fcgi) {
  std::array<char, kChunkBytes> chunk;  // uninitialised: its contents are ignored
  while (read(fcgi, chunk) != 0) {
  }
}

/// The reason phrases of RFC 9110, and of RFC 6585 for 429.
std::string_view reason(int status) {
  static const std::map<int, std::string_view> phrases{
      {200, "OK"},
      {201, "Created"},
      {204, "No Content"},
      {304, "Not Modified"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {409, "Conflict"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {422, "Unprocessable Content"},
      {429, "Too Many Requests"},
      {500, "Internal Server Error"},
      {503, "Service Unavailable"},
  };
  const auto phrase = phrases.find(status);
  return phrase == phrases.end() ? "Other" : phrase->second;
}

/// Returns false if nginx does not accept the bytes.
bool put(FCGX_Request& fcgi, std::string_view text) {
  return FCGX_PutStr(text.data(), static_cast<int>(text.size()), fcgi.out) >= 0;
}

/// Returns false if `next` throws. If nginx goes away, the remaining parts are skipped: true.
bool write_parts(FCGX_Request& fcgi, const Request& request, const WriteBody& next) {
  try {
    std::string part;
    while (next(part)) {
      if (!put(fcgi, part)) {
        break;
      }
      part.clear();
    }
    return true;
  } catch (const std::exception& error) {
    log_warning(fmt::format("an answer broke off: {}", error.what()), request.request_id);
    return false;
  }
}

/// Returns false if the body broke off in write_parts: then the answer must not look complete.
bool write_response(FCGX_Request& fcgi, const Request& request, const Response& response) {
  std::string head;
  const auto out = std::back_inserter(head);
  fmt::format_to(out, "Status: {} {}\r\nX-Request-Id: {}\r\n", response.status,
                 reason(response.status), request.request_id);
  const bool has_body = response.status != 204 && response.status != 304;
  if (has_body) {
    fmt::format_to(out, "Content-Type: {}\r\n", response.content_type);
  }
  if (has_body && !response.write_body) {
    fmt::format_to(out, "Content-Length: {}\r\n", response.body.size());
  }
  for (const auto& [name, value] : response.headers) {
    fmt::format_to(out, "{}: {}\r\n", name, value);
  }
  head += "\r\n";
  // libfcgi buffers both and sends them together.
  const bool is_taken = put(fcgi, head) && (request.method == "HEAD" || put(fcgi, response.body));
  return !is_taken || !response.write_body || request.method == "HEAD" ||
         write_parts(fcgi, request, response.write_body);
}

void check(bool worked, const char* what) {
  if (!worked) {
    throw std::system_error{errno, std::system_category(), what};
  }
}

}  // namespace

Loop::Loop(int listener, int shutdown)
    : listener_(listener),
      shutdown_(shutdown),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      task_posted_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      connections_(std::make_unique<Connections>()) {
  check(epoll_ >= 0, "epoll_create1");
  check(task_posted_ >= 0, "eventfd");
  const int flags = fcntl(listener, F_GETFL);
  check(flags >= 0 && fcntl(listener, F_SETFL, flags | O_NONBLOCK) == 0, "the listening socket");
  check(FCGX_Init() == 0, "FCGX_Init");
  // Several processes wait for the same listener. EPOLLEXCLUSIVE: a connection does not wake all.
  epoll_event connections{.events = EPOLLIN | EPOLLEXCLUSIVE, .data = {.ptr = &listener_}};
  check(epoll_ctl(epoll_, EPOLL_CTL_ADD, listener, &connections) == 0, "epoll_ctl");
  epoll_event end{.events = EPOLLIN, .data = {.ptr = &shutdown_}};
  check(epoll_ctl(epoll_, EPOLL_CTL_ADD, shutdown, &end) == 0, "epoll_ctl");
  // Edge-triggered: each write is one event, and the eventfd need not be read.
  epoll_event task{.events = EPOLLIN | EPOLLET, .data = {.ptr = &task_posted_}};
  check(epoll_ctl(epoll_, EPOLL_CTL_ADD, task_posted_, &task) == 0, "epoll_ctl");
}

Loop::~Loop() {
  connections_.reset();
  close(task_posted_);
  close(epoll_);
}

void Loop::run(int threads, const MakeContext& make_context, const Answerer& answer) {
  {
    std::vector<std::jthread> running;
    running.reserve(static_cast<std::size_t>(threads));
    for (int i = 0; i < threads; ++i) {
      running.emplace_back([&] { serve(*make_context(), answer); });
    }
  }
  drain(*make_context(), answer);
}

void Loop::serve(Context& context, const Answerer& answer) {
  for (;;) {
    epoll_event event{};
    if (epoll_wait(epoll_, &event, 1, -1) < 0) {
      check(errno == EINTR, "epoll_wait");
      continue;
    }
    if (event.data.ptr == &shutdown_) {
      return;
    }
    if (event.data.ptr == &listener_) {
      accept_connection();
    } else if (event.data.ptr == &task_posted_) {
      do_task(context);
    } else {
      serve_connection(event, context, answer);
    }
  }
}

void Loop::serve_connection(const epoll_event& event, Context& context, const Answerer& answer) {
  auto* connection = static_cast<Connection*>(event.data.ptr);
  connection->take_over();
  // nginx closes the connection of a client that has gone. What such a client sent is not begun.
  if ((event.events & EPOLLHUP) != 0) {
    connections_->remove(connection);
  } else {
    serve_request(*connection, context, answer);
  }
}

void Loop::serve_request(Connection& connection, Context& context, const Answerer& answer) {
  auto& fcgi = connection.fcgi();
  // `detached` makes libfcgi close a connection without waiting for nginx. The wait uses select(),
  // which writes outside its fd_set for descriptors from 1024 on.
  fcgi.detached = 1;
  if (FCGX_Accept_r(&fcgi) != 0) {
    connections_->remove(&connection);
    return;
  }
  connection.started = steady_clock::now();
  connection.request = make_request(read_variables(fcgi), shared::read_clock());
  connection.request.is_abandoned = [&connection] { return connection.is_abandoned(); };
  read_body(fcgi, connection.request);
  answer(context, connection.request,
         [this, &connection](const Response& response) { send(connection, response); });
}

void Loop::send(Connection& connection, const Response& response) {
  auto& fcgi = connection.fcgi();
  read_to_end(fcgi);
  const bool is_whole = write_response(fcgi, connection.request, response);
  // A request whose body may come has its line when it comes.
  if (!connection.request.is_before_body || response.status != 204) {
    log_request(connection.request, response.status,
                std::chrono::duration_cast<microseconds>(steady_clock::now() - connection.started));
  }
  if (is_whole) {
    FCGX_Finish_r(&fcgi);
  }
  // Closing without FCGI_END_REQUEST makes nginx break off the client's answer too.
  if (is_draining_ || !is_whole || connection.socket() < 0 ||
      !connection.hand_over(epoll_, EPOLL_CTL_MOD)) {
    connections_->remove(&connection);
  }
}

void Loop::post(Task task) {
  {
    const std::lock_guard lock{tasks_mutex_};
    tasks_.push_back(std::move(task));
  }
  eventfd_write(task_posted_, 1);
}

/// Runs one posted task. Returns false if there is none.
bool Loop::do_task(Context& context) {
  Task task;
  bool are_more_left = false;
  {
    const std::lock_guard lock{tasks_mutex_};
    if (tasks_.empty()) {
      return false;
    }
    task = std::move(tasks_.front());
    tasks_.pop_front();
    are_more_left = !tasks_.empty();
  }
  if (are_more_left) {
    // Two posts at the same moment may be one event.
    eventfd_write(task_posted_, 1);
  }
  task(context);
  return true;
}

void Loop::drain(Context& context, const Answerer& answer) {
  is_draining_ = true;
  epoll_ctl(epoll_, EPOLL_CTL_DEL, listener_, nullptr);
  epoll_ctl(epoll_, EPOLL_CTL_DEL, shutdown_, nullptr);
  epoll_ctl(epoll_, EPOLL_CTL_DEL, task_posted_, nullptr);
  const auto do_tasks = [&] {
    while (do_task(context)) {
    }
  };
  do_tasks();
  epoll_event event{};
  while (epoll_wait(epoll_, &event, 1, kDrainSilenceMs) > 0) {
    serve_connection(event, context, answer);
    do_tasks();
  }
}

void Loop::accept_connection() {
  const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (socket >= 0) {
    auto* connection = connections_->add(socket);
    if (!connection->hand_over(epoll_, EPOLL_CTL_ADD)) {
      connections_->remove(connection);
    }
    return;
  }
  if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
    // New connections wait in the backlog. Throwing here would end the worker for a temporary lack.
    log_warning(
        fmt::format("cannot accept a connection: {}", std::system_category().message(errno)));
    pollfd end{.fd = shutdown_, .events = POLLIN, .revents = 0};
    poll(&end, 1, kAcceptPauseMs);
  }
}

}  // namespace daymark::server
