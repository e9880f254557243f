#include "mood/page_query.hpp"

#include "server/ascii.hpp"
#include "server/fields.hpp"
#include "server/page.hpp"
#include "server/url.hpp"

namespace daymark::mood {

using server::Flaw;

PageWanted read_page_wanted(const server::Request& request) {
  server::Parameters parameters{request};
  PageWanted wanted;
  wanted.limit = server::read_limit(parameters);
  wanted.from = parameters.parsed("from", shared::parse_day, Flaw::kNoDay);
  wanted.to = parameters.parsed("to", shared::parse_day, Flaw::kNoDay);
  wanted.after = parameters.parsed("cursor", read_cursor, Flaw::kNoCursor);
  parameters.finish();
  return wanted;
}

std::string next_page_days(const PageWanted& wanted) {
  std::string days;
  if (wanted.from) {
    days += "&from=" + shared::to_string(*wanted.from);
  }
  if (wanted.to) {
    days += "&to=" + shared::to_string(*wanted.to);
  }
  return days;
}

std::string write_cursor(const PagePosition& position) {
  return server::base64url_encode(shared::to_string(position.day) + "/" +
                                  shared::to_string(position.recorded_at) + "/" +
                                  shared::to_string(position.entry));
}

std::optional<PagePosition> read_cursor(std::string_view cursor) {
  const auto text = server::base64url_decode(cursor);
  if (!text) {
    return std::nullopt;
  }
  std::string_view rest = *text;
  const auto day = shared::parse_day(server::take_until(rest, '/'));
  const auto recorded_at = shared::parse_instant(server::take_until(rest, '/'));
  const auto entry = shared::parse_id<shared::EntryId>(rest);
  if (!day || !recorded_at || !entry) {
    return std::nullopt;
  }
  const PagePosition position{.day = *day, .recorded_at = *recorded_at, .entry = *entry};
  // parse_instant accepts other spellings of an instant too.
  return write_cursor(position) == cursor ? std::optional{position} : std::nullopt;
}

}  // namespace daymark::mood
