// How a streak compares with everyone else's, and the cumulative histogram of longest
// streaks behind it.
#pragma once

#include <array>
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

/// One step of a change of the histogram: a node gains `accounts` (or loses, where negative).
struct NodeChange {
  int node;
  int accounts;

  friend bool operator==(const NodeChange&, const NodeChange&) = default;
};

/// The nodes whose counts make up the number of accounts with a longest streak of at least `length`
/// days, from 0 to 65,535. What a node is, migration 0001 says.
[[nodiscard]] std::array<int, 3> histogram_nodes(int length);

/// What an account's longest streak changes in the histogram when it goes from `before` to `after`
/// days; nothing stands for "not counted" (a new or a deleted account). In the order in which all
/// writers lock: by node. Empty where nothing changes; one step where the streak grows by a day.
[[nodiscard]] std::vector<NodeChange> histogram_change(std::optional<int> before,
                                                       std::optional<int> after);

}  // namespace daymark::shared
