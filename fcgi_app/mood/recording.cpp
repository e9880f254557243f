#include "mood/recording.hpp"

#include <algorithm>

#include "accounts/accounts.hpp"

namespace daymark::mood {

std::optional<AccountFull> find_lack_of_room(const store::AccountChange& change,
                                             const AccountLimits& limits) {
  constexpr std::int64_t kMebibyte = std::int64_t{1024} * 1024;
  if (change.entries_added > 0 && change.entries_before + change.entries_added > limits.entries) {
    return AccountFull{{.of = server::Capacity::Of::kEntries, .number = limits.entries}};
  }
  if (change.text_bytes_added > 0 &&
      change.text_bytes_before + change.text_bytes_added > limits.text_mebibytes * kMebibyte) {
    return AccountFull{
        {.of = server::Capacity::Of::kTextMebibytes, .number = limits.text_mebibytes}};
  }
  return std::nullopt;
}

RecordDecision decide(const store::RecordState& seen, const NewEntry& new_entry) {
  RecordDecision decision{.run = shared::run_with(seen.day, seen.around)};
  const auto newest = seen.newest_run && seen.newest_run->last_day > decision.run.last_day
                          ? *seen.newest_run
                          : decision.run;
  decision.change = {.seen_version = seen.version,
                     .entries_before = seen.entries,
                     .entries_added = 1,
                     .text_bytes_before = seen.text_bytes,
                     .text_bytes_added = text_bytes(new_entry),
                     .runs = shared::add_day(seen.day, seen.around),
                     .newest_run = newest,
                     .longest_before = seen.longest_streak,
                     .longest_after = std::max(seen.longest_streak, decision.run.length())};
  decision.status = {.streak = shared::current_streak(newest, seen.today),
                     .longest_streak = decision.change.longest_after,
                     .logged_today = seen.logged_today || seen.day == seen.today};
  return decision;
}

std::optional<Instant> find_streak_end(storage::Database& database,
                                       const accounts::DaySettings& settings,
                                       const StreakStatus& status,
                                       const std::optional<shared::Run>& newest) {
  if (status.streak == 0) {
    return std::nullopt;
  }
  return accounts::day_start(database, settings, shared::expiry_day(newest.value()));
}

void compare(StreakStatus& status, const store::Comparison& comparison) {
  status.compared_with = comparison.others;
  if (status.streak > 0) {
    status.percentile = shared::percentile(comparison.shorter, comparison.others);
  }
}

Recorded recall(const NewEntry& new_entry, const store::StoredAnswer& stored) {
  Recorded recorded{.entry = make_entry(stored.entry, new_entry, stored.assigned),
                    .status = stored.status};
  compare(recorded.status, stored.comparison);
  return recorded;
}

}  // namespace daymark::mood
