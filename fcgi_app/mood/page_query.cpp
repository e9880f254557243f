#include "mood/page_query.hpp"

#include <fmt/format.h>

#include "mood/cursor.hpp"
#include "server/fields.hpp"
#include "server/url.hpp"

namespace daymark::mood {

PageWanted read_page_wanted(const server::Request& request) {
  server::Parameters parameters{request};
  PageWanted wanted;
  wanted.limit = parameters.number("limit", {1, kPageMax}).value_or(kPageDefault);
  wanted.from = parameters.parsed("from", shared::parse_day);
  wanted.to = parameters.parsed("to", shared::parse_day);
  wanted.after = parameters.parsed("cursor", read_cursor);
  parameters.finish();
  return wanted;
}

std::string next_link(const PageWanted& wanted, std::string_view cursor) {
  auto query = fmt::format("limit={}&cursor={}", wanted.limit, server::percent_encode(cursor));
  if (wanted.from) {
    query += "&from=" + shared::to_string(*wanted.from);
  }
  if (wanted.to) {
    query += "&to=" + shared::to_string(*wanted.to);
  }
  return fmt::format("</mood?{}>; rel=\"next\"", query);
}

}  // namespace daymark::mood
