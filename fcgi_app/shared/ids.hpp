// A type for each kind of id, so that one cannot be passed as another.
#pragma once

#include <charconv>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace daymark::shared {

/// A 64-bit id, positive if valid. `Tag`: what it identifies.
template <class Tag>
struct Id {
  std::int64_t value = 0;

  friend auto operator<=>(const Id&, const Id&) = default;
};

struct AccountTag;
struct EntryTag;
struct SessionTag;
struct AchievementTag;
struct TaskTag;

using AccountId = Id<AccountTag>;
using EntryId = Id<EntryTag>;
using SessionId = Id<SessionTag>;
using AchievementId = Id<AchievementTag>;
using TaskId = Id<TaskTag>;

/// Parses the decimal form of an id: at least 1, no sign, no leading zero. nullopt otherwise.
template <class AnyId>
[[nodiscard]] std::optional<AnyId> parse_id(std::string_view text) {
  if (text.empty() || text.front() < '1' || text.front() > '9') {
    return std::nullopt;
  }
  AnyId id;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, id.value);
  if (error != std::errc{} || stop != end) {
    return std::nullopt;
  }
  return id;
}

template <class Tag>
[[nodiscard]] std::string to_string(Id<Tag> id) {
  return std::to_string(id.value);
}

}  // namespace daymark::shared
