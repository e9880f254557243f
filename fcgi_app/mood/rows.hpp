// What the mood queries have in common: columns and parameters that come in several of them.
#pragma once

#include <vector>

#include "mood/store.hpp"
#include "storage/histogram.hpp"
#include "storage/runs.hpp"

namespace daymark::mood::store {

using storage::take_runs;

inline constexpr int kEntryColumns = 8;

/// Two columns: the first day of a run and its last one; null where there is none.
inline std::optional<shared::Run> take_run(storage::Rows& rows) {
  const auto first_day = rows.take<std::optional<CivilDay>>();
  const auto last_day = rows.take<std::optional<CivilDay>>();
  if (!first_day || !last_day) {
    return std::nullopt;
  }
  return shared::Run{.first_day = *first_day, .last_day = *last_day};
}

inline std::optional<CivilDay> first_day_of(const std::optional<shared::Run>& run) {
  return run ? std::optional{run->first_day} : std::nullopt;
}

inline std::optional<CivilDay> last_day_of(const std::optional<shared::Run>& run) {
  return run ? std::optional{run->last_day} : std::nullopt;
}

/// The columns of an entry but its first, which is its id.
inline Entry take_entry(storage::Rows& rows, shared::EntryId id) {
  Entry entry;
  entry.id = id;
  entry.uid = rows.take<shared::Uuid>();
  entry.mood = rows.take<std::optional<std::string>>();
  entry.rating = rows.take<std::optional<int>>();
  entry.note = rows.take<std::optional<std::string>>();
  entry.tags_json = rows.take<std::string>();
  entry.recorded_at = rows.take<Instant>();
  entry.day = rows.take<CivilDay>();
  return entry;
}

/// What every statement takes that changes what an account's entries say about it, and may award
/// it something.
inline std::vector<storage::Parameter> account_parameters(
    shared::AccountId account, const AccountChange& change,
    const achievements::AwardChange& awards = {}) {
  const storage::HistogramArrays histogram{
      shared::histogram_change(change.longest_before, change.longest_after)};
  const auto& newest = change.newest_run;
  std::vector<storage::Parameter> all{{"account", account},
                                      {"version", change.seen_version},
                                      {"longest", change.longest_after},
                                      {"newest_first_day", first_day_of(newest)},
                                      {"newest_last_day", last_day_of(newest)},
                                      {"entries", change.entries_added},
                                      {"nodes", histogram.nodes},
                                      {"deltas", histogram.deltas}};
  storage::RunArrays runs;
  runs.add("mood", change.runs);
  achievements::append_parameters(awards, runs, all);
  runs.append_to(all);
  return all;
}

}  // namespace daymark::mood::store
