#include "achievements/api.hpp"

#include <utility>
#include <variant>

#include "accounts/guard.hpp"
#include "achievements/achievement_json.hpp"
#include "achievements/achievements.hpp"
#include "achievements/award_json.hpp"
#include "achievements/page_query.hpp"
#include "achievements/statistics_json.hpp"
#include "context.hpp"
#include "server/answers.hpp"
#include "server/fields.hpp"
#include "server/json.hpp"
#include "server/session_guard.hpp"
#include "server/url.hpp"
#include "shared/overloaded.hpp"

namespace daymark::achievements::api {
namespace {

using accounts::read_username_key;
using accounts::require_account;
using accounts::require_admin;
using server::Fields;
using server::Flaw;
using server::next_link;
using server::private_answer;
using server::Problem;
using server::Refusal;
using server::json::Writer;
using shared::Overloaded;

/// That of the account where somebody is signed in.
Language reader_language(Context& context, const Request& request) {
  const auto credentials = server::find_credentials(request);
  const auto account = credentials
                           ? accounts::authenticate(context.database, *credentials, request.now)
                           : std::nullopt;
  return account ? account->language : request.language;
}

const std::string& read_code(const Request& request) {
  const auto& code = request.path_parameters.at(1);
  if (!is_code(code)) {
    throw Refusal{Problem::kNotFound};
  }
  return code;
}

Refusal field_refusal(std::string_view pointer, Flaw flaw) {
  return Refusal{server::Faults{{.at = std::string(pointer), .flaw = flaw}}};
}

Refusal already_awarded(const AlreadyAwarded& already) {
  Writer out;
  write_award(out, already.standing.award);
  return Refusal{Problem::kAlreadyAwarded,
                 server::ExtraMember{.name = "award", .json = out.take()}};
}

Response localised_answer(int status, Language language, Writer& out) {
  auto response = private_answer(status, out.take());
  server::tell_language(response, language);
  return response;
}

/// `{"achievements": [item, …], "next_cursor"?}`.
template <class Item>
Response render(const Page<Item>& page, Language language, std::string_view path, int limit,
                void (*write_item)(Writer&, const Item&)) {
  Writer out;
  out.begin_object();
  out.key("achievements").begin_array();
  for (const auto& item : page.items) {
    write_item(out, item);
  }
  out.end_array();
  const auto cursor = page.has_more ? write_cursor(page.items.back()) : std::string{};
  if (page.has_more) {
    out.key("next_cursor").text(cursor);
  }
  out.end_object();
  auto response = localised_answer(200, language, out);
  if (page.has_more) {
    response.headers.emplace_back("Link", next_link(path, limit, cursor));
  }
  return response;
}

Response render(int status, const Awarded& awarded) {
  Writer out;
  write_award(out, awarded.award);
  return localised_answer(status, awarded.language, out);
}

std::string next_cursor(const Page<SevenDays>& page) {
  return page.has_more ? write_cursor(page.items.back()) : std::string{};
}

}  // namespace

Response list_catalogue(Context& context, const Request& request) {
  const auto wanted = read_catalogue_wanted(request, reader_language(context, request));
  return render(achievements::list_catalogue(context.database, wanted), wanted.language,
                "/achievements", wanted.limit, write_achievement);
}

Response add(Context& context, const Request& request) {
  const auto admin = require_admin(context, request);
  Fields fields{request};
  const auto draft = read_new_achievement(fields);
  fields.finish();
  return std::visit(Overloaded{[&](const Achievement& achievement) {
                                 Writer out;
                                 write_achievement(out, achievement);
                                 return localised_answer(201, admin.language, out);
                               },
                               [](CodeTaken) -> Response { throw Refusal{Problem::kCodeTaken}; }},
                    achievements::add(context.database, draft, admin.language, request.now));
}

Response find_profile(Context& context, const Request& request) {
  const auto username_key = read_username_key(request);
  static_cast<void>(require_account(context, request));
  server::refuse_parameters(request);
  return std::visit(Overloaded{[](const Profile& profile) {
                                 Writer out;
                                 write_profile(out, profile);
                                 return private_answer(200, out.take());
                               },
                               [](NoSuchUser) -> Response { throw Refusal{Problem::kNotFound}; }},
                    achievements::find_profile(context.database, username_key));
}

Response list_awards(Context& context, const Request& request) {
  auto username_key = read_username_key(request);
  static_cast<void>(require_account(context, request));
  const auto wanted = read_awards_wanted(request, std::move(username_key));
  const auto path =
      "/users/" + server::percent_encode(request.path_parameters.at(0)) + "/achievements";
  return std::visit(Overloaded{[&](const AwardPage& found) {
                                 return render(found.page, found.language, path, wanted.limit,
                                               write_award);
                               },
                               [](NoSuchUser) -> Response { throw Refusal{Problem::kNotFound}; }},
                    achievements::list_awards(context.database, wanted));
}

Response award(Context& context, const Request& request) {
  auto username_key = read_username_key(request);
  static_cast<void>(require_admin(context, request));
  Fields fields{request};
  auto wanted = read_new_award(fields, request.now);
  fields.finish();
  wanted.username_key = std::move(username_key);
  return std::visit(
      Overloaded{
          [](const Awarded& awarded) { return render(201, awarded); },
          [](NoSuchUser) -> Response { throw Refusal{Problem::kNotFound}; },
          [](NoSuchAchievement) -> Response { throw field_refusal("/code", Flaw::kUnknown); },
          [](const AlreadyAwarded& already) -> Response { throw already_awarded(already); },
          [](TooEarly) -> Response { throw field_refusal("/awarded_at", Flaw::kTooEarly); }},
      achievements::award(context.database, wanted, request.now));
}

Response take_back(Context& context, const Request& request) {
  const auto username_key = read_username_key(request);
  const auto& code = read_code(request);
  static_cast<void>(require_admin(context, request));
  server::refuse_parameters(request);
  return std::visit(Overloaded{[](TakenBack) { return private_answer(204); },
                               [](NoSuchUser) -> Response { throw Refusal{Problem::kNotFound}; },
                               [](NoSuchAward) -> Response { throw Refusal{Problem::kNotFound}; }},
                    achievements::take_back(context.database, username_key, code, request.now));
}

Response tell_statistics(Context& context, const Request& request) {
  static_cast<void>(require_account(context, request));
  server::refuse_parameters(request);
  const auto seven_days = achievements::list_seven_days(context.database, {});
  Writer out;
  out.begin_object();
  write_statistics(out, achievements::statistics(context.database));
  out.key("seven_days_in_a_row");
  write_seven_days(out, seven_days, next_cursor(seven_days));
  out.end_object();
  return private_answer(200, out.take());
}

Response list_seven_days(Context& context, const Request& request) {
  static_cast<void>(require_account(context, request));
  const auto wanted = read_seven_days_wanted(request);
  const auto page = achievements::list_seven_days(context.database, wanted);
  const auto cursor = next_cursor(page);
  Writer out;
  write_seven_days(out, page, cursor);
  auto response = private_answer(200, out.take());
  if (page.has_more) {
    response.headers.emplace_back(
        "Link", next_link("/statistics/seven-days-in-a-row", wanted.limit, cursor));
  }
  return response;
}

}  // namespace daymark::achievements::api
