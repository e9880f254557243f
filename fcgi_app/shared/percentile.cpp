#include "shared/percentile.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <tuple>

namespace daymark::shared {
namespace {

/// The widths of migration 0001: each is 16 of the one before.
constexpr std::array kWidths{1, 16, 256};

}  // namespace

std::optional<Percentile> percentile(std::int64_t below, std::int64_t others) {
  assert(below >= 0 && below <= others);
  if (others == 0 || below * 2 < others) {
    return std::nullopt;
  }
  return Percentile{static_cast<int>(below * 100'00 / others)};
}

std::vector<BucketChange> histogram_change(std::optional<int> before, std::optional<int> after) {
  std::vector<BucketChange> changes;
  for (const int width : kWidths) {
    if (before && after && *before / width == *after / width) {
      continue;
    }
    if (before) {
      changes.push_back({.width = width, .bucket = *before / width, .accounts = -1});
    }
    if (after) {
      changes.push_back({.width = width, .bucket = *after / width, .accounts = 1});
    }
  }
  std::ranges::sort(changes, {}, [](const BucketChange& change) {
    return std::tuple{change.width, change.bucket};
  });
  return changes;
}

}  // namespace daymark::shared
