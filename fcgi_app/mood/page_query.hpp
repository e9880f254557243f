// The query string of GET /mood, and the cursor of its next page, which is opaque to clients.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mood/entry.hpp"
#include "server/request.hpp"

namespace daymark::mood {

/// Throws a Refusal that names all faults.
[[nodiscard]] PageWanted read_page_wanted(const server::Request& request);

/// Returns what the query of the next page has besides limit and cursor (`&from=2026-03-10`).
[[nodiscard]] std::string next_page_days(const PageWanted& wanted);

[[nodiscard]] std::string write_cursor(const PagePosition& position);

/// nullopt if write_cursor did not write it.
[[nodiscard]] std::optional<PagePosition> read_cursor(std::string_view cursor);

}  // namespace daymark::mood
