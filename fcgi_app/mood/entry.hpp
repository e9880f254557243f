// Entries, and what follows from them, as plain values: the streak, the longest streak and how they
// compare.
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

/// `awful`, `bad`, `okay`, `good`, `great` for 1 to 5.
[[nodiscard]] std::string_view standard_label(int rating);

/// The rating that a standard label implies; nothing for any other label.
[[nodiscard]] std::optional<int> rating_of(std::string_view label);

/// What somebody wants to record. A standard label has its rating; of `recorded_at` and `day` there
/// is at most one.
struct NewEntry {
  std::string mood;  // a label
  std::optional<int> rating;
  std::optional<std::string> note;
  std::vector<std::string> tags;
  std::optional<Instant> recorded_at;
  std::optional<CivilDay> day;
};

/// A label and what it is rated: a standard label has its rating.
struct Feeling {
  std::string mood;
  std::optional<int> rating;
};

/// A merge patch (RFC 7396) of an entry: what is left out stays.
struct EntryPatch {
  std::optional<std::string> mood;
  bool removes_mood = false;
  std::optional<int> rating;
  bool removes_rating = false;
  std::optional<std::string> note;
  bool removes_note = false;
  std::optional<std::vector<std::string>> tags;
  std::optional<Instant> recorded_at;
  std::optional<CivilDay> day;
};

/// What an entry feels like after a patch. A standard label and its rating go together: whoever
/// changes one changes both, and a rating whose label is removed gets its standard one. nullopt if
/// nothing is left, because a label that says nothing about the rating was all there was.
[[nodiscard]] std::optional<Feeling> merge(const Feeling& feeling, const EntryPatch& patch);

struct Entry {
  shared::EntryId id;
  shared::Uuid uid;
  std::string mood;  // a label
  std::optional<int> rating;
  std::optional<std::string> note;
  shared::JsonText tags;  // an array of texts
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

/// The entry that a new one becomes.
[[nodiscard]] Entry make_entry(shared::EntryId id, const NewEntry& new_entry,
                               const AssignedFields& assigned);

/// What the author of an entry wrote once it is patched, in the form of a new entry. nullopt if no
/// label is left; see `merge`.
[[nodiscard]] std::optional<NewEntry> patched(const Entry& entry, const EntryPatch& patch);

/// A field of `Of` by the name that it has in rows, JSON and files.
template <class Of, class Value>
struct Field {
  std::string_view name;
  Value Of::*member;
};
template <class Of, class Value>
Field(std::string_view, Value Of::*) -> Field<Of, Value>;

/// What rows, JSON and files say of an entry, in the order of their columns.
inline constexpr std::tuple kEntryFields{
    Field{"uid", &Entry::uid},       Field{"mood", &Entry::mood},
    Field{"rating", &Entry::rating}, Field{"note", &Entry::note},
    Field{"tags", &Entry::tags},     Field{"recorded_at", &Entry::recorded_at},
    Field{"day", &Entry::day},
};

/// Of these, what is taken as its author wrote it. The names are those of one and of many.
inline constexpr std::tuple kContentFields{
    std::tuple{"mood", "moods", &NewEntry::mood},
    std::tuple{"rating", "ratings", &NewEntry::rating},
    std::tuple{"note", "notes", &NewEntry::note},
    std::tuple{"tags", "tags", &NewEntry::tags},
};

/// Where an account stands.
struct StreakStatus {
  int streak = 0;
  int longest_streak = 0;
  bool logged_today = false;
  std::optional<Instant> streak_expires_at;
  std::optional<shared::Percentile> percentile;
  std::int64_t compared_with = 0;
};

/// What one entry of a file may take, as it stands there.
inline constexpr std::size_t kFileEntryBytesMax = std::size_t{256} * 1024;

/// What a file says of one entry.
struct FileEntry {
  std::optional<shared::Uuid> uid;
  NewEntry new_entry;  // with `recorded_at`, `day` or both
};

struct NumberedEntry {
  std::int64_t row = 0;  // in the file, from 1
  FileEntry entry;
};

/// Takes an entry. False: no more are wanted.
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

struct PageRequest {
  Credentials credentials;
  PageWanted wanted;
  Instant now;
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
};

struct Recorded {
  Entry entry;
  StreakStatus status;
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

}  // namespace daymark::mood
