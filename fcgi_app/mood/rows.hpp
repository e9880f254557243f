// What the mood queries have in common: columns and parameters that come in several of them.
#pragma once

#include <algorithm>
#include <iterator>

#include "mood/store.hpp"
#include "storage/histogram.hpp"
#include "storage/runs.hpp"

namespace daymark::mood::store {

using storage::RunArrays;
using storage::take_runs;

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

/// What every statement takes that changes what an account's entries say about it.
inline std::vector<storage::Parameter> account_parameters(shared::AccountId account,
                                                          const AccountChange& change) {
  const RunArrays runs{change.runs};
  const storage::HistogramArrays histogram{
      shared::histogram_change(change.longest_before, change.longest_after)};
  return {{"account", account},
          {"version", change.seen_version},
          {"longest", change.longest_after},
          {"entries", change.entries_added},
          {"erased_runs", runs.erased},
          {"written_first_days", runs.written_first_days},
          {"written_last_days", runs.written_last_days},
          {"nodes", histogram.nodes},
          {"deltas", histogram.deltas}};
}

/// The same where the change may be awarded something.
inline std::vector<storage::Parameter> account_parameters(shared::AccountId account,
                                                          const AccountChange& change,
                                                          const achievements::AwardChange& awards) {
  auto all = account_parameters(account, change);
  if (!awards.awards.empty()) {
    std::ranges::move(achievements::parameters(awards), std::back_inserter(all));
  }
  return all;
}

}  // namespace daymark::mood::store
