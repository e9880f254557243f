#include "routes.hpp"

#include <array>
#include <cstdio>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace daymark::http_tests {

std::map<std::string, Route> read_routes() {
  const std::string command = std::string{"'"} + DAYMARK_WORKER + "' --routes";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe{popen(command.c_str(), "r"), pclose};
  if (!pipe) {
    throw std::runtime_error{"cannot start: " + command};
  }
  std::map<std::string, Route> routes;
  std::array<char, 1024> line{};
  while (std::fgets(line.data(), static_cast<int>(line.size()), pipe.get()) != nullptr) {
    std::istringstream words{line.data()};
    std::string method;
    std::string path;
    words >> method >> path;
    auto& route = routes[method + " " + path];
    words >> route.access;
    for (int status = 0; words >> status;) {
      route.statuses.insert(status);
    }
  }
  return routes;
}

}  // namespace daymark::http_tests
