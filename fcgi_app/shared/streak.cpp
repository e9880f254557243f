#include "shared/streak.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace daymark::shared {
namespace {

constexpr days kOneDay{1};

bool ends_the_day_before(const std::optional<Run>& run, CivilDay day) {
  return run && run->last_day + kOneDay == day;
}

bool starts_the_day_after(const std::optional<Run>& run, CivilDay day) {
  return run && run->first_day == day + kOneDay;
}

}  // namespace

Run run_with(CivilDay day, const Neighbours& around) {
  if (around.before && around.before->contains(day)) {
    return *around.before;
  }
  return {
      .first_day = ends_the_day_before(around.before, day) ? around.before->first_day : day,
      .last_day = starts_the_day_after(around.after, day) ? around.after->last_day : day,
  };
}

RunChange add_day(CivilDay day, const Neighbours& around) {
  if (around.before && around.before->contains(day)) {
    return {};
  }
  RunChange change;
  if (starts_the_day_after(around.after, day)) {
    change.erased.push_back(around.after->first_day);
  }
  change.written.push_back(run_with(day, around));
  return change;
}

RunChange remove_day(CivilDay day, const Run& run) {
  assert(run.contains(day));
  RunChange change;
  if (run.first_day == day) {
    change.erased.push_back(day);
  } else {
    change.written.push_back({.first_day = run.first_day, .last_day = day - kOneDay});
  }
  if (run.last_day != day) {
    change.written.push_back({.first_day = day + kOneDay, .last_day = run.last_day});
  }
  return change;
}

std::optional<Run> newest_run_without(const std::optional<Run>& newest, const Run& run,
                                      const RunChange& change, const std::optional<Run>& before) {
  if (newest != run) {
    return newest;
  }
  return change.written.empty() ? before : std::optional{change.written.back()};
}

Neighbours neighbours(const std::vector<Run>& runs, CivilDay day) {
  const auto after = std::ranges::upper_bound(runs, day, {}, &Run::first_day);
  Neighbours around;
  if (after != runs.begin()) {
    around.before = *std::prev(after);
  }
  if (after != runs.end()) {
    around.after = *after;
  }
  return around;
}

std::vector<Run> apply(std::vector<Run> runs, const RunChange& change) {
  std::erase_if(runs, [&](const Run& run) {
    return std::ranges::find(change.erased, run.first_day) != change.erased.end() ||
           std::ranges::find(change.written, run.first_day, &Run::first_day) !=
               change.written.end();
  });
  runs.insert(runs.end(), change.written.begin(), change.written.end());
  std::ranges::sort(runs);
  return runs;
}

std::vector<Run> add_days(std::vector<Run> runs, const std::vector<CivilDay>& new_days) {
  for (const auto day : new_days) {
    runs.push_back({.first_day = day, .last_day = day});
  }
  std::ranges::sort(runs);
  std::vector<Run> joined;
  for (const auto& run : runs) {
    if (!joined.empty() && run.first_day <= joined.back().last_day + kOneDay) {
      joined.back().last_day = std::max(joined.back().last_day, run.last_day);
    } else {
      joined.push_back(run);
    }
  }
  return joined;
}

RunChange difference(const std::vector<Run>& before, const std::vector<Run>& after) {
  RunChange change;
  std::ranges::set_difference(after, before, std::back_inserter(change.written));
  for (const auto& run : before) {
    const auto kept = std::ranges::lower_bound(after, run.first_day, {}, &Run::first_day);
    if (kept == after.end() || kept->first_day != run.first_day) {
      change.erased.push_back(run.first_day);
    }
  }
  return change;
}

std::optional<Run> longest_run(const std::vector<Run>& runs) {
  const auto longest = std::max_element(
      runs.rbegin(), runs.rend(),
      [](const Run& one, const Run& other) { return one.length() < other.length(); });
  return longest == runs.rend() ? std::nullopt : std::optional{*longest};
}

int longest_streak(const std::vector<Run>& runs) {
  const auto longest = longest_run(runs);
  return longest ? longest->length() : 0;
}

bool is_alive(const Run& newest, CivilDay today) { return newest.last_day + kOneDay >= today; }

int current_streak(const std::optional<Run>& newest, CivilDay today) {
  return newest && is_alive(*newest, today) ? newest->length() : 0;
}

CivilDay expiry_day(const Run& run) { return run.last_day + 2 * kOneDay; }

int streak_on(CivilDay day, CivilDay first_day_of_run) {
  return static_cast<int>((day - first_day_of_run).count()) + 1;
}

}  // namespace daymark::shared
