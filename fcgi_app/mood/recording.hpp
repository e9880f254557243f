// What recording an entry alone and recording it in a batch have in common: the decision, the
// answer, and recording one that does not fit into a batch.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mood/mood.hpp"
#include "mood/store.hpp"

namespace daymark::mood {

/// Returns the milestones that the change reaches.
[[nodiscard]] inline std::vector<shared::AchievementId> milestones_reached(
    storage::Database& database, achievements::Milestones& milestones,
    const store::AccountChange& change) {
  return milestones.reached(
      database, {.entries = change.entries_before, .longest_streak = change.longest_before},
      {.entries = change.entries_before + change.entries_added,
       .longest_streak = change.longest_after});
}

/// What recording an entry changes in the account.
struct RecordDecision {
  shared::Run run;  // of the entry
  store::AccountChange change;
  StreakStatus status;  // without its end and the comparison
};

[[nodiscard]] RecordDecision decide(const store::RecordState& seen, const NewEntry& new_entry);

/// Returns what there is no room for after a change that adds to it; nullopt if there is room.
[[nodiscard]] std::optional<AccountFull> find_lack_of_room(const store::AccountChange& change,
                                                           const AccountLimits& limits);

/// Like mood::record. `seen`: what was read of the account already, if anything.
[[nodiscard]] RecordOutcome record_alone(storage::Database& database,
                                         achievements::Milestones& milestones,
                                         const RecordRequest& request,
                                         std::optional<store::RecordState> seen);

/// Returns the end of the current streak; nullopt if there is none. Throws storage::Failure.
[[nodiscard]] std::optional<Instant> find_streak_end(storage::Database& database,
                                                     const accounts::DaySettings& settings,
                                                     const StreakStatus& status,
                                                     const std::optional<shared::Run>& newest);

/// Sets the figures of a status that compare it, from the comparison for `status.streak` days.
void compare(StreakStatus& status, const store::Comparison& comparison);

/// Returns what POST /mood answers, from the request and the answer stored for it; without awards.
[[nodiscard]] Recorded recall(const NewEntry& new_entry, const store::StoredAnswer& stored);

}  // namespace daymark::mood
