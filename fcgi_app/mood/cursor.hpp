// The cursor of GET /mood: where the next page begins, in a form that means nothing to others.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mood/mood.hpp"

namespace daymark::mood {

[[nodiscard]] std::string write_cursor(const PagePosition& position);

/// Nothing for what write_cursor did not write.
[[nodiscard]] std::optional<PagePosition> read_cursor(std::string_view cursor);

}  // namespace daymark::mood
