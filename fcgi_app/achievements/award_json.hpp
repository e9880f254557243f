// An award as JSON. It is part of the answers of other features too, whose requests earn awards.
#pragma once

#include <vector>

#include "achievements/achievement.hpp"
#include "server/json.hpp"

namespace daymark::achievements {

void write_award(server::json::Writer& out, const Award& award);

/// The member `awarded`: what a request has earned.
void write_awarded(server::json::Writer& out, const std::vector<Award>& awards);

}  // namespace daymark::achievements
