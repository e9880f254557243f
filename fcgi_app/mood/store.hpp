// The mood queries: rows ↔ structs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mood/mood.hpp"

namespace daymark::mood::store {

/// How many accounts have a shorter longest streak than some length, of how many.
struct Comparison {
  std::int64_t shorter = 0;
  std::int64_t accounts = 0;
};

struct Viewer {
  accounts::SessionUse use;
  CivilDay today;
  int longest_streak = 0;
  std::optional<shared::Run> newest_run;
  bool logged_today = false;
  std::optional<Instant> newest_expires_at;
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

/// What a decision about a new entry is based on.
struct Surroundings {
  accounts::SessionUse use;
  std::int64_t version = 0;
  int longest_streak = 0;
  CivilDay today;
  CivilDay day;
  Instant recorded_at;
  shared::Neighbours around;  // the runs around `day`
  std::optional<shared::Run> newest_run;
  bool logged_today = false;
  Instant expires_at;  // of the newest run once `day` is in a run
};

/// What a decision about removing an entry is based on.
struct EntrySurroundings {
  accounts::SessionUse use;
  std::int64_t version = 0;
  int longest_streak = 0;
  struct Target {
    CivilDay day;
    int version = 1;
    bool others_on_day = false;
    shared::Run run;
    std::optional<int> longest_of_others;  // where its run is the longest and loses the day
  };
  std::optional<Target> entry;
};

/// What changes in the account beside the entry.
struct AccountChange {
  std::int64_t seen_version = 0;
  shared::RunChange runs;
  int longest_before = 0;
  int longest_after = 0;
};

struct NewEntry {
  Instant recorded_at;
  CivilDay day;
};

struct Written {
  shared::EntryId id;
  std::string uid;
  Comparison
      comparison;  // with `current_streak`; the account itself counts with its old longest streak
};

/// At most `limit` entries. Nothing: not signed in.
[[nodiscard]] std::optional<FoundPage> find_page(storage::Database& database,
                                                 const Credentials& credentials,
                                                 const PageWanted& wanted, int limit, Instant now);

/// Nothing: not signed in.
[[nodiscard]] std::optional<FoundEntry> find_entry(storage::Database& database,
                                                   const Credentials& credentials,
                                                   shared::EntryId entry, Instant now);

/// Nothing: not signed in.
[[nodiscard]] std::optional<Surroundings> look_around(storage::Database& database,
                                                      const Credentials& credentials,
                                                      const Draft& draft, Instant now);

/// Nothing: the account has changed since it was looked at, and nothing was written.
[[nodiscard]] std::optional<Written> record(storage::Database& database, shared::AccountId account,
                                            const Draft& draft, const NewEntry& entry,
                                            const AccountChange& change, int current_streak);

/// Nothing: not signed in.
[[nodiscard]] std::optional<EntrySurroundings> look_at_entry(storage::Database& database,
                                                             const Credentials& credentials,
                                                             shared::EntryId entry, Instant now);

/// False: the account has changed since it was looked at, and nothing was removed.
[[nodiscard]] bool remove(storage::Database& database, shared::AccountId account,
                          shared::EntryId entry, const AccountChange& change);

}  // namespace daymark::mood::store
