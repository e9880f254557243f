// The least that a FastCGI application can do: a fixed answer of the size of a page, by threads
// that libfcgi accepts for. usage: empty_responder THREADS, with the listening socket as file
// descriptor 0
#include <fcgiapp.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

int main(int, char** argv) {
  const std::string reply =
      "Content-Type: application/json\r\n\r\n{\"moods\":\"" + std::string(5600, 'x') + "\"}";
  FCGX_Init();
  std::signal(SIGTERM, SIG_DFL);
  std::vector<std::jthread> threads;
  for (int i = std::atoi(argv[1]); i > 0; --i) {
    threads.emplace_back([&reply] {
      FCGX_Request request;
      FCGX_InitRequest(&request, 0, 0);
      while (FCGX_Accept_r(&request) == 0) {
        char body[1024];
        while (FCGX_GetStr(body, sizeof body, request.in) > 0) {
        }
        FCGX_PutStr(reply.data(), static_cast<int>(reply.size()), request.out);
        FCGX_Finish_r(&request);
      }
    });
  }
}
