// The catalogue as JSON: reads the fields of requests, and writes answers.
#pragma once

#include "achievements/achievement.hpp"
#include "server/fields.hpp"
#include "server/json.hpp"

namespace daymark::achievements {

/// Reads POST /achievements. Adds faults to `fields`; use the result only if there are none.
[[nodiscard]] NewAchievement read_new_achievement(server::Fields& fields);

/// Reads POST /users/{username}/achievements, with faults as above.
[[nodiscard]] NewAward read_new_award(server::Fields& fields, Instant now);

void write_achievement(server::json::Writer& out, const Achievement& achievement);

}  // namespace daymark::achievements
