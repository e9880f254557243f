#include "routes.hpp"

#include "accounts/api.hpp"
#include "accounts/users_api.hpp"
#include "achievements/api.hpp"
#include "achievements/page_query.hpp"
#include "health/api.hpp"
#include "mood/api.hpp"
#include "mood/page_query.hpp"
#include "tasks/api.hpp"
#include "tasks/page_query.hpp"

namespace daymark {
namespace {

using enum Body;

namespace account = accounts::api;
namespace achievement = achievements::api;
namespace entry = mood::api;
namespace task = tasks::api;

}  // namespace

// A table.
std::span<const Route> routes() {
  // clang-format off
  static const std::vector<Route> table{
    {"POST",   "/signup",                               kJson,   {201, 403, 409},
     kHandler<account::sign_up, account::read_sign_up>},
    {"POST",   "/login",                                kJson,   {200, 401, 403, 429},
     kHandler<account::sign_in, account::read_sign_in>},
    {"POST",   "/logout",                               kNone,   {204},
     kHandler<account::sign_out>},
    {"POST",   "/auth/signup",                          kJson,   {201, 403, 409},
     kHandler<account::sign_up_bearer, account::read_sign_up>},
    {"POST",   "/auth/signin",                          kJson,   {200, 401, 403, 429},
     kHandler<account::sign_in_bearer, account::read_sign_in>},
    {"GET",    "/me",                                   kNone,   {200},
     kHandler<account::get_account>},
    {"PATCH",  "/me",                                   kJson,   {200, 429},
     kHandler<account::change_account, account::read_account_change>},
    {"DELETE", "/me",                                   kJson,   {204, 429},
     kHandler<account::erase_account, account::read_current_password>},
    {"GET",    "/sessions",                             kNone,   {200},
     kHandler<account::list_sessions, account::read_sessions_wanted>},
    {"DELETE", "/sessions/{id}",                        kNone,   {204, 404},
     kHandler<account::end_session>},

    {"POST",   "/mood",                                 kJson,   {201, 409},
     kHandler<entry::record, entry::read_new_entry>},
    {"GET",    "/mood",                                 kNone,   {200},
     kHandler<entry::list, mood::read_page_wanted>},
    {"GET",    "/mood/days",                            kNone,   {200},
     kHandler<entry::list_days, entry::read_days_wanted>},
    {"GET",    "/mood/export",                          kNone,   {200},
     kHandler<entry::export_entries, entry::read_export_wanted>},
    {"POST",   "/mood/import",                          kStream, {200, 409},
     kHandler<entry::import_entries, entry::read_import_wanted>},
    {"GET",    "/mood/{id}",                            kNone,   {200, 304, 400, 404, 412},
     kHandler<entry::find, server::read_only_conditions>},
    {"PATCH",  "/mood/{id}",                            kJson,   {200, 404, 409, 412},
     kHandler<entry::change, entry::read_entry_change>},
    {"DELETE", "/mood/{id}",                            kNone,   {204, 400, 404, 412},
     kHandler<entry::remove, server::read_only_conditions>},

    {"GET",    "/achievements",                         kNone,   {200, 400, 409},
     kHandler<achievement::list_catalogue, achievements::read_catalogue_wanted>},
    {"POST",   "/achievements",                         kJson,   {201, 409},
     kHandler<achievement::add, achievement::read_new_achievement>},
    {"GET",    "/users/{username}",                     kNone,   {200, 404},
     kHandler<account::find_user>},
    {"PATCH",  "/users/{username}",                     kJson,   {200, 404},
     kHandler<account::set_task_limit, account::read_task_limit>},
    {"GET",    "/users/{username}/achievements",        kNone,   {200, 404},
     kHandler<achievement::list_awards, achievements::read_awards_wanted>},
    {"POST",   "/users/{username}/achievements",        kJson,   {201, 404, 409},
     kHandler<achievement::award, achievement::read_new_award>},
    {"DELETE", "/users/{username}/achievements/{code}", kNone,   {204, 404},
     kHandler<achievement::take_back>},
    {"GET",    "/statistics",                           kNone,   {200},
     kHandler<achievement::tell_statistics>},
    {"GET",    "/statistics/seven-days-in-a-row",       kNone,   {200},
     kHandler<achievement::list_seven_days, achievements::read_seven_days_wanted>},

    {"POST",   "/task",                                 kJson,   {201, 429},
     kHandler<task::create, task::read_new_task>},
    {"GET",    "/task",                                 kNone,   {200},
     kHandler<task::list, tasks::read_page_wanted>},
    {"GET",    "/task/{id}",                            kNone,   {200, 304, 400, 404, 412},
     kHandler<task::find, server::read_only_conditions>},
    {"PATCH",  "/task/{id}",                            kJson,   {200, 404, 412},
     kHandler<task::change, task::read_task_change>},
    {"DELETE", "/task/{id}",                            kNone,   {204, 400, 404, 412},
     kHandler<task::remove, server::read_only_conditions>},

    {"GET",    "/livez",                                kNone,   {200},
     kHandler<health::api::check_live>},
    {"GET",    "/readyz",                               kNone,   {200},
     kHandler<health::api::check_ready>},
  };
  // clang-format on
  return table;
}

}  // namespace daymark
