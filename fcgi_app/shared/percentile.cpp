#include "shared/percentile.hpp"

#include <algorithm>
#include <cassert>

namespace daymark::shared {
namespace {

/// Nodes of one width: node `first` + b counts the `width` lengths from `width` × b on.
struct Level {
  int width;
  int first;
};

/// From the widest to the narrowest; defined in migration 0001.
constexpr std::array kLevels{Level{256, 131072}, Level{16, 65536}, Level{1, 0}};

/// Adds `accounts` to each length from `from` to `to`, with the widest nodes that fit.
void change_range(std::vector<NodeChange>& changes, int from, int to, int accounts) {
  while (from <= to) {
    const auto* level = std::ranges::find_if(kLevels, [&](const Level& candidate) {
      return from % candidate.width == 0 && from + candidate.width - 1 <= to;
    });
    changes.push_back({.node = level->first + from / level->width, .accounts = accounts});
    from += level->width;
  }
}

}  // namespace

std::optional<Percentile> percentile(std::int64_t below, std::int64_t others) {
  assert(below >= 0 && below <= others);
  if (others == 0 || below * 2 < others) {
    return std::nullopt;
  }
  return Percentile{static_cast<int>(below * 100'00 / others)};
}

std::array<int, 3> histogram_nodes(int length) {
  std::array<int, 3> nodes{};
  std::ranges::transform(kLevels, nodes.begin(),
                         [&](const Level& level) { return level.first + length / level.width; });
  return nodes;
}

std::vector<NodeChange> histogram_change(std::optional<int> before, std::optional<int> after) {
  std::vector<NodeChange> changes;
  if (before.has_value() != after.has_value()) {
    changes.push_back({.node = 0, .accounts = after ? 1 : -1});
  }
  const int shorter = std::min(before.value_or(0), after.value_or(0));
  const int longer = std::max(before.value_or(0), after.value_or(0));
  change_range(changes, shorter + 1, longer, before.value_or(0) < after.value_or(0) ? 1 : -1);
  std::ranges::sort(changes, {}, &NodeChange::node);
  return changes;
}

}  // namespace daymark::shared
