// Achievements and statistics over HTTP: what a request must have, and the response of each route.
#pragma once

#include <optional>

#include "accounts/account.hpp"
#include "achievements/achievement.hpp"
#include "server/request.hpp"
#include "server/token.hpp"

namespace daymark {
struct Context;
}

namespace daymark::achievements::api {

using accounts::Account;
using accounts::Administrator;
using accounts::UsernameKey;
using server::Credentials;
using server::Request;
using server::Response;

// These read a request. Each throws a Refusal that names all faults.
NewAchievement read_new_achievement(const Request& request);
NewAward read_new_award(const Request& request);

// GET and POST /achievements
Response list_catalogue(Context&, const Request&, const std::optional<Credentials>&,
                        CatalogueWanted);
Response add(Context&, const Request&, const Administrator&, const NewAchievement&);

// GET, POST and DELETE /users/{username}/achievements
Response list_awards(Context&, const Request&, const UsernameKey&, const Account&,
                     const AwardsWanted&);
Response award(Context&, const Request&, const UsernameKey&, const Administrator&, const NewAward&);
Response take_back(Context&, const Request&, const UsernameKey&, const AchievementCode&,
                   const Administrator&);

// GET /statistics and /statistics/seven-days-in-a-row
Response tell_statistics(Context&, const Request&, const Account&);
Response list_seven_days(Context&, const Request&, const Account&, const SevenDaysWanted&);

}  // namespace daymark::achievements::api
