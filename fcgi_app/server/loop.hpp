// FastCGI: reads requests from a listening socket and writes the answers. Only loop.cpp uses
// libfcgi. A few threads serve any number of connections: an idle connection waits in a shared
// epoll set, and neither it nor a request that is answered later occupies a thread.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "server/request.hpp"

struct epoll_event;

namespace daymark {
struct Context;
}

namespace daymark::server {

/// Makes the context of one thread. Called once per thread; other threads do not use the result.
using MakeContext = std::function<std::shared_ptr<Context>()>;

/// Answers a request through Send, before it returns or later. It does not throw.
using Answerer = std::function<void(Context&, Request&, const Send&)>;

/// Work for a thread of the loop. It does not throw.
using Task = std::function<void(Context&)>;

class Loop {
 public:
  /// `listener`: a listening stream socket; it is made non-blocking. `shutdown`: a descriptor that
  /// becomes readable, and stays so, when the loop must end. Throws std::system_error.
  Loop(int listener, int shutdown);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Serves requests with `threads` threads. Returns after the shutdown, when all requests and
  /// posted tasks are done.
  void run(int threads, const MakeContext& make_context, const Answerer& answer);

  /// Queues a task for the next free thread of the loop. Any thread may call this.
  void post(Task task);

 private:
  class Connection;
  struct Connections;

  void serve(Context& context, const Answerer& answer);
  void accept_connection();
  void serve_connection(const ::epoll_event& event, Context& context, const Answerer& answer);
  void serve_request(Connection& connection, Context& context, const Answerer& answer);
  void send(Connection& connection, const Response& response);
  bool do_task(Context& context);

  /// Runs the posted tasks and answers the requests that nginx had sent before the shutdown. Closes
  /// each connection after its answer.
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
