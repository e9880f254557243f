// The rules of streaks, for everything counted in days (entries, awards, finished tasks). No other
// file has such rules. Pure functions of runs; a streak is always computed from a run, and days are
// never counted one by one.
#pragma once

#include <compare>
#include <optional>
#include <vector>

#include "shared/civil_day.hpp"

namespace daymark::shared {

/// A maximal range of consecutive days that each have something (an entry, an award, only finished
/// tasks). An account's runs are disjoint and not adjacent.
struct Run {
  CivilDay first_day;
  CivilDay last_day;

  friend auto operator<=>(const Run&, const Run&) = default;

  /// In days, at least 1.
  [[nodiscard]] int length() const { return static_cast<int>((last_day - first_day).count()) + 1; }
  [[nodiscard]] bool contains(CivilDay day) const { return first_day <= day && day <= last_day; }
};

/// The runs around a day: the only ones that adding or removing the day can change.
struct Neighbours {
  std::optional<Run> before;  // the latest run that starts on or before the day
  std::optional<Run> after;   // the earliest run that starts after the day
};

/// Changes of stored runs, which are identified by their first day. No first day is in both lists,
/// so their order does not matter.
struct RunChange {
  std::vector<CivilDay> erased;  // the first days of runs to delete
  std::vector<Run> written;  // runs to insert, or to update if a run with this first day is stored

  friend bool operator==(const RunChange&, const RunChange&) = default;
};

/// The change when `day` is added. Empty if a run contains it already.
[[nodiscard]] RunChange add_day(CivilDay day, const Neighbours& around);

/// The change when `day` is removed. `run` must contain it.
[[nodiscard]] RunChange remove_day(CivilDay day, const Run& run);

/// The account's newest run after `change` has removed a day from `run`. `newest`: the one before
/// the change. `before`: the run before `run`; used only if `run` was `newest` and had one day.
[[nodiscard]] std::optional<Run> newest_run_without(const std::optional<Run>& newest,
                                                    const Run& run, const RunChange& change,
                                                    const std::optional<Run>& before);

/// The run that contains `day` after it is added.
[[nodiscard]] Run run_with(CivilDay day, const Neighbours& around);

/// The runs around a day. `runs`: all runs, sorted by day.
[[nodiscard]] Neighbours neighbours(const std::vector<Run>& runs, CivilDay day);

/// All runs after a change. Both lists of runs are sorted by day.
[[nodiscard]] std::vector<Run> apply(std::vector<Run> runs, const RunChange& change);

/// All runs after adding days, which can be in any order. Both lists of runs are sorted by day.
[[nodiscard]] std::vector<Run> add_days(std::vector<Run> runs,
                                        const std::vector<CivilDay>& new_days);

/// The change from `before` to `after`. Both are sorted by day.
[[nodiscard]] RunChange difference(const std::vector<Run>& before, const std::vector<Run>& after);

/// The length of the longest run in days; 0 if there are no runs.
[[nodiscard]] int longest_streak(const std::vector<Run>& runs);

/// The longest run; of equally long ones, the latest. nullopt if there are no runs. `runs`: sorted
/// by day.
[[nodiscard]] std::optional<Run> longest_run(const std::vector<Run>& runs);

/// Returns true if the run's last day is yesterday or later. It can be after `today`: somebody who
/// travels west can have a `today` before the day of the last entry.
[[nodiscard]] bool is_alive(const Run& newest, CivilDay today);

/// The length in days of the newest run if it is alive, else 0.
[[nodiscard]] int current_streak(const std::optional<Run>& newest, CivilDay today);

/// The first day on which the run is no longer alive: two days after its last day.
[[nodiscard]] CivilDay expiry_day(const Run& run);

/// The streak of an entry of `day`: the number of days from the run's first day to `day`, both
/// included.
[[nodiscard]] int streak_on(CivilDay day, CivilDay first_day_of_run);

}  // namespace daymark::shared
