// What everybody who is signed in may know of an account, as JSON.
#pragma once

#include "achievements/achievement.hpp"
#include "server/json.hpp"

namespace daymark::achievements {

void write_user(server::json::Writer& out, const User& user);

}  // namespace daymark::achievements
