// Pages of lists: their size, the cursor of the next page, and the link to it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/url.hpp"
#include "shared/ids.hpp"

namespace daymark::server {

class Parameters;
struct Response;
namespace json {
class Writer;
}

inline constexpr int kPageLimitMax = 100;
inline constexpr int kPageLimitDefault = 30;
static_assert(kPageLimitDefault <= kPageLimitMax);

/// A part of a list. `has_more`: whether items follow in the list.
template <class Item>
struct Page {
  std::vector<Item> items;
  bool has_more = false;
};

/// The number of items to read: one more than `limit`, to see whether more follow.
[[nodiscard]] constexpr int items_to_find(int limit) { return limit + 1; }

/// Makes a page of at most `limit` items from at most items_to_find(limit).
template <class Item>
[[nodiscard]] Page<Item> make_page(std::vector<Item> found, int limit) {
  Page<Item> page{.items = std::move(found)};
  page.has_more = page.items.size() > static_cast<std::size_t>(limit);
  if (page.has_more) {
    page.items.pop_back();
  }
  return page;
}

/// The parameter `limit`, 1 to kPageLimitMax; kPageLimitDefault if it is absent or faulty.
[[nodiscard]] int read_limit(Parameters& parameters);

/// The cursor of a list in the order of ids: `last`, the last id of the page, in base64url, so that
/// clients do not rely on its form.
template <class AnyId>
[[nodiscard]] std::string write_id_cursor(AnyId last) {
  return base64url_encode(shared::to_string(last));
}

/// Returns nullopt if the text is not a cursor that write_id_cursor makes.
template <class AnyId>
[[nodiscard]] std::optional<AnyId> read_id_cursor(std::string_view cursor) {
  const auto text = base64url_decode(cursor);
  return text ? shared::parse_id<AnyId>(*text) : std::nullopt;
}

/// The value of a Link header (RFC 8288) to the next page of `path`, with the same limit. `more`:
/// other parameters of the query, for example `&from=2026-03-10`.
[[nodiscard]] std::string next_link(std::string_view path, int limit, std::string_view cursor,
                                    std::string_view more = {});

/// Writes the member `next_cursor` and the header Link if there is a next page. `cursor`: nullopt
/// on the last page; then nothing is written.
void write_next_page(json::Writer& out, Response& response,
                     const std::optional<std::string>& cursor, std::string_view path, int limit,
                     std::string_view more = {});

}  // namespace daymark::server
