// The rules of entries: read, record, change and remove them. A function that succeeds extends the
// session if that is due. All throw storage::Failure: if the database fails, or if other changes of
// the account overtake this one too often.
#pragma once

#include <functional>
#include <optional>
#include <variant>

#include "achievements/achievements.hpp"
#include "mood/entry.hpp"
#include "server/idempotency_key.hpp"
#include "server/problem.hpp"
#include "storage/database.hpp"

namespace daymark::mood {

// Outcomes that are not a success.
struct NotSignedIn {};
struct Abandoned {};  // whoever asked has gone before it was begun
struct NoSuchEntry {};
struct DayInFuture {};
struct DayTooEarly {};
struct VersionMismatch {};
struct TooManyDays {};
struct KeyReused {};
struct Removed {};

/// The account would have more than it may.
struct AccountFull {
  server::Capacity capacity;
};

/// Whether the request accepts an entry of this version.
using IsWantedVersion = std::function<bool(int version)>;

using ListOutcome = std::variant<EntryPage, NotSignedIn, Abandoned>;
using RecordOutcome = std::variant<Recorded, NotSignedIn, Abandoned, DayInFuture, DayTooEarly,
                                   KeyReused, AccountFull>;
using ChangeOutcome =
    std::variant<Changed, NotSignedIn, NoSuchEntry, VersionMismatch, AccountFull, server::Faults>;
using RemoveOutcome = std::variant<Removed, NotSignedIn, NoSuchEntry, VersionMismatch>;

[[nodiscard]] std::variant<Versioned, NotSignedIn, NoSuchEntry> find(storage::Database& database,
                                                                     const Credentials& credentials,
                                                                     shared::EntryId entry,
                                                                     Instant now);

[[nodiscard]] std::variant<Days, NotSignedIn, TooManyDays> list_days(storage::Database& database,
                                                                     const Credentials& credentials,
                                                                     const DaysWanted& wanted,
                                                                     Instant now);

/// Records the entry alone (for many people's entries, use a Recorder), and the awards for the
/// milestones that it reaches. If the key was used within server::kIdempotencyKeyLifetime, records
/// nothing: returns the stored answer, or KeyReused if that was for another request.
[[nodiscard]] RecordOutcome record(storage::Database& database,
                                   achievements::Milestones& milestones,
                                   const RecordRequest& request);

/// Returns Faults with all that is wrong with the patch.
[[nodiscard]] ChangeOutcome change(storage::Database& database,
                                   achievements::Milestones& milestones,
                                   const Credentials& credentials, shared::EntryId entry,
                                   const EntryPatch& patch, const IsWantedVersion& is_wanted,
                                   Instant now, const AccountLimits& limits);

[[nodiscard]] RemoveOutcome remove(storage::Database& database, const Credentials& credentials,
                                   shared::EntryId entry, const IsWantedVersion& is_wanted,
                                   Instant now);

}  // namespace daymark::mood
