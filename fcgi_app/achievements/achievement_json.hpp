// The catalogue as JSON: the fields that a request may bring, and what is answered.
#pragma once

#include "achievements/achievement.hpp"
#include "server/fields.hpp"
#include "server/json.hpp"

namespace daymark::achievements {

/// The fields of POST /achievements. What is faulty is noted in `fields`; the answer is worth
/// something only where nothing is.
[[nodiscard]] NewAchievement read_new_achievement(server::Fields& fields);

/// The fields of POST /users/{username}/achievements.
[[nodiscard]] NewAward read_new_award(server::Fields& fields, Instant now);

void write_achievement(server::json::Writer& out, const Achievement& achievement);

}  // namespace daymark::achievements
