#include "mood/page_query.hpp"

#include "mood/cursor.hpp"
#include "server/answers.hpp"
#include "server/fields.hpp"

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
  std::string days;
  if (wanted.from) {
    days += "&from=" + shared::to_string(*wanted.from);
  }
  if (wanted.to) {
    days += "&to=" + shared::to_string(*wanted.to);
  }
  return server::next_link("/mood", wanted.limit, cursor, days);
}

}  // namespace daymark::mood
