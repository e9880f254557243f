// How a streak compares with everyone else's, and the histogram of longest streaks behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace daymark::shared {

/// A share in hundredths of a percent: 6666 is 66.66 %.
struct Percentile {
  int hundredths = 0;

  friend bool operator==(const Percentile&, const Percentile&) = default;
};

/// The share of the other accounts that are below, as PostgreSQL's `percent_rank` counts it: those
/// strictly below. Nothing when there is no other account or when the exact share is under 50 %;
/// rounded down to two decimals. `below` is from 0 to `others`.
[[nodiscard]] std::optional<Percentile> percentile(std::int64_t below, std::int64_t others);

/// One step of a change of the histogram: bucket `bucket` of width `width` gains `accounts` (or
/// loses, where negative).
struct BucketChange {
  int width;
  int bucket;
  int accounts;

  friend bool operator==(const BucketChange&, const BucketChange&) = default;
};

/// What an account's longest streak changes in the histogram when it goes from `before` to `after`
/// days; nothing stands for "not counted" (a new or a deleted account). In the order in which all
/// writers lock: by width, then by bucket. Empty where nothing changes.
[[nodiscard]] std::vector<BucketChange> histogram_change(std::optional<int> before,
                                                         std::optional<int> after);

}  // namespace daymark::shared
