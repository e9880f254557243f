// Distinct types for the ids of things, so that one cannot be handed over as another.
#pragma once

#include <charconv>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace daymark::shared {

/// A positive 64-bit id; `Tag` is the thing that it names.
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

/// Reads the one decimal form that an id is written in: no sign, no leading zero, at least 1.
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
