// The query string of GET /mood, and the cursor of its next page, in a form that means nothing to
// others.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mood/entry.hpp"
#include "server/request.hpp"

namespace daymark::mood {

/// Throws a Refusal that names all faults.
[[nodiscard]] PageWanted read_page_wanted(const server::Request& request);

/// What the query of the next page says beside its limit and its cursor (`&from=2026-03-10`).
[[nodiscard]] std::string next_page_days(const PageWanted& wanted);

[[nodiscard]] std::string write_cursor(const PagePosition& position);

/// nullopt for what write_cursor did not write.
[[nodiscard]] std::optional<PagePosition> read_cursor(std::string_view cursor);

}  // namespace daymark::mood
