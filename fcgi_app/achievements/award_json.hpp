// An award as JSON, also for the answers of other features whose requests earn awards.
#pragma once

#include <vector>

#include "achievements/achievement.hpp"
#include "server/json.hpp"

namespace daymark::achievements {

void write_award(server::json::Writer& out, const Award& award);

/// Writes the member `awarded`: the awards that a request has earned.
void write_awarded(server::json::Writer& out, const std::vector<Award>& awards);

}  // namespace daymark::achievements
