// short_program POOL LINES: logs LINES requests in each of two threads and ends. One of them has
// not ended by then.
#include <fmt/format.h>

#include <charconv>
#include <semaphore>
#include <string_view>
#include <thread>

#include "server/log.hpp"
#include "startup.hpp"

namespace {

using namespace daymark;

void log_requests(std::string_view who, int count) {
  for (int i = 0; i < count; ++i) {
    const auto path = fmt::format("/{}/{}", who, i);
    server::Request request;
    request.method = "GET";
    request.path = path;
    request.request_id = "an-id";
    server::log_request(request, 200, {});
  }
}

void log_in_two_threads(int count) {
  static std::binary_semaphore has_logged{0};
  static std::binary_semaphore never{0};
  std::thread{[count] {
    log_requests("stays", count);
    has_logged.release();
    never.acquire();
  }}.detach();
  std::jthread{[count] { log_requests("ends", count); }}.join();
  has_logged.acquire();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("short_program", [&] {
    const std::string_view lines = argc == 3 ? argv[2] : "";
    int count = 0;
    std::from_chars(lines.data(), lines.data() + lines.size(), count);
    server::start_log(argv[1]);
    log_in_two_threads(count);
  });
}
