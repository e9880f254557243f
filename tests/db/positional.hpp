// A query as PostgreSQL takes it: `:name` turned into `$1`, `$2`, …, as a driver does it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace daymark::db_tests {

struct Positional {
  std::string text;
  std::vector<std::string> names;  // of $1, $2, …
};

[[nodiscard]] Positional to_positional(std::string_view query);

}  // namespace daymark::db_tests
