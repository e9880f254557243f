// What can be done with entries.
#pragma once

#include <functional>
#include <optional>
#include <variant>

#include "achievements/achievements.hpp"
#include "mood/entry.hpp"
#include "server/idempotency_key.hpp"
#include "storage/database.hpp"

namespace daymark::mood {

// What else can come out.
struct NotSignedIn {};
struct NoSuchEntry {};
struct DayInFuture {};
struct DayTooEarly {};
struct VersionMismatch {};
struct NothingLeft {};  // neither a label nor a rating
struct TooManyDays {};
struct KeyReused {};
struct Removed {};

/// Whether a change may be carried out on an entry of this version.
using IsWantedVersion = std::function<bool(int version)>;

using ListOutcome = std::variant<EntryPage, NotSignedIn>;
using RecordOutcome = std::variant<Recorded, NotSignedIn, DayInFuture, DayTooEarly, KeyReused>;
using ChangeOutcome = std::variant<Changed, NotSignedIn, NoSuchEntry, VersionMismatch, NothingLeft,
                                   DayInFuture, DayTooEarly>;
using RemoveOutcome = std::variant<Removed, NotSignedIn, NoSuchEntry, VersionMismatch>;

[[nodiscard]] std::variant<Versioned, NotSignedIn, NoSuchEntry> find(storage::Database& database,
                                                                     const Credentials& credentials,
                                                                     shared::EntryId entry,
                                                                     Instant now);

[[nodiscard]] std::variant<Days, NotSignedIn, TooManyDays> list_days(storage::Database& database,
                                                                     const Credentials& credentials,
                                                                     const DaysWanted& wanted,
                                                                     Instant now);

/// Milestones that an entry reaches, or a changed one, are awarded with it. With a key that was
/// used for the same request within server::kIdempotencyKeyLifetime, nothing is recorded and the
/// answer is the first one.
///
/// Records the entry alone; who records many entries of many people uses a Recorder.
[[nodiscard]] RecordOutcome record(storage::Database& database,
                                   achievements::Milestones& milestones,
                                   const RecordRequest& request);

[[nodiscard]] ChangeOutcome change(storage::Database& database,
                                   achievements::Milestones& milestones,
                                   const Credentials& credentials, shared::EntryId entry,
                                   const EntryPatch& patch, const IsWantedVersion& is_wanted,
                                   Instant now);

[[nodiscard]] RemoveOutcome remove(storage::Database& database, const Credentials& credentials,
                                   shared::EntryId entry, const IsWantedVersion& is_wanted,
                                   Instant now);

}  // namespace daymark::mood
