#include "server/loop.hpp"

#include <fcgiapp.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <system_error>
#include <thread>
#include <unordered_map>
#include <vector>

#include "server/log.hpp"

namespace daymark::server {

using std::chrono::microseconds;

/// One connection from nginx. libfcgi never sees the listener: with a connection given to it, it
/// does not accept one itself, and with none left to accept it returns.
class Loop::Connection {
 public:
  /// How long a peer may stall in the middle of a request or of taking an answer.
  static constexpr timeval kPeerTimeout{.tv_sec = 30, .tv_usec = 0};

  explicit Connection(int socket) {
    FCGX_InitRequest(&fcgi_, -1, 0);
    fcgi_.ipcFd = socket;
    // FCGX_Accept_r first finishes the request before, which there was none of.
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

  /// Hands the connection to the thread that gets its next event. From then on it is not to be
  /// touched. epoll keeps the two threads apart, but C++ cannot know that, so a mutex says it.
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

/// How long to leave the listener alone when there are no file descriptors or no memory left.
constexpr int kAcceptPauseMs = 50;

/// How long kept connections must be silent before they are closed at the end.
constexpr int kDrainSilenceMs = 100;

/// How much of a body is read at a time.
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

/// Reads the body; of one that is too large, the beginning. Whoever wants the rest reads on.
void read_body(FCGX_Request& fcgi, Request& request) {
  std::array<char, kChunkBytes> chunk;  // not zeroed: it is written before it is read
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

/// Reads what nobody wanted of a body: nginx must not be left writing.
void read_to_end(FCGX_Request& fcgi) {
  std::array<char, kChunkBytes> chunk;  // not zeroed: nobody reads it
  while (read(fcgi, chunk) != 0) {
  }
}

/// The phrases of RFC 9110 (and RFC 6585 for 429).
std::string_view reason(int status) {
  static const std::map<int, std::string_view> phrases{
      {200, "OK"},
      {201, "Created"},
      {204, "No Content"},
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

/// False where the peer does not take it.
bool put(FCGX_Request& fcgi, std::string_view text) {
  return FCGX_PutStr(text.data(), static_cast<int>(text.size()), fcgi.out) >= 0;
}

/// False where a part is missing that was to come.
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

/// False where the answer is not whole, and must not look as if it were.
bool write_response(FCGX_Request& fcgi, const Request& request, const Response& response) {
  std::string text = fmt::format("Status: {} {}\r\nX-Request-Id: {}\r\n", response.status,
                                 reason(response.status), request.request_id);
  if (response.status != 204) {
    text += fmt::format("Content-Type: {}\r\n", response.content_type);
  }
  if (response.status != 204 && !response.write_body) {
    text += fmt::format("Content-Length: {}\r\n", response.body.size());
  }
  for (const auto& [name, value] : response.headers) {
    text += fmt::format("{}: {}\r\n", name, value);
  }
  text += "\r\n";
  if (request.method != "HEAD") {
    text += response.body;
  }
  const bool is_taken = put(fcgi, text);
  return !is_taken || !response.write_body || request.method == "HEAD" ||
         write_parts(fcgi, request, response.write_body);
}

/// Serves one request. False where the connection is of no more use.
bool serve_request(FCGX_Request& fcgi, const Answerer& answer) {
  // "Detached" makes libfcgi close a connection plainly. It would otherwise wait for the peer with
  // select(), which writes beyond its set for descriptors from 1024 on.
  fcgi.detached = 1;
  if (FCGX_Accept_r(&fcgi) != 0) {
    return false;
  }
  const auto started = std::chrono::steady_clock::now();
  auto request = make_request(read_variables(fcgi),
                              std::chrono::floor<microseconds>(std::chrono::system_clock::now()));
  read_body(fcgi, request);
  const auto response = answer(request);
  read_to_end(fcgi);
  const bool is_whole = write_response(fcgi, request, response);
  log_request(request, response.status,
              std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - started));
  if (!is_whole) {
    // Without an end of the request, nginx breaks off too.
    return false;
  }
  FCGX_Finish_r(&fcgi);
  return fcgi.ipcFd >= 0;
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
      connections_(std::make_unique<Connections>()) {
  check(epoll_ >= 0, "epoll_create1");
  const int flags = fcntl(listener, F_GETFL);
  check(flags >= 0 && fcntl(listener, F_SETFL, flags | O_NONBLOCK) == 0, "the listening socket");
  check(FCGX_Init() == 0, "FCGX_Init");
  // Several processes wait on one listener: exclusive, so that a connection does not wake them all.
  epoll_event connections{.events = EPOLLIN | EPOLLEXCLUSIVE, .data = {.ptr = &listener_}};
  check(epoll_ctl(epoll_, EPOLL_CTL_ADD, listener, &connections) == 0, "epoll_ctl");
  epoll_event end{.events = EPOLLIN, .data = {.ptr = &shutdown_}};
  check(epoll_ctl(epoll_, EPOLL_CTL_ADD, shutdown, &end) == 0, "epoll_ctl");
}

Loop::~Loop() {
  connections_.reset();
  close(epoll_);
}

void Loop::run(int threads, const MakeAnswerer& make_answerer) {
  {
    std::vector<std::jthread> running;
    running.reserve(static_cast<std::size_t>(threads));
    for (int i = 0; i < threads; ++i) {
      running.emplace_back([this, &make_answerer] { serve(make_answerer()); });
    }
  }
  drain(make_answerer());
}

void Loop::serve(const Answerer& answer) {
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
      continue;
    }
    auto* connection = static_cast<Connection*>(event.data.ptr);
    connection->take_over();
    if (!serve_request(connection->fcgi(), answer) ||
        !connection->hand_over(epoll_, EPOLL_CTL_MOD)) {
      connections_->remove(connection);
    }
  }
}

void Loop::drain(const Answerer& answer) {
  epoll_ctl(epoll_, EPOLL_CTL_DEL, listener_, nullptr);
  epoll_ctl(epoll_, EPOLL_CTL_DEL, shutdown_, nullptr);
  epoll_event event{};
  while (epoll_wait(epoll_, &event, 1, kDrainSilenceMs) > 0) {
    auto* connection = static_cast<Connection*>(event.data.ptr);
    connection->take_over();
    [[maybe_unused]] const bool is_kept = serve_request(connection->fcgi(), answer);
    connections_->remove(connection);
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
    // Connections wait in the backlog meanwhile; leaving the loop would lose the worker for
    // nothing.
    log_warning(
        fmt::format("cannot accept a connection: {}", std::system_category().message(errno)));
    pollfd end{.fd = shutdown_, .events = POLLIN, .revents = 0};
    poll(&end, 1, kAcceptPauseMs);
  }
}

}  // namespace daymark::server
