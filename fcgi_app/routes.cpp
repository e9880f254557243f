#include "routes.hpp"

#include "accounts/api.hpp"
#include "achievements/api.hpp"
#include "mood/api.hpp"
#include "service/api.hpp"
#include "tasks/api.hpp"

namespace daymark {

using enum server::Access;
using enum server::Body;

std::span<const server::Route> routes() {
  // clang-format off
  static const std::vector<server::Route> table{
    {"POST",   "/signup",      kEverybody, kJson, {201, 403, 409}, accounts::api::sign_up},
    {"POST",   "/login",       kEverybody, kJson, {200, 401, 403, 429}, accounts::api::sign_in},
    {"POST",   "/logout",      kMember,    kNone, {204},           accounts::api::sign_out},
    {"POST",   "/auth/signup", kEverybody, kJson, {201, 403, 409}, accounts::api::sign_up_bearer},
    {"POST",   "/auth/signin", kEverybody, kJson, {200, 401, 403, 429},
     accounts::api::sign_in_bearer},
    {"GET",    "/me",          kMember,    kNone, {200},           accounts::api::get_account},
    {"PATCH",  "/me",          kMember,    kJson, {200, 429},      accounts::api::change_account},
    {"DELETE", "/me",          kMember,    kJson, {204, 429},      accounts::api::erase_account},
    {"GET",    "/sessions",    kMember,    kNone, {200},           accounts::api::list_sessions},
    {"DELETE", "/sessions/{id}", kMember,  kNone, {204, 404},      accounts::api::end_session},
    {"POST",   "/mood",        kMember,    kJson, {201},           mood::api::record},
    {"GET",    "/mood",        kMember,    kNone, {200},           mood::api::list},
    {"GET",    "/mood/days",   kMember,    kNone, {200},           mood::api::list_days},
    {"GET",    "/mood/export", kMember,    kNone, {200},           mood::api::export_entries},
    {"POST",   "/mood/import", kMember,    kStream, {200, 409},    mood::api::import_entries},
    {"GET",    "/mood/{id}",   kMember,    kNone, {200, 404},      mood::api::find},
    {"PATCH",  "/mood/{id}",   kMember,    kJson, {200, 404, 412}, mood::api::change},
    {"DELETE", "/mood/{id}",   kMember,    kNone, {204, 404, 412}, mood::api::remove},
    {"GET",    "/achievements", kEverybody, kNone, {200},
     achievements::api::list_catalogue},
    {"POST",   "/achievements", kAdmin,    kJson, {201, 409},      achievements::api::add},
    {"GET",    "/users/{username}", kMember, kNone, {200, 404},    achievements::api::find_profile},
    {"PATCH",  "/users/{username}", kAdmin,  kJson, {200, 404},    tasks::api::set_limit},
    {"GET",    "/users/{username}/achievements", kMember, kNone, {200, 404},
     achievements::api::list_awards},
    {"POST",   "/users/{username}/achievements", kAdmin, kJson, {201, 404, 409},
     achievements::api::award},
    {"DELETE", "/users/{username}/achievements/{code}", kAdmin, kNone, {204, 404},
     achievements::api::take_back},
    {"GET",    "/statistics",  kMember,    kNone, {200},
     achievements::api::tell_statistics},
    {"GET",    "/statistics/seven-days-in-a-row", kMember, kNone, {200},
     achievements::api::list_seven_days},
    {"POST",   "/task",        kMember,    kJson, {201, 429},      tasks::api::create},
    {"GET",    "/task",        kMember,    kNone, {200},           tasks::api::list},
    {"PATCH",  "/task/{id}",   kMember,    kJson, {200, 404},      tasks::api::change},
    {"DELETE", "/task/{id}",   kMember,    kNone, {204, 404},      tasks::api::remove},
    {"GET",    "/livez",       kEverybody, kNone, {200},           service::api::check_live},
    {"GET",    "/readyz",      kEverybody, kNone, {200},           service::api::check_ready},
  };
  // clang-format on
  return table;
}

}  // namespace daymark
