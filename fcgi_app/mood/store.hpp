// The queries of entries: structs → parameters, rows → structs. All throw storage::Failure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "accounts/account.hpp"
#include "mood/entry.hpp"
#include "shared/streak.hpp"
#include "storage/database.hpp"

namespace daymark::mood::store {

/// How many of all other accounts have a longest streak below some length.
struct Comparison {
  std::int64_t shorter = 0;
  std::int64_t others = 0;
};

struct Viewer {
  accounts::SessionUse use;
  CivilDay today;
  accounts::DaySettings settings;
  int longest_streak = 0;
  std::optional<shared::Run> newest_run;
  Comparison comparison;  // for the length of the newest run
};

struct FoundPage {
  Viewer viewer;
  std::vector<Entry> entries;
};

struct FoundEntry {
  accounts::SessionUse use;
  std::optional<Versioned> entry;
};

struct FoundDays {
  accounts::SessionUse use;
  CivilDay from;
  CivilDay to;
  Days days;  // empty if the range has more than kDaysMax days
};

/// The stored answer for an idempotency key, without what the request itself says.
struct StoredAnswer {
  bool is_same_request = true;
  shared::EntryId entry;
  AssignedFields assigned;
  StreakStatus status;  // without the comparison
  Comparison comparison;
};

/// The awards of a stored answer.
struct StoredAwards {
  std::vector<shared::AchievementId> awarded;
  shared::Language language = shared::Language::kEnglish;
  Instant awarded_at;
};

/// What the decision about a new entry is based on.
struct RecordState {
  accounts::SessionUse use;
  std::int64_t version = 0;
  int longest_streak = 0;
  std::int64_t entries = 0;
  std::int64_t text_bytes = 0;
  accounts::DaySettings settings;
  CivilDay today;
  CivilDay day;
  Instant recorded_at;
  shared::Neighbours around;  // the runs around `day`
  std::optional<shared::Run> newest_run;
  bool logged_today = false;
  std::optional<StoredAnswer> stored_answer;
};

/// What the decision about a change of an entry is based on.
struct ChangeState {
  accounts::SessionUse use;
  std::int64_t version = 0;
  int longest_streak = 0;
  std::int64_t entries = 0;
  std::int64_t text_bytes = 0;
  accounts::DaySettings settings;
  CivilDay today;
  std::vector<shared::Run> runs;  // all, sorted
  struct Target {
    Entry entry;
    int version = 1;
    std::int64_t text_bytes = 0;
    bool others_on_day = false;
    CivilDay new_day;
    Instant new_recorded_at;
    bool is_contradictory = false;  // the patch has a day that is not that of its instant
  };
  std::optional<Target> entry;
};

/// What the decision about removing an entry is based on.
struct RemovalState {
  accounts::SessionUse use;
  std::int64_t version = 0;
  int longest_streak = 0;
  std::optional<shared::Run> newest_run;
  struct Target {
    CivilDay day;
    int version = 1;
    std::int64_t text_bytes = 0;
    bool others_on_day = false;
    shared::Run run;
    std::optional<int> longest_of_others;  // set if its run is the longest and loses the day
    std::optional<shared::Run> before;  // the run before `run`, read only if `run` is one day long
  };
  std::optional<Target> entry;
};

/// What changes in the account besides the entry. Streaks are in days.
struct AccountChange {
  std::int64_t seen_version = 0;
  std::int64_t entries_before = 0;
  std::int64_t entries_added = 0;  // negative if entries are removed
  std::int64_t text_bytes_before = 0;
  std::int64_t text_bytes_added = 0;
  shared::RunChange runs;
  std::optional<shared::Run> newest_run;  // after the change
  int longest_before = 0;
  int longest_after = 0;
};

/// A change, with the streak status after it (without the comparison, which is known only after the
/// write) and what it awards, if anything.
struct DecidedChange {
  AccountChange change;
  StreakStatus status;
  achievements::AwardChange awards;
};

struct Written {
  shared::EntryId id;
  Comparison comparison;  // for the current streak
};

struct WrittenChange {
  int version = 1;
  Comparison comparison;  // for the current streak
};

/// Returns the page of each request, in their order, in one round trip; nullopt if its session is
/// not alive. A page has one entry more than the limit if there are so many.
[[nodiscard]] std::vector<std::optional<FoundPage>> list_pages(
    storage::Database& database, std::span<const PageRequest* const> requests);

/// Whether there is an entry of today, for an account whose newest run begins after today.
[[nodiscard]] bool find_logged_today(storage::Database& database, shared::AccountId account,
                                     CivilDay today);

/// nullopt if the session is not alive.
[[nodiscard]] std::optional<FoundEntry> find_entry(storage::Database& database,
                                                   const Credentials& credentials,
                                                   shared::EntryId entry, Instant now);

/// nullopt if the session is not alive.
[[nodiscard]] std::optional<FoundDays> list_days(storage::Database& database,
                                                 const Credentials& credentials,
                                                 const DaysWanted& wanted, Instant now);

/// nullopt if the session is not alive.
[[nodiscard]] std::optional<RecordState> find_record_state(
    storage::Database& database, const Credentials& credentials, const NewEntry& new_entry,
    const std::optional<server::IdempotencyKey>& key, Instant now);

/// Stores the answer for the key, if any. nullopt, and nothing written, if the account has changed.
[[nodiscard]] std::optional<Written> record(storage::Database& database, shared::AccountId account,
                                            const NewEntry& new_entry,
                                            const AssignedFields& assigned,
                                            const DecidedChange& decided,
                                            const std::optional<server::IdempotencyKey>& key,
                                            Instant now);

/// nullopt if nothing was awarded.
[[nodiscard]] std::optional<StoredAwards> find_stored_awards(storage::Database& database,
                                                             shared::AccountId account,
                                                             const server::IdempotencyKey& key);

/// nullopt if the session is not alive.
[[nodiscard]] std::optional<ChangeState> find_change_state(storage::Database& database,
                                                           const Credentials& credentials,
                                                           shared::EntryId entry,
                                                           const EntryPatch& patch, Instant now);

/// `new_entry` and `assigned`: the entry after the change. nullopt, and nothing written, if the
/// account has changed.
[[nodiscard]] std::optional<WrittenChange> change(storage::Database& database,
                                                  shared::AccountId account, shared::EntryId entry,
                                                  const NewEntry& new_entry,
                                                  const AssignedFields& assigned,
                                                  const DecidedChange& decided);

/// nullopt if the session is not alive.
[[nodiscard]] std::optional<RemovalState> find_removal_state(storage::Database& database,
                                                             const Credentials& credentials,
                                                             shared::EntryId entry, Instant now);

/// Returns false, and removes nothing, if the account has changed.
[[nodiscard]] bool remove(storage::Database& database, shared::AccountId account,
                          shared::EntryId entry, const AccountChange& change);

}  // namespace daymark::mood::store
