// Entity tags (RFC 9110, 8.8.3): the header ETag and its comparison with If-Match.
#pragma once

#include <string>
#include <string_view>

namespace daymark::server {

/// Returns the version in quotes: 7 becomes `"7"`.
[[nodiscard]] std::string entity_tag(int version);

/// Returns true if the value of an If-Match header matches `version`: a list that contains its tag,
/// `*`, or an empty value (no such header). Weak tags (`W/"7"`) never match.
[[nodiscard]] bool matches(std::string_view if_match, int version);

}  // namespace daymark::server
