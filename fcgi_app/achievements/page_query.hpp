// The query strings of the lists: read from a request, and the cursors of their next pages.
// Cursors are in a form that means nothing to others.
#pragma once

#include <string>
#include <string_view>

#include "achievements/achievements.hpp"
#include "server/request.hpp"

namespace daymark::achievements {

/// Of GET /achievements, in `language`. Throws a Refusal that names all faults, as the others do.
[[nodiscard]] CatalogueWanted read_catalogue_wanted(const server::Request& request,
                                                    Language language);

/// Of GET /users/{username}/achievements.
[[nodiscard]] AwardsWanted read_awards_wanted(const server::Request& request,
                                              std::string username_key);

/// Of GET /statistics/seven-days-in-a-row.
[[nodiscard]] SevenDaysWanted read_seven_days_wanted(const server::Request& request);

/// The cursor of the page behind this one.
[[nodiscard]] std::string write_cursor(const Achievement& last);
[[nodiscard]] std::string write_cursor(const Award& last);
[[nodiscard]] std::string write_cursor(const SevenDays& last);

/// Nothing for what write_cursor did not write.
[[nodiscard]] std::optional<AwardPosition> read_award_cursor(std::string_view cursor);

}  // namespace daymark::achievements
