#include "server/page.hpp"

#include <fmt/format.h>

#include "server/fields.hpp"
#include "server/json.hpp"
#include "server/request.hpp"

namespace daymark::server {

int read_limit(Parameters& parameters) {
  return parameters.number("limit", {1, kPageLimitMax}).value_or(kPageLimitDefault);
}

std::string next_link(std::string_view path, int limit, std::string_view cursor,
                      std::string_view more) {
  return fmt::format("<{}?limit={}&cursor={}{}>; rel=\"next\"", path, limit, cursor, more);
}

void write_next_page(json::Writer& out, Response& response,
                     const std::optional<std::string>& cursor, std::string_view path, int limit,
                     std::string_view more) {
  if (cursor) {
    out.key("next_cursor").text(*cursor);
    response.headers.emplace_back("Link", next_link(path, limit, *cursor, more));
  }
}

}  // namespace daymark::server
