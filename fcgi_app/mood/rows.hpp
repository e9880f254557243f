// What the mood queries have in common: columns and parameters that come in several of them.
#pragma once

#include <string>
#include <vector>

#include "mood/store.hpp"
#include "storage/histogram.hpp"

namespace daymark::mood::store {

inline std::vector<shared::Run> take_runs(storage::Rows& rows) {
  const auto first_days = rows.take<std::vector<CivilDay>>();
  const auto last_days = rows.take<std::vector<CivilDay>>();
  std::vector<shared::Run> runs;
  for (std::size_t i = 0; i < first_days.size(); ++i) {
    runs.push_back({.first_day = first_days[i], .last_day = last_days[i]});
  }
  return runs;
}

inline constexpr int kEntryColumns = 8;

/// The columns of an entry but its first, which is its id.
inline Entry take_entry(storage::Rows& rows, shared::EntryId id) {
  Entry entry;
  entry.id = id;
  entry.uid = rows.take<std::string>();
  entry.mood = rows.take<std::optional<std::string>>();
  entry.rating = rows.take<std::optional<int>>();
  entry.note = rows.take<std::optional<std::string>>();
  entry.tags_json = rows.take<std::string>();
  entry.recorded_at = rows.take<Instant>();
  entry.day = rows.take<CivilDay>();
  return entry;
}

/// A change of runs as the three arrays that the queries take.
struct RunArrays {
  explicit RunArrays(const shared::RunChange& change) : erased(change.erased) {
    for (const auto& run : change.written) {
      written_first_days.push_back(run.first_day);
      written_last_days.push_back(run.last_day);
    }
  }

  std::vector<CivilDay> erased;
  std::vector<CivilDay> written_first_days;
  std::vector<CivilDay> written_last_days;
};

inline storage::HistogramArrays histogram_arrays(const AccountChange& change) {
  return storage::HistogramArrays{
      shared::histogram_change(change.longest_before, change.longest_after)};
}

}  // namespace daymark::mood::store
