// Lists in pages: how long one may be, the cursor of the next one, and how an answer leads to it.
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

/// A part of a list, and whether there is more of the list behind it.
template <class Item>
struct Page {
  std::vector<Item> items;
  bool has_more = false;
};

/// How many items are to be looked for: one more than is wanted tells whether there are more.
[[nodiscard]] constexpr int items_to_find(int limit) { return limit + 1; }

/// `found`: at most items_to_find(limit).
template <class Item>
[[nodiscard]] Page<Item> make_page(std::vector<Item> found, int limit) {
  Page<Item> page{.items = std::move(found)};
  page.has_more = page.items.size() > static_cast<std::size_t>(limit);
  if (page.has_more) {
    page.items.pop_back();
  }
  return page;
}

/// The parameter `limit`: 1 to kPageLimitMax, or kPageLimitDefault if it is left out or faulty.
[[nodiscard]] int read_limit(Parameters& parameters);

/// The cursor of a list in the order of ids, in a form that means nothing to others. `last`: of the
/// page before.
template <class AnyId>
[[nodiscard]] std::string write_id_cursor(AnyId last) {
  return base64url_encode(shared::to_string(last));
}

/// nullopt for what write_id_cursor did not write.
template <class AnyId>
[[nodiscard]] std::optional<AnyId> read_id_cursor(std::string_view cursor) {
  const auto text = base64url_decode(cursor);
  return text ? shared::parse_id<AnyId>(*text) : std::nullopt;
}

/// A Link header (RFC 8288) to the page of `path` that begins at `cursor`, of the same length.
/// `more`: what else its query says (`&from=2026-03-10`).
[[nodiscard]] std::string next_link(std::string_view path, int limit, std::string_view cursor,
                                    std::string_view more = {});

/// Leads from an answer to the next page, if there is one: the member `next_cursor` and the header
/// that next_link writes. `cursor`: nullopt on the last page.
void write_next_page(json::Writer& out, Response& response,
                     const std::optional<std::string>& cursor, std::string_view path, int limit,
                     std::string_view more = {});

}  // namespace daymark::server
