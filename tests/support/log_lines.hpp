// The lines that the log would have written, for tests to look at.
#pragma once

#include <string>
#include <vector>

namespace daymark::support {

/// From now on the log's lines are kept here instead of being written.
void keep_log_lines();

/// The lines kept since the last call.
[[nodiscard]] std::vector<std::string> take_log_lines();

/// Takes the whole lines off the front of a text.
[[nodiscard]] std::vector<std::string> split_lines(std::string& text);

}  // namespace daymark::support
