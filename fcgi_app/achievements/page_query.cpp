#include "achievements/page_query.hpp"

#include "server/ascii.hpp"
#include "server/fields.hpp"
#include "server/page.hpp"
#include "server/url.hpp"

namespace daymark::achievements {
namespace {

using server::Flaw;

std::string write_position(const AwardPosition& position) {
  return server::base64url_encode(shared::to_string(position.awarded_at) + "/" +
                                  shared::to_string(position.achievement));
}

}  // namespace

CatalogueWanted read_catalogue_wanted(const server::Request& request) {
  server::Parameters parameters{request};
  CatalogueWanted wanted;
  wanted.limit = server::read_limit(parameters);
  wanted.after =
      parameters.parsed("cursor", server::read_id_cursor<AchievementId>, Flaw::kNoCursor);
  parameters.finish();
  return wanted;
}

AwardsWanted read_awards_wanted(const server::Request& request) {
  server::Parameters parameters{request};
  AwardsWanted wanted;
  wanted.limit = server::read_limit(parameters);
  wanted.after = parameters.parsed("cursor", read_award_cursor, Flaw::kNoCursor);
  parameters.finish();
  return wanted;
}

SevenDaysWanted read_seven_days_wanted(const server::Request& request) {
  server::Parameters parameters{request};
  SevenDaysWanted wanted;
  wanted.limit = server::read_limit(parameters);
  wanted.after =
      parameters.parsed("cursor", server::read_id_cursor<shared::AccountId>, Flaw::kNoCursor);
  parameters.finish();
  return wanted;
}

std::string write_cursor(const Achievement& last) { return server::write_id_cursor(last.id); }

std::string write_cursor(const Award& last) {
  return write_position({.awarded_at = last.awarded_at, .achievement = last.id});
}

std::string write_cursor(const SevenDays& last) { return server::write_id_cursor(last.account); }

std::optional<AwardPosition> read_award_cursor(std::string_view cursor) {
  const auto text = server::base64url_decode(cursor);
  if (!text) {
    return std::nullopt;
  }
  std::string_view rest = *text;
  const auto awarded_at = shared::parse_instant(server::take_until(rest, '/'));
  const auto achievement = shared::parse_id<AchievementId>(rest);
  if (!awarded_at || !achievement) {
    return std::nullopt;
  }
  const AwardPosition position{.awarded_at = *awarded_at, .achievement = *achievement};
  // parse_instant accepts other spellings of an instant too.
  return write_position(position) == cursor ? std::optional{position} : std::nullopt;
}

}  // namespace daymark::achievements
