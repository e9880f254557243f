// Entity tags (RFC 9110): the version of a thing, and the versions that a change is meant for.
#pragma once

#include <string>
#include <string_view>

namespace daymark::server {

/// `"7"`
[[nodiscard]] std::string entity_tag(int version);

/// Whether the value of an If-Match header names this version. A list names each of its tags; `*`
/// and an absent header, which is empty, any version. Weak tags name none.
[[nodiscard]] bool matches(std::string_view if_match, int version);

}  // namespace daymark::server
