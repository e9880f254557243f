// Converts runs of days from and to the arrays of queries.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "shared/streak.hpp"
#include "storage/database.hpp"

namespace daymark::storage {

/// Takes two columns: the first and the last day of a run. nullopt if one is null.
inline std::optional<shared::Run> take_run(Rows& rows) {
  const auto first_day = rows.take<std::optional<shared::CivilDay>>();
  const auto last_day = rows.take<std::optional<shared::CivilDay>>();
  if (!first_day || !last_day) {
    return std::nullopt;
  }
  return shared::Run{.first_day = *first_day, .last_day = *last_day};
}

/// Takes two columns: an array of first days and one of last days, of the same length.
inline std::vector<shared::Run> take_runs(Rows& rows) {
  const auto first_days = rows.take<std::vector<shared::CivilDay>>();
  const auto last_days = rows.take<std::vector<shared::CivilDay>>();
  std::vector<shared::Run> runs;
  for (std::size_t i = 0; i < first_days.size(); ++i) {
    runs.push_back({.first_day = first_days[i], .last_day = last_days[i]});
  }
  return runs;
}

/// Changes of an account's runs, as the arrays of sql/queries/runs/parts/changed_runs.sql.
class RunArrays {
 public:
  /// `activity`: a value of the database's enum. Call at most once for each activity.
  void add(std::string_view activity, const shared::RunChange& change) {
    for (const auto day : change.erased) {
      erased_activities_.push_back(activity);
      erased_first_days_.push_back(day);
    }
    for (const auto& run : change.written) {
      written_activities_.push_back(activity);
      written_first_days_.push_back(run.first_day);
      written_last_days_.push_back(run.last_day);
    }
  }

  void append_to(std::vector<Parameter>& parameters) const {
    parameters.insert(parameters.end(), {{"erased_activities", erased_activities_},
                                         {"erased_first_days", erased_first_days_},
                                         {"written_activities", written_activities_},
                                         {"written_first_days", written_first_days_},
                                         {"written_last_days", written_last_days_}});
  }

 private:
  std::vector<std::string_view> erased_activities_;
  std::vector<shared::CivilDay> erased_first_days_;
  std::vector<std::string_view> written_activities_;
  std::vector<shared::CivilDay> written_first_days_;
  std::vector<shared::CivilDay> written_last_days_;
};

}  // namespace daymark::storage
