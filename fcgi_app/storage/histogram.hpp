// A change of the streak histogram as the three parallel arrays that the queries take.
#pragma once

#include <vector>

#include "shared/percentile.hpp"

namespace daymark::storage {

struct HistogramArrays {
  explicit HistogramArrays(const std::vector<shared::BucketChange>& changes) {
    for (const auto& change : changes) {
      widths.push_back(change.width);
      buckets.push_back(change.bucket);
      deltas.push_back(change.accounts);
    }
  }

  std::vector<int> widths;
  std::vector<int> buckets;
  std::vector<int> deltas;
};

}  // namespace daymark::storage
