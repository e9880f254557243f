// Captures the lines of the log, so that tests can check them.
#pragma once

#include <string>
#include <vector>

namespace daymark::support {

/// From now on, log lines are stored in memory instead of being written.
void keep_log_lines();

/// Flushes the log and returns the lines that were stored since the last call.
[[nodiscard]] std::vector<std::string> take_log_lines();

/// Removes the complete lines from the front of `text` and returns them without line ends.
[[nodiscard]] std::vector<std::string> split_lines(std::string& text);

}  // namespace daymark::support
