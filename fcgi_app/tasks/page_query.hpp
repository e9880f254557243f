// The query string of GET /task: read from a request, and written into the link to the next page.
#pragma once

#include <string>
#include <string_view>

#include "server/request.hpp"
#include "tasks/tasks.hpp"

namespace daymark::tasks {

/// Throws a Refusal that names all faults.
[[nodiscard]] PageWanted read_page_wanted(const server::Request& request);

/// The cursor of the page behind this one.
[[nodiscard]] std::string write_cursor(const Task& last);

/// A Link header (RFC 8288) to the page that begins at `cursor`, of the same length. It names the
/// day, so that it stays the same one when a new one begins.
[[nodiscard]] std::string next_link(int limit, CivilDay day, std::string_view cursor);

}  // namespace daymark::tasks
