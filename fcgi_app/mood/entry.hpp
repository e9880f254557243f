// Entries, and the streak status that follows from them, as plain values.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "achievements/achievement.hpp"
#include "server/idempotency_key.hpp"
#include "server/page.hpp"
#include "server/problem.hpp"
#include "server/token.hpp"
#include "shared/civil_day.hpp"
#include "shared/ids.hpp"
#include "shared/instant.hpp"
#include "shared/percentile.hpp"
#include "shared/text.hpp"
#include "shared/uuid.hpp"

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
inline constexpr std::chrono::minutes kAheadMax{5};  // how far `recorded_at` may be after now

/// What one account may keep. DAYMARK_ACCOUNT_ENTRIES and DAYMARK_ACCOUNT_TEXT_MIB set it.
struct AccountLimits {
  std::int64_t entries = 200'000;
  std::int64_t text_mebibytes = 1024;  // in UTF-8
};

/// Returns `awful`, `bad`, `okay`, `good` or `great`, for a rating from 1 to 5.
[[nodiscard]] std::string_view standard_label(int rating);

/// Returns the rating of a standard label; nullopt for any other label.
[[nodiscard]] std::optional<int> rating_of(std::string_view label);

/// Returns the rating of a standard label or of its name in any language, in any case; nullopt for
/// any other text. `name` must be valid UTF-8.
[[nodiscard]] std::optional<int> rating_named(std::string_view name);

/// What a request wants to record. A standard label comes with its rating. At most one of
/// `recorded_at` and `day` is set; in a FileEntry one or both.
struct NewEntry {
  std::string mood;  // a label
  std::optional<int> rating;
  std::optional<std::string> note;
  std::vector<std::string> tags;
  std::optional<Instant> recorded_at;
  std::optional<CivilDay> day;
};

/// Returns the bytes of the texts in UTF-8, as `text_bytes` in SQL.
[[nodiscard]] std::int64_t text_bytes(const NewEntry& new_entry);

/// A label and its rating. A standard label comes with its own.
struct Feeling {
  std::string mood;
  std::optional<int> rating;
};

struct Entry;

/// The faults of a patch that only the entry shows, with all others of the same request.
using FindPatchFaults = std::function<server::Faults(const Entry&)>;

/// A merge patch (RFC 7396) of an entry: nullopt leaves a field as it is, unless it is removed.
struct EntryPatch {
  std::optional<std::string> mood;
  bool removes_mood = false;
  std::optional<int> rating;
  bool removes_rating = false;
  std::optional<std::optional<std::string>> note;  // of nullopt: removes it
  std::optional<std::vector<std::string>> tags;
  std::optional<Instant> recorded_at;
  std::optional<CivilDay> day;
  FindPatchFaults find_faults;  // empty: there are none
};

/// Returns the label and rating of an entry after a patch. A standard label and its rating change
/// together; a rating whose label is removed gets its standard label. nullopt if neither is left.
[[nodiscard]] std::optional<Feeling> merge(const Feeling& feeling, const EntryPatch& patch);

struct Entry {
  shared::EntryId id;
  shared::Uuid uid;
  std::string mood;  // a label
  std::optional<int> rating;
  std::optional<std::string> note;
  shared::JsonText tags;  // a JSON array of strings
  Instant recorded_at;
  CivilDay day;
  int streak = 0;
};

/// What the service adds to a new entry.
struct AssignedFields {
  shared::Uuid uid;
  Instant recorded_at;
  CivilDay day;
  int streak = 0;
};

/// Returns the entry that is stored for a new one.
[[nodiscard]] Entry make_entry(shared::EntryId id, const NewEntry& new_entry,
                               const AssignedFields& assigned);

/// Returns the content of an entry after a patch, without a time. nullopt if no label is left.
[[nodiscard]] std::optional<NewEntry> patched(const Entry& entry, const EntryPatch& patch);

/// A member of `Of` with its name in rows, JSON and files.
template <class Of, class Value>
struct Field {
  std::string_view name;
  Value Of::*member;
};
template <class Of, class Value>
Field(std::string_view, Value Of::*) -> Field<Of, Value>;

/// The fields of an entry in rows, JSON and files, in the order of their columns.
inline constexpr std::tuple kEntryFields{
    Field{"uid", &Entry::uid},       Field{"mood", &Entry::mood},
    Field{"rating", &Entry::rating}, Field{"note", &Entry::note},
    Field{"tags", &Entry::tags},     Field{"recorded_at", &Entry::recorded_at},
    Field{"day", &Entry::day},
};

/// A field that is stored as the author wrote it: the names of a value and of an array, and the
/// member of a new entry, of the entry that it becomes and of a patch (nullptr: see `merge`).
template <class OfNewEntry, class OfEntry, class OfPatch>
struct ContentField {
  const char* name;
  const char* array_name;
  OfNewEntry of_new_entry;
  OfEntry of_entry;
  OfPatch of_patch;
};
template <class OfNewEntry, class OfEntry, class OfPatch>
ContentField(const char*, const char*, OfNewEntry, OfEntry, OfPatch)
    -> ContentField<OfNewEntry, OfEntry, OfPatch>;

inline constexpr std::tuple kContentFields{
    ContentField{"mood", "moods", &NewEntry::mood, &Entry::mood, nullptr},
    ContentField{"rating", "ratings", &NewEntry::rating, &Entry::rating, nullptr},
    ContentField{"note", "notes", &NewEntry::note, &Entry::note, &EntryPatch::note},
    ContentField{"tags", "tags", &NewEntry::tags, &Entry::tags, &EntryPatch::tags},
};

/// The figures about streaks in an answer to /mood. Streaks are in days.
struct StreakStatus {
  int streak = 0;
  int longest_streak = 0;
  bool logged_today = false;
  std::optional<Instant> streak_expires_at;      // nullopt if `streak` is 0
  std::optional<shared::Percentile> percentile;  // nullopt if not in the answer
  std::int64_t compared_with = 0;                // other accounts
};

/// The size in bytes that one entry may have in a file.
inline constexpr std::size_t kFileEntryBytesMax = std::size_t{256} * 1024;

/// One entry of a file.
struct FileEntry {
  std::optional<shared::Uuid> uid;
  NewEntry new_entry;  // with `recorded_at`, `day` or both
};

struct NumberedEntry {
  std::int64_t row = 0;  // in the file, from 1
  FileEntry entry;
};

/// Takes an entry. Returns false if no more are wanted.
using TakeEntry = std::function<bool(NumberedEntry)>;

struct PagePosition {
  CivilDay day;
  Instant recorded_at;
  shared::EntryId entry;
};

struct PageWanted {
  int limit = server::kPageLimitDefault;
  std::optional<CivilDay> from;
  std::optional<CivilDay> to;
  std::optional<PagePosition> after;  // the last entry of the page before
};

/// Returns true if whoever asked has gone, and nobody would read the answer.
using IsAbandoned = std::function<bool()>;

struct PageRequest {
  Credentials credentials;
  PageWanted wanted;
  Instant now;
  IsAbandoned is_abandoned;  // can be empty
};

struct EntryPage {
  server::Page<Entry> entries;  // newest first
  StreakStatus status;
};

struct RecordRequest {
  Credentials credentials;
  NewEntry new_entry;
  std::optional<server::IdempotencyKey> key;
  Instant now;
  IsAbandoned is_abandoned;  // can be empty
  AccountLimits limits = {};
};

struct Recorded {
  Entry entry;
  StreakStatus status;
  std::vector<achievements::Award> awarded;                // for the milestones that it reaches
  shared::Language language = shared::Language::kEnglish;  // of the texts of `awarded`
  bool is_replayed = false;  // the stored answer for an idempotency key
};

struct DaysWanted {
  std::optional<CivilDay> from;  // nullopt: kDaysDefault days up to `to`
  std::optional<CivilDay> to;    // nullopt: today
};

struct Day {
  CivilDay day;
  std::int64_t entries = 0;
  std::optional<std::string> average_rating;  // a decimal number with at most two decimals
  int streak = 0;
};

/// The oldest first, without days that have no entries.
using Days = std::vector<Day>;

struct Changed {
  Recorded recorded;
  int version = 1;
};

struct Versioned {
  Entry entry;
  int version = 1;
};

}  // namespace daymark::mood
