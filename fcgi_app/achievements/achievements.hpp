// Achievements: the catalogue, who holds what, and the figures about all accounts. Other features
// tell what happened (Progress) and write what it earns together with it (AwardChange).
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "accounts/accounts.hpp"
#include "shared/civil_day.hpp"
#include "shared/ids.hpp"
#include "shared/instant.hpp"
#include "shared/language.hpp"
#include "shared/streak.hpp"
#include "storage/database.hpp"
#include "storage/runs.hpp"

namespace daymark::achievements {

using shared::AchievementId;
using shared::CivilDay;
using shared::Instant;
using shared::Language;

inline constexpr std::size_t kCodeLengthMax = 50;          // of a-z, 0-9 and -
inline constexpr std::size_t kNameLengthMax = 100;         // code points
inline constexpr std::size_t kDescriptionLengthMax = 500;  // code points
inline constexpr int kPointsMax = 1'000'000;
inline constexpr int kPageDefault = 30;
inline constexpr int kPageMax = 100;
inline constexpr int kStreakAward = 7;  // days in a row that the statistics tell of

/// The first day that an award can have.
inline constexpr CivilDay kFirstDay{std::chrono::year{1900} / 1 / 1};

struct Text {
  std::string name;
  std::string description;
};

/// An achievement of the catalogue in one language.
struct Achievement {
  AchievementId id;
  std::string code;
  int points = 0;
  Text text;
  std::int64_t holders = 0;  // accounts
};

struct NewAchievement {
  std::string code;
  int points = 0;
  Text english;
  Text russian;
};

/// An achievement that somebody holds, in the holder's language.
struct Award {
  AchievementId id;
  std::string code;
  int points = 0;
  Text text;
  Instant awarded_at;
};

/// A page of something, and whether there is more of it.
template <class Item>
struct Page {
  std::vector<Item> items;
  bool has_more = false;
};

struct CatalogueWanted {
  Language language = Language::kEnglish;
  int limit = kPageDefault;
  std::optional<AchievementId> after;  // the last one of the page before
};

/// In the order in which they were added.
[[nodiscard]] Page<Achievement> list_catalogue(storage::Database& database,
                                               const CatalogueWanted& wanted);

struct CodeTaken {};

/// Adds to the catalogue. Answers in `language`.
[[nodiscard]] std::variant<Achievement, CodeTaken> add(storage::Database& database,
                                                       const NewAchievement& achievement,
                                                       Language language, Instant now);

/// What everybody may know of an account.
struct Profile {
  std::string username;
  Language language = Language::kEnglish;
  Instant created_at;
  std::int64_t achievements = 0;
  std::int64_t points = 0;
  int longest_award_streak = 0;  // days
};

struct NoSuchUser {};

/// `username_key`: see accounts/username.hpp.
[[nodiscard]] std::variant<Profile, NoSuchUser> find_profile(storage::Database& database,
                                                             const std::string& username_key);

struct AwardPosition {
  Instant awarded_at;
  AchievementId achievement;
};

struct AwardsWanted {
  std::string username_key;
  int limit = kPageDefault;
  std::optional<AwardPosition> after;  // the last one of the page before
};

struct AwardPage {
  Language language = Language::kEnglish;  // the holder's
  Page<Award> page;                        // newest first
};

[[nodiscard]] std::variant<AwardPage, NoSuchUser> list_awards(storage::Database& database,
                                                              const AwardsWanted& wanted);

/// An award with the language that its texts are in, which is the holder's.
struct Awarded {
  Language language = Language::kEnglish;
  Award award;
};

struct AlreadyAwarded {
  Awarded standing;
};
struct NoSuchAchievement {};
struct TooEarly {};

struct NewAward {
  std::string username_key;
  std::string code;
  std::optional<Instant> awarded_at;  // not after now; nothing: now
};

[[nodiscard]] std::variant<Awarded, NoSuchUser, NoSuchAchievement, AlreadyAwarded, TooEarly> award(
    storage::Database& database, const NewAward& wanted, Instant now);

struct TakenBack {};
struct NoSuchAward {};

[[nodiscard]] std::variant<TakenBack, NoSuchUser, NoSuchAward> take_back(
    storage::Database& database, const std::string& username_key, const std::string& code,
    Instant now);

/// An account in the statistics.
struct Standing {
  std::string username;
  std::int64_t figure = 0;  // achievements, or points
};

/// Two accounts, the one with the lower total of points first.
struct Difference {
  std::string lower;
  std::string higher;
  std::int64_t difference = 0;  // points
};

struct SevenDays {
  shared::AccountId account;
  std::string username;
  shared::Run run;  // of award days, at least kStreakAward long
};

struct SevenDaysWanted {
  int limit = kPageDefault;
  std::optional<shared::AccountId> after;  // the last one of the page before
};

struct Statistics {
  std::optional<Standing> most_achievements;  // nothing only where there is no account
  std::optional<Standing> most_points;
  std::optional<Difference> greatest_difference;  // nothing with fewer than two accounts
  std::optional<Difference> least_difference;
};

/// Over all accounts, as they are now.
[[nodiscard]] Statistics statistics(storage::Database& database);

/// By account id.
[[nodiscard]] Page<SevenDays> list_seven_days(storage::Database& database,
                                              const SevenDaysWanted& wanted);

/// How far an account has come.
struct Progress {
  std::int64_t entries = 0;
  int longest_streak = 0;       // days in a row with an entry
  int longest_task_streak = 0;  // days in a row with all tasks done
};

/// The achievements that are earned by getting somewhere. Shared by the threads of a process; asks
/// the database once.
class Milestones {
 public:
  struct Milestone {
    enum class Measure { kEntries, kLongestStreak, kLongestTaskStreak };
    AchievementId achievement;
    Measure measure = Measure::kEntries;
    std::int64_t threshold = 0;
  };

  /// Those between the two, whether the account holds them already or not. Throws storage::Failure.
  [[nodiscard]] std::vector<AchievementId> reached(storage::Database& database,
                                                   const Progress& before, const Progress& after);

 private:
  std::mutex mutex_;
  std::vector<Milestone> milestones_;  // empty: not asked for yet
};

/// Awards that are decided on and not written yet; all of one moment.
struct AwardChange {
  std::int64_t seen_version = 0;  // of the account
  Language language = Language::kEnglish;
  std::vector<Award> awards;
  CivilDay day;  // theirs
  shared::RunChange runs;
  std::optional<shared::Run> seven_days;  // as it is to be
  std::int64_t points_before = 0;
  int slot_before = 0;
  int step = 1;  // -1: they are taken back
};

/// What of `reached` an account gets that does not hold it yet, now. Nothing: the account is not at
/// this version any more.
[[nodiscard]] std::optional<AwardChange> decide_awards(storage::Database& database,
                                                       shared::AccountId account,
                                                       std::int64_t version,
                                                       const std::vector<AchievementId>& reached,
                                                       Instant now);

/// Adds what the parts of a query take that write it (sql/queries/achievements/parts), and its
/// runs. Nothing where nothing is awarded.
void append_parameters(const AwardChange& change, storage::RunArrays& runs,
                       std::vector<storage::Parameter>& parameters);

/// What was awarded before at one moment, told in `language`.
[[nodiscard]] std::vector<Award> recall_awards(storage::Database& database,
                                               const std::vector<AchievementId>& awarded,
                                               Language language, Instant awarded_at);

}  // namespace daymark::achievements
