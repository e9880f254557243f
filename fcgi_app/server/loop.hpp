// FastCGI: from a listening socket to requests and back to answers. The only room that knows
// libfcgi.
//
// A few threads serve any number of connections. nginx keeps connections open between requests; an
// idle one waits in a shared epoll set and holds no thread, so that kept connections can never
// starve others.
#pragma once

#include <functional>
#include <memory>

#include "server/request.hpp"

namespace daymark::server {

/// Answers one request. Made once for each thread and used by that thread only; does not throw.
using Answerer = std::function<Response(Request&)>;
using MakeAnswerer = std::function<Answerer()>;

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
  void run(int threads, const MakeAnswerer& make_answerer);

 private:
  class Connection;
  struct Connections;

  void serve(const Answerer& answer);
  void accept_connection();

  /// Answers what nginx has sent on kept connections before it could know of the end, and closes
  /// each of them.
  void drain(const Answerer& answer);

  int listener_;
  int shutdown_;
  int epoll_;
  std::unique_ptr<Connections> connections_;
};

}  // namespace daymark::server
