// Entity tags (RFC 9110, 8.8.3): the header ETag, and the conditions If-Match and If-None-Match.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daymark::server {

struct Request;

/// Returns the version in quotes: 7 becomes `"7"`.
[[nodiscard]] std::string entity_tag(int version);

/// The value of one of the conditions: `*`, or a list of tags.
struct EntityTags {
  bool are_any = false;
  std::vector<std::string_view> tags;  // as sent, in quotes; a weak one begins with `W/`

  /// Whether `version` is among them; `weakly`: also as a weak tag.
  [[nodiscard]] bool contain(int version, bool weakly) const;
};

/// nullopt if the text is neither `*` nor a list with at least one tag.
[[nodiscard]] std::optional<EntityTags> parse_entity_tags(std::string_view text);

/// What a request requires of the version of what it reads or changes.
struct Conditions {
  std::optional<EntityTags> if_match;
  std::optional<EntityTags> if_none_match;

  [[nodiscard]] bool match(int version) const {
    return !if_match || if_match->contain(version, false);
  }
  [[nodiscard]] bool exclude(int version) const {
    return if_none_match && if_none_match->contain(version, true);
  }
};

/// Throws Refusal (kMalformedHeader) if a condition is there and cannot be read. The result has
/// views of the request.
[[nodiscard]] Conditions read_conditions(const Request& request);

/// The same for routes that read nothing else. Throws Refusal (422) for parameters, too.
[[nodiscard]] Conditions read_only_conditions(const Request& request);

}  // namespace daymark::server
