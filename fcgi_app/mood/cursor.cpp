#include "mood/cursor.hpp"

#include "server/ascii.hpp"
#include "server/url.hpp"

namespace daymark::mood {

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
  // An instant can be spelled in other ways too.
  return write_cursor(position) == cursor ? std::optional{position} : std::nullopt;
}

}  // namespace daymark::mood
