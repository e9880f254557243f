#include "command.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace daymark::http_tests {

Outcome run(const std::string& command) {
  FILE* pipe = popen(("exec 2>&1; " + command).c_str(), "r");
  if (pipe == nullptr) {
    throw std::runtime_error{"cannot start: " + command};
  }
  Outcome outcome;
  std::array<char, 4096> part{};
  while (std::fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr) {
    outcome.output += part.data();
  }
  const int ended = pclose(pipe);
  outcome.status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
  return outcome;
}

std::string program(std::string_view path) {
  return "'" + std::string{DAYMARK_REPOSITORY} + "/" + std::string{path} + "' ";
}

}  // namespace daymark::http_tests
