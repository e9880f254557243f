// The query string of GET /task.
#pragma once

#include "server/request.hpp"
#include "tasks/task.hpp"

namespace daymark::tasks {

/// Throws a Refusal that names all faults.
[[nodiscard]] PageWanted read_page_wanted(const server::Request& request);

}  // namespace daymark::tasks
