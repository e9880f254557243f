// The percentile of a streak among all accounts, and the cumulative histogram of longest streaks
// from which it is computed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace daymark::shared {

/// A share in hundredths of a percent, 0 to 10,000: 6666 is 66.66 %.
struct Percentile {
  int hundredths = 0;

  friend bool operator==(const Percentile&, const Percentile&) = default;
};

/// The share of accounts with a strictly shorter longest streak (as PostgreSQL's `percent_rank`),
/// rounded down. `below`: their number, 0 to `others`. `others`: all accounts but this one. nullopt
/// if `others` is 0 or the exact share is under 50 %.
[[nodiscard]] std::optional<Percentile> percentile(std::int64_t below, std::int64_t others);

/// A change of one node's count: `accounts` is added, and can be negative.
struct NodeChange {
  int node;
  int accounts;

  friend bool operator==(const NodeChange&, const NodeChange&) = default;
};

/// The three nodes whose counts add up to the number of accounts with a longest streak of at least
/// `length` days. `length`: 0 to 65,535. Migration 0001 defines the nodes.
[[nodiscard]] std::array<int, 3> histogram_nodes(int length);

/// The change of the histogram when an account's longest streak goes from `before` to `after` days.
/// nullopt: the account is not counted (new or deleted). In the order of nodes, in which all
/// writers lock them. Empty without a change; one node if the streak grows by a day.
[[nodiscard]] std::vector<NodeChange> histogram_change(std::optional<int> before,
                                                       std::optional<int> after);

}  // namespace daymark::shared
