// What one entry that is recorded alone and many that are recorded together have in common: what an
// entry makes of an account, what is told about it, and the way of the one that does not fit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mood/mood.hpp"
#include "mood/store.hpp"

namespace daymark::mood {

/// The milestones that it gets the account to.
[[nodiscard]] inline std::vector<shared::AchievementId> milestones_reached(
    storage::Database& database, achievements::Milestones& milestones,
    const store::AccountChange& change) {
  return milestones.reached(
      database, {.entries = change.entries_before, .longest_streak = change.longest_before},
      {.entries = change.entries_before + change.entries_added,
       .longest_streak = change.longest_after});
}

/// What an entry on a day of `seen` makes of the account.
struct RecordDecision {
  shared::Run run;  // of the entry
  store::AccountChange change;
  StreakStatus status;  // without its end and the comparison
};

[[nodiscard]] RecordDecision decide(const store::RecordState& seen);

/// The same as mood::record, by what was seen of the account already, if anything.
[[nodiscard]] RecordOutcome record_alone(storage::Database& database,
                                         achievements::Milestones& milestones,
                                         const RecordRequest& request,
                                         std::optional<store::RecordState> seen);

/// When the newest run ends, where it is alive. Throws storage::Failure.
[[nodiscard]] std::optional<Instant> find_streak_end(storage::Database& database,
                                                     const accounts::DaySettings& settings,
                                                     const StreakStatus& status,
                                                     const std::optional<shared::Run>& newest);

/// Adds to a status how it compares: `comparison` is with a run of `status.streak` days.
void compare(StreakStatus& status, const store::Comparison& comparison);

/// What is answered to a request with this new_entry.
[[nodiscard]] Recorded recall(const NewEntry& new_entry, const store::StoredAnswer& kept);

}  // namespace daymark::mood
