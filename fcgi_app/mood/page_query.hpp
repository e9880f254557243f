// The query string of GET /mood: read from a request, and written into the link to the next page.
#pragma once

#include <string>
#include <string_view>

#include "mood/mood.hpp"
#include "server/request.hpp"

namespace daymark::mood {

/// Throws a Refusal that names all faults.
[[nodiscard]] PageWanted read_page_wanted(const server::Request& request);

/// A Link header (RFC 8288) to the page that begins at `cursor`, of the same days and length.
[[nodiscard]] std::string next_link(const PageWanted& wanted, std::string_view cursor);

}  // namespace daymark::mood
