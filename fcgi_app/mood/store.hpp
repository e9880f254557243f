// The mood queries: rows ↔ structs.
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

/// How many of all other accounts have a shorter longest streak than some length.
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
  Comparison comparison;  // with the newest run
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
  Days days;  // none where these are more than kDaysMax
};

/// What was answered to a request with an idempotency key, beside what the request said itself.
struct StoredAnswer {
  bool is_same_request = true;
  shared::EntryId entry;
  AssignedFields assigned;
  StreakStatus status;  // without the comparison
  Comparison comparison;
};

/// What a request with an idempotency key was awarded.
struct StoredAwards {
  std::vector<shared::AchievementId> awarded;
  shared::Language language = shared::Language::kEnglish;
  Instant awarded_at;
};

/// What a decision about a new entry is based on.
struct RecordState {
  accounts::SessionUse use;
  std::int64_t version = 0;
  int longest_streak = 0;
  std::int64_t entries = 0;
  accounts::DaySettings settings;
  CivilDay today;
  CivilDay day;
  Instant recorded_at;
  shared::Neighbours around;  // the runs around `day`
  std::optional<shared::Run> newest_run;
  bool logged_today = false;
  std::optional<StoredAnswer> kept;
};

/// What a decision about a changed entry is based on.
struct ChangeState {
  accounts::SessionUse use;
  std::int64_t version = 0;
  int longest_streak = 0;
  std::int64_t entries = 0;
  accounts::DaySettings settings;
  CivilDay today;
  std::vector<shared::Run> runs;  // all, sorted
  struct Target {
    Entry entry;  // without its streak
    int version = 1;
    bool others_on_day = false;
    CivilDay new_day;
    Instant new_recorded_at;
  };
  std::optional<Target> entry;
};

/// What a decision about removing an entry is based on.
struct RemovalState {
  accounts::SessionUse use;
  std::int64_t version = 0;
  int longest_streak = 0;
  std::optional<shared::Run> newest_run;
  struct Target {
    CivilDay day;
    int version = 1;
    bool others_on_day = false;
    shared::Run run;
    std::optional<int> longest_of_others;  // where its run is the longest and loses the day
    std::optional<shared::Run> before;     // the run before its run, where that is one day
  };
  std::optional<Target> entry;
};

/// What changes in the account beside the entry.
struct AccountChange {
  std::int64_t seen_version = 0;
  std::int64_t entries_before = 0;
  std::int64_t entries_added = 0;  // negative: removed
  shared::RunChange runs;
  std::optional<shared::Run> newest_run;  // as it then is
  int longest_before = 0;
  int longest_after = 0;
};

/// A change, with where the account then stands (the comparison is only known once it is written)
/// and what it is awarded, if anything.
struct DecidedChange {
  AccountChange change;
  StreakStatus status;
  achievements::AwardChange awards;
};

struct Written {
  shared::EntryId id;
  Comparison comparison;  // with the current streak
};

struct WrittenChange {
  int version = 1;
  Comparison comparison;  // with the current streak
};

/// For each request, in their order, in one round trip: its page, with one entry more than is
/// wanted where there are so many. Nothing: not signed in.
[[nodiscard]] std::vector<std::optional<FoundPage>> list_pages(
    storage::Database& database, std::span<const PageRequest* const> requests);

/// Whether there is an entry of today, for an account whose newest run begins after it.
[[nodiscard]] bool find_logged_today(storage::Database& database, shared::AccountId account,
                                     CivilDay today);

/// Nothing: not signed in.
[[nodiscard]] std::optional<FoundEntry> find_entry(storage::Database& database,
                                                   const Credentials& credentials,
                                                   shared::EntryId entry, Instant now);

/// Nothing: not signed in.
[[nodiscard]] std::optional<FoundDays> list_days(storage::Database& database,
                                                 const Credentials& credentials,
                                                 const DaysWanted& wanted, Instant now);

/// Nothing: not signed in.
[[nodiscard]] std::optional<RecordState> find_record_state(
    storage::Database& database, const Credentials& credentials, const NewEntry& new_entry,
    const std::optional<server::IdempotencyKey>& key, Instant now);

/// With a key, the answer is kept for it. Nothing: the account has changed since it was read,
/// and nothing was written.
[[nodiscard]] std::optional<Written> record(storage::Database& database, shared::AccountId account,
                                            const NewEntry& new_entry, const AssignedFields& entry,
                                            const DecidedChange& decided,
                                            const std::optional<server::IdempotencyKey>& key,
                                            Instant now);

/// Nothing: nothing was awarded.
[[nodiscard]] std::optional<StoredAwards> find_stored_awards(storage::Database& database,
                                                             shared::AccountId account,
                                                             const server::IdempotencyKey& key);

/// Nothing: not signed in.
[[nodiscard]] std::optional<ChangeState> find_change_state(storage::Database& database,
                                                           const Credentials& credentials,
                                                           shared::EntryId entry,
                                                           const EntryPatch& patch, Instant now);

/// `new_entry` and `assigned`: as the entry is to be. Nothing: the account has changed since it was
/// read, and nothing was written.
[[nodiscard]] std::optional<WrittenChange> change(storage::Database& database,
                                                  shared::AccountId account, shared::EntryId entry,
                                                  const NewEntry& new_entry,
                                                  const AssignedFields& assigned,
                                                  const DecidedChange& decided);

/// Nothing: not signed in.
[[nodiscard]] std::optional<RemovalState> find_removal_state(storage::Database& database,
                                                             const Credentials& credentials,
                                                             shared::EntryId entry, Instant now);

/// False: the account has changed since it was read, and nothing was removed.
[[nodiscard]] bool remove(storage::Database& database, shared::AccountId account,
                          shared::EntryId entry, const AccountChange& change);

}  // namespace daymark::mood::store
