#include "mood/mood.hpp"

#include <algorithm>
#include <utility>

#include "accounts/accounts.hpp"
#include "mood/recording.hpp"
#include "mood/store.hpp"
#include "server/uuid.hpp"
#include "storage/retry.hpp"

namespace daymark::mood {
namespace {

/// What removing an entry changes in the account: runs only if it is the last one of its day.
store::AccountChange decide_removal(const store::RemovalState& seen) {
  const auto& entry = *seen.entry;
  store::AccountChange change{.seen_version = seen.version,
                              .entries_added = -1,
                              .text_bytes_added = -entry.text_bytes,
                              .newest_run = seen.newest_run,
                              .longest_before = seen.longest_streak,
                              .longest_after = seen.longest_streak};
  if (entry.others_on_day) {
    return change;
  }
  change.runs = shared::remove_day(entry.day, entry.run);
  change.newest_run =
      shared::newest_run_without(seen.newest_run, entry.run, change.runs, entry.before);
  if (entry.longest_of_others) {
    change.longest_after = *entry.longest_of_others;
    for (const auto& run : change.runs.written) {
      change.longest_after = std::max(change.longest_after, run.length());
    }
  }
  return change;
}

/// Adds the awards of the stored answer for this key.
void recall_awards(storage::Database& database, shared::AccountId account,
                   const server::IdempotencyKey& key, Recorded& recorded) {
  if (const auto stored = store::find_stored_awards(database, account, key)) {
    recorded.awarded = achievements::recall_awards(database, stored->awarded, stored->language,
                                                   stored->awarded_at);
    recorded.language = stored->language;
  }
}

/// The awards that a change earns, mostly none; nullopt if the account has changed.
std::optional<achievements::AwardChange> earn(storage::Database& database,
                                              achievements::Milestones& milestones,
                                              shared::AccountId account,
                                              const store::AccountChange& change, Instant now) {
  const auto reached = milestones_reached(database, milestones, change);
  return reached.empty()
             ? achievements::AwardChange{}
             : achievements::decide_awards(database, account, change.seen_version, reached, now);
}

/// Why an entry cannot be recorded on this day or moved to it; nullopt if it can.
std::optional<std::variant<DayInFuture, DayTooEarly>> find_fault(CivilDay day, CivilDay today) {
  if (day > today) {
    return DayInFuture{};
  }
  if (day < shared::kFirstDay) {
    return DayTooEarly{};
  }
  return std::nullopt;
}

/// All that is wrong with a patch. `has_label`: whether it leaves the entry one.
server::Faults find_faults(const EntryPatch& patch, const store::ChangeState& seen,
                           bool has_label) {
  const auto& target = *seen.entry;
  auto faults = patch.find_faults ? patch.find_faults(target.entry) : server::Faults{};
  const auto add = [&](std::string at, server::Flaw flaw) {
    if (std::ranges::find(faults, at, &server::Fault::at) == faults.end()) {
      faults.push_back({.at = std::move(at), .flaw = flaw});
    }
  };
  if (!has_label) {
    add("/mood", server::Flaw::kFeelingRequired);
  }
  if (target.is_contradictory) {
    add("/day", server::Flaw::kDayConflict);
  }
  if (const auto fault = find_fault(target.new_day, seen.today);
      fault && target.new_day != target.entry.day) {
    add(patch.day ? "/day" : "/recorded_at", std::holds_alternative<DayInFuture>(*fault)
                                                 ? server::Flaw::kInFuture
                                                 : server::Flaw::kTooEarly);
  }
  return faults;
}

/// All runs after the entry has moved to its new day.
std::vector<shared::Run> move_entry(const store::ChangeState& seen) {
  const auto& target = *seen.entry;
  const auto from = target.entry.day;
  auto runs = seen.runs;
  if (target.new_day == from) {
    return runs;
  }
  if (!target.others_on_day) {
    runs = shared::apply(runs, shared::remove_day(from, *shared::neighbours(runs, from).before));
  }
  const auto change = shared::add_day(target.new_day, shared::neighbours(runs, target.new_day));
  return shared::apply(std::move(runs), change);
}

/// What a patch changes in the account.
struct ChangeDecision {
  store::AccountChange change;
  StreakStatus status;  // without its end and the comparison
  CivilDay first_day;   // of the entry's run
};

ChangeDecision decide(const store::ChangeState& seen, const NewEntry& new_entry) {
  const auto runs = move_entry(seen);
  ChangeDecision decision{
      .change = {.seen_version = seen.version,
                 .entries_before = seen.entries,
                 .text_bytes_before = seen.text_bytes,
                 .text_bytes_added = text_bytes(new_entry) - seen.entry->text_bytes,
                 .runs = shared::difference(seen.runs, runs),
                 .newest_run = runs.back(),
                 .longest_before = seen.longest_streak,
                 .longest_after = shared::longest_streak(runs)},
      .first_day = shared::neighbours(runs, seen.entry->new_day).before->first_day};
  const auto until_today = shared::neighbours(runs, seen.today).before;
  decision.status = {.streak = shared::current_streak(runs.back(), seen.today),
                     .longest_streak = decision.change.longest_after,
                     .logged_today = until_today && until_today->contains(seen.today)};
  return decision;
}

}  // namespace

std::variant<Versioned, NotSignedIn, NoSuchEntry> find(storage::Database& database,
                                                       const Credentials& credentials,
                                                       shared::EntryId entry, Instant now) {
  auto found = store::find_entry(database, credentials, entry, now);
  if (!found) {
    return NotSignedIn{};
  }
  accounts::extend_session(database, credentials, found->use, now);
  if (!found->entry) {
    return NoSuchEntry{};
  }
  return *std::move(found->entry);
}

std::variant<Days, NotSignedIn, TooManyDays> list_days(storage::Database& database,
                                                       const Credentials& credentials,
                                                       const DaysWanted& wanted, Instant now) {
  auto found = store::list_days(database, credentials, wanted, now);
  if (!found) {
    return NotSignedIn{};
  }
  accounts::extend_session(database, credentials, found->use, now);
  if (found->to - found->from >= shared::days{kDaysMax}) {
    return TooManyDays{};
  }
  return std::move(found->days);
}

RecordOutcome record(storage::Database& database, achievements::Milestones& milestones,
                     const RecordRequest& request) {
  return record_alone(database, milestones, request, std::nullopt);
}

RecordOutcome record_alone(storage::Database& database, achievements::Milestones& milestones,
                           const RecordRequest& request,
                           std::optional<store::RecordState> first_seen) {
  const auto& credentials = request.credentials;
  const auto& new_entry = request.new_entry;
  const auto& key = request.key;
  const auto now = request.now;
  return storage::retry_while_overtaken([&]() -> std::optional<RecordOutcome> {
    const auto seen = first_seen
                          ? std::exchange(first_seen, std::nullopt)
                          : store::find_record_state(database, credentials, new_entry, key, now);
    if (!seen) {
      return NotSignedIn{};
    }
    if (seen->stored_answer) {
      accounts::extend_session(database, credentials, seen->use, now);
      if (!seen->stored_answer->is_same_request) {
        return KeyReused{};
      }
      auto recorded = recall(new_entry, *seen->stored_answer);
      recall_awards(database, credentials.account, *key, recorded);
      recorded.is_replayed = true;
      return recorded;
    }
    if (const auto fault = find_fault(seen->day, seen->today)) {
      return std::visit([](auto outcome) { return RecordOutcome{outcome}; }, *fault);
    }
    auto decision = decide(*seen, new_entry);
    if (const auto full = find_lack_of_room(decision.change, request.limits)) {
      return *full;
    }
    decision.status.streak_expires_at =
        find_streak_end(database, seen->settings, decision.status, decision.change.newest_run);
    const AssignedFields assigned{.uid = server::make_uuid(),
                                  .recorded_at = seen->recorded_at,
                                  .day = seen->day,
                                  .streak = shared::streak_on(seen->day, decision.run.first_day)};
    auto awards = earn(database, milestones, credentials.account, decision.change, now);
    if (!awards) {
      return std::nullopt;
    }
    const auto written = store::record(
        database, credentials.account, new_entry, assigned,
        {.change = decision.change, .status = decision.status, .awards = *awards}, key, now);
    if (!written) {
      return std::nullopt;
    }
    accounts::extend_session(database, credentials, seen->use, now);
    auto recorded = recall(new_entry, {.entry = written->id,
                                       .assigned = assigned,
                                       .status = decision.status,
                                       .comparison = written->comparison});
    recorded.awarded = std::move(awards->awards);
    recorded.language = awards->language;
    return recorded;
  });
}

ChangeOutcome change(storage::Database& database, achievements::Milestones& milestones,
                     const Credentials& credentials, shared::EntryId entry, const EntryPatch& patch,
                     const IsWantedVersion& is_wanted, Instant now, const AccountLimits& limits) {
  return storage::retry_while_overtaken([&]() -> std::optional<ChangeOutcome> {
    const auto seen = store::find_change_state(database, credentials, entry, patch, now);
    if (!seen) {
      return NotSignedIn{};
    }
    if (!seen->entry) {
      return NoSuchEntry{};
    }
    const auto& target = *seen->entry;
    const auto new_entry = patched(target.entry, patch);
    if (auto faults = find_faults(patch, *seen, new_entry.has_value()); !faults.empty()) {
      return faults;
    }
    const auto decision = decide(*seen, *new_entry);
    if (const auto full = find_lack_of_room(decision.change, limits)) {
      return *full;
    }
    if (!is_wanted(target.version)) {
      return VersionMismatch{};
    }
    auto awards = earn(database, milestones, credentials.account, decision.change, now);
    if (!awards) {
      return std::nullopt;
    }
    const AssignedFields assigned{.uid = target.entry.uid,
                                  .recorded_at = target.new_recorded_at,
                                  .day = target.new_day,
                                  .streak = shared::streak_on(target.new_day, decision.first_day)};
    const auto written =
        store::change(database, credentials.account, entry, *new_entry, assigned,
                      {.change = decision.change, .status = decision.status, .awards = *awards});
    if (!written) {
      return std::nullopt;
    }
    accounts::extend_session(database, credentials, seen->use, now);
    Changed changed{.recorded = {.entry = make_entry(entry, *new_entry, assigned),
                                 .status = decision.status,
                                 .awarded = std::move(awards->awards),
                                 .language = awards->language}};
    auto& status = changed.recorded.status;
    changed.version = written->version;
    status.streak_expires_at =
        find_streak_end(database, seen->settings, status, decision.change.newest_run);
    compare(status, written->comparison);
    return changed;
  });
}

RemoveOutcome remove(storage::Database& database, const Credentials& credentials,
                     shared::EntryId entry, const IsWantedVersion& is_wanted, Instant now) {
  return storage::retry_while_overtaken([&]() -> std::optional<RemoveOutcome> {
    const auto seen = store::find_removal_state(database, credentials, entry, now);
    if (!seen) {
      return NotSignedIn{};
    }
    if (!seen->entry) {
      return NoSuchEntry{};
    }
    if (!is_wanted(seen->entry->version)) {
      return VersionMismatch{};
    }
    if (!store::remove(database, credentials.account, entry, decide_removal(*seen))) {
      return std::nullopt;
    }
    accounts::extend_session(database, credentials, seen->use, now);
    return Removed{};
  });
}

}  // namespace daymark::mood
