// What the answers of several features have in common.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/language.hpp"
#include "server/request.hpp"
#include "server/url.hpp"
#include "shared/ids.hpp"

namespace daymark::server {

/// About a person: it is kept in no cache.
[[nodiscard]] Response private_answer(int status, std::string body = {});

/// Says which language the texts in an answer are in.
void tell_language(Response& response, Language language);

/// The cursor of a list in the order of ids, in a form that means nothing to others: the last one
/// of a page.
template <class AnyId>
[[nodiscard]] std::string write_id_cursor(AnyId last) {
  return base64url_encode(shared::to_string(last));
}

/// Nothing for what write_id_cursor did not write.
template <class AnyId>
[[nodiscard]] std::optional<AnyId> read_id_cursor(std::string_view cursor) {
  const auto text = base64url_decode(cursor);
  return text ? shared::parse_id<AnyId>(*text) : std::nullopt;
}

/// A Link header (RFC 8288) to the page of `path` that begins at `cursor`, of the same length.
/// `more`: what else its query says (`&from=2026-03-10`).
[[nodiscard]] std::string next_link(std::string_view path, int limit, std::string_view cursor,
                                    std::string_view more = {});

}  // namespace daymark::server
