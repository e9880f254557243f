// Runs of days as the arrays that the queries give and take.
#pragma once

#include <cstddef>
#include <vector>

#include "shared/streak.hpp"
#include "storage/database.hpp"

namespace daymark::storage {

/// Two columns: the first days of runs, and their last days.
inline std::vector<shared::Run> take_runs(Rows& rows) {
  const auto first_days = rows.take<std::vector<shared::CivilDay>>();
  const auto last_days = rows.take<std::vector<shared::CivilDay>>();
  std::vector<shared::Run> runs;
  for (std::size_t i = 0; i < first_days.size(); ++i) {
    runs.push_back({.first_day = first_days[i], .last_day = last_days[i]});
  }
  return runs;
}

/// A change of runs as the three arrays that the queries take.
struct RunArrays {
  explicit RunArrays(const shared::RunChange& change) : erased(change.erased) {
    for (const auto& run : change.written) {
      written_first_days.push_back(run.first_day);
      written_last_days.push_back(run.last_day);
    }
  }

  std::vector<shared::CivilDay> erased;
  std::vector<shared::CivilDay> written_first_days;
  std::vector<shared::CivilDay> written_last_days;
};

}  // namespace daymark::storage
