// ./daymark and other programs of the repository, called as a person does.
#pragma once

#include <string>
#include <string_view>

namespace daymark::http_tests {

struct Outcome {
  int status = -1;
  /// Of stdout and stderr.
  std::string output;
};

/// Runs a command of the shell. Throws std::runtime_error where it cannot be started.
[[nodiscard]] Outcome run(const std::string& command);

/// A program of the repository, quoted for the shell.
[[nodiscard]] std::string program(std::string_view path);

}  // namespace daymark::http_tests
