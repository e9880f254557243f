// The program's own table of routes, as it prints it.
#pragma once

#include <map>
#include <set>
#include <string>

namespace daymark::http_tests {

struct Route {
  std::string access;  // `everybody`, `member`, `admin`
  std::set<int> statuses;
};

/// What `daymark-worker --routes` prints (`GET /mood/{id} member 200 401 404`), by method and path.
[[nodiscard]] std::map<std::string, Route> read_routes();

}  // namespace daymark::http_tests
