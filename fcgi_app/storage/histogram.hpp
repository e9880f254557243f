// A change of the streak histogram as the two parallel arrays that queries take.
#pragma once

#include <vector>

#include "shared/percentile.hpp"

namespace daymark::storage {

struct HistogramArrays {
  explicit HistogramArrays(const std::vector<shared::NodeChange>& changes) {
    for (const auto& change : changes) {
      nodes.push_back(change.node);
      deltas.push_back(change.accounts);
    }
  }

  std::vector<int> nodes;
  std::vector<int> deltas;
};

}  // namespace daymark::storage
