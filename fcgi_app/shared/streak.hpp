// Streaks over runs of days. This is the only place with streak logic: whatever is counted in days
// (mood entries, awards, finished tasks) keeps its days as runs and asks here what a day changes.
//
// A run is a maximal stretch of consecutive days that each have something. The runs of an account
// are disjoint and never adjacent. Nothing here counts days one by one, and nothing is kept that
// could drift: a streak is always read off a run.
#pragma once

#include <compare>
#include <optional>
#include <vector>

#include "shared/civil_day.hpp"

namespace daymark::shared {

struct Run {
  CivilDay first_day;
  CivilDay last_day;

  friend auto operator<=>(const Run&, const Run&) = default;

  /// In days, at least 1.
  [[nodiscard]] int length() const { return static_cast<int>((last_day - first_day).count()) + 1; }
  [[nodiscard]] bool contains(CivilDay day) const { return first_day <= day && day <= last_day; }
};

/// The runs around a day: all that adding or removing the day can touch.
struct Neighbours {
  std::optional<Run> before;  // the latest run that starts on the day or before it
  std::optional<Run> after;   // the earliest run that starts after it
};

/// What to do to the stored runs, which are known by their first day. A first day is never in both
/// lists, so the two can be carried out in any order.
struct RunChange {
  std::vector<CivilDay> erased;  // runs to take away
  std::vector<Run> written;      // runs to store, in the place of a run with that first day

  friend bool operator==(const RunChange&, const RunChange&) = default;
};

/// The day has something now. No change where a run contains it already.
[[nodiscard]] RunChange add_day(CivilDay day, const Neighbours& around);

/// The day has nothing any more. `run` contains it.
[[nodiscard]] RunChange remove_day(CivilDay day, const Run& run);

/// The newest run of all once a day has been removed from `run` by `change`, where it was `newest`
/// until then. `before`: the run before `run`, asked for only where `run` was that day alone.
[[nodiscard]] std::optional<Run> newest_run_without(const std::optional<Run>& newest,
                                                    const Run& run, const RunChange& change,
                                                    const std::optional<Run>& before);

/// The run of `day` once it has been added.
[[nodiscard]] Run run_with(CivilDay day, const Neighbours& around);

/// The runs around a day, out of all runs, which are sorted.
[[nodiscard]] Neighbours neighbours(const std::vector<Run>& runs, CivilDay day);

/// All runs as they are after a change, sorted like before.
[[nodiscard]] std::vector<Run> apply(std::vector<Run> runs, const RunChange& change);

/// All runs once these days have something, sorted like before. The days can be in any order.
[[nodiscard]] std::vector<Run> add_days(std::vector<Run> runs,
                                        const std::vector<CivilDay>& new_days);

/// The change that makes `after` of `before`. Both are sorted.
[[nodiscard]] RunChange difference(const std::vector<Run>& before, const std::vector<Run>& after);

/// The length in days of the longest run; 0 where there is none.
[[nodiscard]] int longest_streak(const std::vector<Run>& runs);

/// The longest run, of equal ones the latest. Nothing: there is none. The runs are sorted.
[[nodiscard]] std::optional<Run> longest_run(const std::vector<Run>& runs);

/// The newest run is alive while its last day is yesterday or later. It may end after today:
/// whoever travels west has a today that is earlier than the day of the last entry.
[[nodiscard]] bool is_alive(const Run& newest, CivilDay today);

/// The length of the newest run if it is alive, else 0.
[[nodiscard]] int current_streak(const std::optional<Run>& newest, CivilDay today);

/// The first day at whose start a run is no longer alive.
[[nodiscard]] CivilDay expiry_day(const Run& run);

/// The streak that things of `day` carry: how many days its run has come to by then.
[[nodiscard]] int streak_on(CivilDay day, CivilDay first_day_of_run);

}  // namespace daymark::shared
