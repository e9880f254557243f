// Cursors: nothing is read but what was written.
#include "achievements/page_query.hpp"
#include "mood/page_query.hpp"
#include "server/page.hpp"
#include "server/url.hpp"
#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark;
  const auto text = fuzz::as_text(data, size);
  const auto encoded = server::base64url_encode(text);
  fuzz::require(server::base64url_decode(encoded) == text, "base64url reads as it was written");
  if (const auto bytes = server::base64url_decode(text)) {
    fuzz::require(server::base64url_encode(*bytes) == text, "base64url has one spelling");
  }
  // The input as it is, and as what stands behind the encoding: both are worth looking at.
  for (const std::string_view cursor : {text, std::string_view{encoded}}) {
    if (const auto award = achievements::read_award_cursor(cursor)) {
      fuzz::require(achievements::write_cursor(achievements::Award{
                        .id = award->achievement, .awarded_at = award->awarded_at}) == cursor,
                    "the position of an award has one cursor");
    }
    if (const auto id = server::read_id_cursor<shared::TaskId>(cursor)) {
      fuzz::require(id->value > 0, "an id is positive");
      fuzz::require(server::write_id_cursor(*id) == cursor, "an id has one cursor");
    }
    const auto position = mood::read_cursor(cursor);
    if (!position) {
      continue;
    }
    fuzz::require(position->entry.value > 0, "an id is positive");
    fuzz::require(mood::write_cursor(*position) == cursor, "a position has one cursor");
    fuzz::require(server::percent_encode(cursor) == cursor, "a cursor needs no escapes");
  }
  return 0;
}
