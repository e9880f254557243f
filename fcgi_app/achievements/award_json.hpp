// An award as JSON. It is part of the answers of other features too, whose requests earn awards.
#pragma once

#include "achievements/achievements.hpp"
#include "server/json.hpp"

namespace daymark::achievements {

void write_award(server::json::Writer& out, const Award& award);

}  // namespace daymark::achievements
