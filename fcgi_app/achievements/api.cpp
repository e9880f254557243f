#include "achievements/api.hpp"

#include <utility>
#include <variant>

#include "accounts/accounts.hpp"
#include "achievements/achievement_json.hpp"
#include "achievements/achievements.hpp"
#include "achievements/award_json.hpp"
#include "achievements/page_query.hpp"
#include "achievements/statistics_json.hpp"
#include "context.hpp"
#include "server/answers.hpp"
#include "server/fields.hpp"
#include "server/json.hpp"
#include "server/log.hpp"
#include "server/page.hpp"
#include "server/url.hpp"
#include "shared/overloaded.hpp"
#include "shared/text.hpp"

namespace daymark::achievements::api {
namespace {

using server::Fields;
using server::Flaw;
using server::log_security;
using server::private_answer;
using server::Problem;
using server::Refusal;
using server::SecurityEvent;
using server::json::Writer;
using shared::Overloaded;

static_assert((kNameLengthMax + kDescriptionLengthMax) * shared::kLanguages.size() *
                          shared::kEscapedCodePointBytesMax +
                      server::kJsonAroundTextsMax <=
                  server::kBodyBytesMax,
              "the longest achievement fits a body, escaped too");

/// The language of the account if the session of the request is alive, else that of the request.
Language reader_language(Context& context, const Request& request,
                         const std::optional<Credentials>& credentials) {
  const auto account = credentials
                           ? accounts::authenticate(context.database, *credentials, request.now)
                           : std::nullopt;
  return account ? account->language : request.language;
}

Refusal field_refusal(std::string_view pointer, Flaw flaw) {
  return Refusal{server::Faults{{.at = std::string(pointer), .flaw = flaw}}};
}

Refusal already_awarded(const AlreadyAwarded& already) {
  Writer out;
  out.begin_object();
  out.key("award");
  write_award(out, already.held.award);
  out.end_object();
  return Refusal{Problem::kAlreadyAwarded, server::ExtraMembers{.json = out.take()}};
}

Response localised_answer(int status, Language language, Writer& out) {
  auto response = private_answer(status, out.take());
  server::tell_language(response, language);
  return response;
}

template <class Item>
std::optional<std::string> next_cursor(const Page<Item>& page) {
  return page.has_more ? std::optional{write_cursor(page.items.back())} : std::nullopt;
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
  auto response = private_answer(200);
  server::tell_language(response, language);
  server::write_next_page(out, response, next_cursor(page), path, limit);
  out.end_object();
  response.body = out.take();
  return response;
}

Response render(int status, const Awarded& awarded) {
  Writer out;
  write_award(out, awarded.award);
  return localised_answer(status, awarded.language, out);
}

}  // namespace

NewAchievement read_new_achievement(const Request& request) {
  Fields fields{request};
  auto achievement = achievements::read_new_achievement(fields);
  fields.finish();
  return achievement;
}

NewAward read_new_award(const Request& request) {
  Fields fields{request};
  auto award = achievements::read_new_award(fields, request.now);
  fields.finish();
  return award;
}

Response list_catalogue(Context& context, const Request& request,
                        const std::optional<Credentials>& credentials, CatalogueWanted wanted) {
  wanted.language = reader_language(context, request, credentials);
  return render(achievements::list_catalogue(context.database, wanted), wanted.language,
                "/achievements", wanted.limit, write_achievement);
}

Response add(Context& context, const Request& request, const Administrator& administrator,
             const NewAchievement& new_achievement) {
  const auto language = administrator.account.language;
  return std::visit(Overloaded{[&](const Achievement& achievement) {
                                 log_security(SecurityEvent::kAchievementAdded, request,
                                              administrator.account.id);
                                 Writer out;
                                 write_achievement(out, achievement);
                                 return localised_answer(201, language, out);
                               },
                               [](CodeTaken) -> Response { throw Refusal{Problem::kCodeTaken}; }},
                    achievements::add(context.database, new_achievement, language, request.now));
}

Response list_awards(Context& context, const Request& request, const UsernameKey& username,
                     const Account&, const AwardsWanted& wanted) {
  const auto path =
      "/users/" + server::percent_encode(request.path_parameters.at(0)) + "/achievements";
  return std::visit(Overloaded{[&](const AwardPage& found) {
                                 return render(found.page, found.language, path, wanted.limit,
                                               write_award);
                               },
                               [](NoSuchUser) -> Response { throw Refusal{Problem::kNotFound}; }},
                    achievements::list_awards(context.database, username.text, wanted));
}

Response award(Context& context, const Request& request, const UsernameKey& username,
               const Administrator& administrator, const NewAward& wanted) {
  return std::visit(
      Overloaded{[&](const Awarded& awarded) {
                   log_security(SecurityEvent::kAchievementAwarded, request,
                                administrator.account.id);
                   return render(201, awarded);
                 },
                 [](NoSuchUser) -> Response { throw Refusal{Problem::kNotFound}; },
                 [](NoSuchAchievement) -> Response {
                   throw field_refusal("/code", Flaw::kNoSuchAchievement);
                 },
                 [](const AlreadyAwarded& already) -> Response { throw already_awarded(already); },
                 [](TooEarly) -> Response { throw field_refusal("/awarded_at", Flaw::kTooEarly); }},
      achievements::award(context.database, username.text, wanted, request.now));
}

Response take_back(Context& context, const Request& request, const UsernameKey& username,
                   const AchievementCode& code, const Administrator& administrator) {
  return std::visit(
      Overloaded{[&](TakenBack) {
                   log_security(SecurityEvent::kAwardTakenBack, request, administrator.account.id);
                   return private_answer(204);
                 },
                 [](NoSuchUser) -> Response { throw Refusal{Problem::kNotFound}; },
                 [](NoSuchAward) -> Response { throw Refusal{Problem::kNotFound}; }},
      achievements::take_back(context.database, username.text, code.text, request.now));
}

Response tell_statistics(Context& context, const Request&, const Account&) {
  const auto seven_days = achievements::list_seven_days(context.database, {});
  Writer out;
  out.begin_object();
  write_statistics(out, achievements::statistics(context.database));
  out.key("seven_days_in_a_row").begin_object();
  write_seven_days(out, seven_days);
  if (const auto cursor = next_cursor(seven_days)) {
    out.key("next_cursor").text(*cursor);
  }
  out.end_object();
  out.end_object();
  return private_answer(200, out.take());
}

Response list_seven_days(Context& context, const Request&, const Account&,
                         const SevenDaysWanted& wanted) {
  const auto page = achievements::list_seven_days(context.database, wanted);
  Writer out;
  out.begin_object();
  write_seven_days(out, page);
  auto response = private_answer(200);
  server::write_next_page(out, response, next_cursor(page), "/statistics/seven-days-in-a-row",
                          wanted.limit);
  out.end_object();
  response.body = out.take();
  return response;
}

}  // namespace daymark::achievements::api
