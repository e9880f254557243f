// Mood entries and what follows from them: the streak, the longest streak and how they compare.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "accounts/accounts.hpp"
#include "achievements/achievements.hpp"
#include "server/idempotency_key.hpp"
#include "server/token.hpp"
#include "shared/civil_day.hpp"
#include "shared/ids.hpp"
#include "shared/instant.hpp"
#include "shared/percentile.hpp"
#include "shared/streak.hpp"
#include "shared/uuid.hpp"
#include "storage/database.hpp"

namespace daymark::mood {

using server::Credentials;
using shared::CivilDay;
using shared::Instant;

inline constexpr std::size_t kMoodLengthMax = 50;      // code points
inline constexpr std::size_t kNoteLengthMax = 10'000;  // code points
inline constexpr std::size_t kTagLengthMax = 50;       // code points
inline constexpr std::size_t kTagsMax = 20;
inline constexpr int kRatingMin = 1;
inline constexpr int kRatingMax = 5;
inline constexpr int kDaysDefault = 366;             // of GET /mood/days
inline constexpr int kDaysMax = 3660;                // of GET /mood/days
inline constexpr std::chrono::days kKeysKept{7};     // idempotency keys
inline constexpr int kPageDefault = 30;              // entries
inline constexpr int kPageMax = 100;                 // entries
inline constexpr std::chrono::minutes kAheadMax{5};  // how far `recorded_at` may be after now

/// The first day that an entry can have.
inline constexpr CivilDay kFirstDay{std::chrono::year{1900} / 1 / 1};

/// `awful`, `bad`, `okay`, `good`, `great` for 1 to 5.
[[nodiscard]] std::string_view standard_label(int rating);

/// The rating that a standard label implies; nothing for any other label.
[[nodiscard]] std::optional<int> rating_of(std::string_view label);

/// What somebody wants to record. It has a label, a rating or both, and they agree; of
/// `recorded_at` and `day` at most one.
struct Draft {
  std::optional<std::string> mood;
  std::optional<int> rating;
  std::optional<std::string> note;
  std::vector<std::string> tags;
  std::optional<Instant> recorded_at;
  std::optional<CivilDay> day;
};

/// What a label and a rating say together: where the label is a standard one, its rating.
struct Feeling {
  std::optional<std::string> mood;
  std::optional<int> rating;
};

/// A merge patch (RFC 7396) of an entry: what is left out stays.
struct EntryPatch {
  Feeling feeling;
  bool removes_mood = false;
  bool removes_rating = false;
  std::optional<std::string> note;
  bool removes_note = false;
  std::optional<std::vector<std::string>> tags;
  std::optional<Instant> recorded_at;
  std::optional<CivilDay> day;
};

/// What an entry feels like after a patch. A standard label and its rating go together: whoever
/// changes one changes both, and a rating whose label is removed gets its standard one. Nothing is
/// left where a label that says nothing about the rating was all there was.
[[nodiscard]] Feeling merge(const Feeling& feeling, const EntryPatch& patch);

struct Entry {
  shared::EntryId id;
  shared::Uuid uid;
  std::optional<std::string> mood;
  std::optional<int> rating;
  std::optional<std::string> note;
  std::string tags_json;  // a JSON array of texts
  Instant recorded_at;
  CivilDay day;
  int streak = 0;
};

/// Where an account stands.
struct Standing {
  int streak = 0;
  int longest_streak = 0;
  bool logged_today = false;
  std::optional<Instant> streak_expires_at;
  std::optional<shared::Percentile> percentile;
  std::int64_t compared_with = 0;
};

struct PagePosition {
  CivilDay day;
  Instant recorded_at;
  shared::EntryId entry;
};

struct PageWanted {
  int limit = kPageDefault;
  std::optional<CivilDay> from;
  std::optional<CivilDay> to;
  std::optional<PagePosition> after;  // the last entry of the page before
};

struct PageRequest {
  Credentials credentials;
  PageWanted wanted;
  Instant now;
};

struct Page {
  std::vector<Entry> entries;  // newest first
  bool has_more = false;
  Standing standing;
};

struct RecordRequest {
  Credentials credentials;
  Draft draft;
  std::optional<server::IdempotencyKey> key;
  Instant now;
};

struct Recorded {
  Entry entry;
  Standing standing;
  std::vector<achievements::Award> awarded;                // by reaching milestones with it
  shared::Language language = shared::Language::kEnglish;  // that these are told in
};

struct DaysWanted {
  std::optional<CivilDay> from;  // else kDaysDefault days up to `to`
  std::optional<CivilDay> to;    // else today
};

struct Day {
  CivilDay day;
  std::int64_t entries = 0;
  std::optional<std::string> average_rating;  // a decimal number with at most two decimals
  int streak = 0;
};

/// The oldest first; those without entries are not among them.
using Days = std::vector<Day>;

struct Changed {
  Recorded recorded;
  int version = 1;
};

struct Versioned {
  Entry entry;
  int version = 1;
};

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

[[nodiscard]] std::variant<Versioned, NotSignedIn, NoSuchEntry> find(storage::Database& database,
                                                                     const Credentials& credentials,
                                                                     shared::EntryId entry,
                                                                     Instant now);

[[nodiscard]] std::variant<Days, NotSignedIn, TooManyDays> list_days(storage::Database& database,
                                                                     const Credentials& credentials,
                                                                     const DaysWanted& wanted,
                                                                     Instant now);

using ListOutcome = std::variant<Page, NotSignedIn>;

using RecordOutcome = std::variant<Recorded, NotSignedIn, DayInFuture, DayTooEarly, KeyReused>;

/// Milestones that an entry reaches, or a changed one, are awarded with it. With a key that was
/// used for the same request within kKeysKept, nothing is recorded and the answer is the first one.
///
/// Records the entry alone; who records many entries of many people uses a Recorder.
[[nodiscard]] RecordOutcome record(storage::Database& database,
                                   achievements::Milestones& milestones,
                                   const Credentials& credentials, const Draft& draft,
                                   const std::optional<server::IdempotencyKey>& key, Instant now);

[[nodiscard]] std::variant<Changed, NotSignedIn, NoSuchEntry, VersionMismatch, NothingLeft,
                           DayInFuture, DayTooEarly>
change(storage::Database& database, achievements::Milestones& milestones,
       const Credentials& credentials, shared::EntryId entry, const EntryPatch& patch,
       const IsWantedVersion& is_wanted, Instant now);

[[nodiscard]] std::variant<Removed, NotSignedIn, NoSuchEntry, VersionMismatch> remove(
    storage::Database& database, const Credentials& credentials, shared::EntryId entry,
    const IsWantedVersion& is_wanted, Instant now);

}  // namespace daymark::mood
