#include "mood/recording.hpp"

#include <algorithm>

#include "accounts/accounts.hpp"

namespace daymark::mood {

RecordDecision decide(const store::Surroundings& seen) {
  RecordDecision decision{.run = shared::run_with(seen.day, seen.around)};
  const auto newest = seen.newest_run && seen.newest_run->last_day > decision.run.last_day
                          ? *seen.newest_run
                          : decision.run;
  decision.change = {.seen_version = seen.version,
                     .entries_before = seen.entries,
                     .entries_added = 1,
                     .runs = shared::add_day(seen.day, seen.around),
                     .newest_run = newest,
                     .longest_before = seen.longest_streak,
                     .longest_after = std::max(seen.longest_streak, decision.run.length())};
  decision.standing = {.streak = shared::current_streak(newest, seen.today),
                       .longest_streak = decision.change.longest_after,
                       .logged_today = seen.logged_today || seen.day == seen.today};
  return decision;
}

std::optional<Instant> find_streak_end(storage::Database& database,
                                       const accounts::DaySettings& settings,
                                       const Standing& standing,
                                       const std::optional<shared::Run>& newest) {
  if (standing.streak == 0) {
    return std::nullopt;
  }
  return accounts::day_start(database, settings, shared::expiry_day(newest.value()));
}

void compare(Standing& standing, const store::Comparison& comparison) {
  standing.compared_with = comparison.others;
  if (standing.streak > 0) {
    standing.percentile = shared::percentile(comparison.shorter, comparison.others);
  }
}

Recorded recall(const NewEntry& new_entry, const store::KeptAnswer& kept) {
  Recorded recorded{.entry = make_entry(kept.entry, new_entry, kept.assigned),
                    .standing = kept.standing};
  compare(recorded.standing, kept.comparison);
  return recorded;
}

}  // namespace daymark::mood
