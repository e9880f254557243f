// FastCGI: from a listening socket to requests and back to answers. The only room that knows
// libfcgi.
//
// A few threads serve any number of connections. nginx keeps connections open between requests; an
// idle one waits in a shared epoll set and holds no thread, so that kept connections can never
// starve others. Nor does a request whose answer comes later: its thread goes on to the next event.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "server/request.hpp"

namespace daymark {
struct Context;
}

namespace daymark::server {

/// What a thread works with. Made once for each thread and used by that thread only.
using MakeContext = std::function<std::shared_ptr<Context>()>;

/// Answers a request, then or later. It does not throw.
using Answerer = std::function<void(Context&, Request&, const Send&)>;

/// Work for some thread. It does not throw.
using Task = std::function<void(Context&)>;

class Loop {
 public:
  /// `listener`: a listening stream socket; it is made non-blocking. `shutdown`: a file descriptor
  /// that becomes (and stays) readable when the loop is to end. Throws std::system_error.
  Loop(int listener, int shutdown);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Serves with `threads` threads until the shutdown is asked for and the requests being answered
  /// are done.
  void run(int threads, const MakeContext& make_context, const Answerer& answer);

  /// Has another thread do it soon. For those who answer requests.
  void post(Task task);

 private:
  class Connection;
  struct Connections;

  void serve(Context& context, const Answerer& answer);
  void accept_connection();
  void serve_request(Connection& connection, Context& context, const Answerer& answer);
  void send(Connection& connection, const Response& response);
  bool do_task(Context& context);

  /// Answers what nginx has sent on kept connections before it could know of the end, and closes
  /// each of them.
  void drain(Context& context, const Answerer& answer);

  int listener_;
  int shutdown_;
  int epoll_;
  int task_posted_;  // an eventfd: each write wakes a thread
  bool is_draining_ = false;
  std::mutex tasks_mutex_;
  std::deque<Task> tasks_;
  std::unique_ptr<Connections> connections_;
};

}  // namespace daymark::server
