// Achievements, awards, milestones and statistics as plain values.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/page.hpp"
#include "shared/civil_day.hpp"
#include "shared/ids.hpp"
#include "shared/instant.hpp"
#include "shared/language.hpp"
#include "shared/streak.hpp"

namespace daymark::achievements {

using server::Page;
using shared::AchievementId;
using shared::CivilDay;
using shared::Instant;
using shared::Language;

inline constexpr std::size_t kCodeLengthMax = 50;          // of a-z, 0-9 and -
inline constexpr std::size_t kNameLengthMax = 100;         // code points
inline constexpr std::size_t kDescriptionLengthMax = 500;  // code points
inline constexpr int kPointsMax = 1'000'000;
inline constexpr int kStreakAward = 7;  // days in a row with an award

/// Whether `text` may be the code of an achievement.
[[nodiscard]] constexpr bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= kCodeLengthMax && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

struct AchievementCode {
  std::string text;
};

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
  shared::PerLanguage<Text> texts;
};

/// An achievement that somebody holds, in the holder's language.
struct Award {
  AchievementId id;
  std::string code;
  int points = 0;
  Text text;
  Instant awarded_at;
};

struct CatalogueWanted {
  Language language = Language::kEnglish;
  int limit = server::kPageLimitDefault;
  std::optional<AchievementId> after;  // the last one of the page before
};

/// What everybody who is signed in may know of an account.
struct User {
  std::string username;
  Language language = Language::kEnglish;
  Instant created_at;
  std::int64_t achievements = 0;
  std::int64_t points = 0;
  int longest_award_streak = 0;  // days
};

struct AwardPosition {
  Instant awarded_at;
  AchievementId achievement;
};

struct AwardsWanted {
  int limit = server::kPageLimitDefault;
  std::optional<AwardPosition> after;  // the last one of the page before
};

struct AwardPage {
  Language language = Language::kEnglish;  // the holder's
  Page<Award> page;                        // newest first
};

/// An award with the language that its texts are in, which is the holder's.
struct Awarded {
  Language language = Language::kEnglish;
  Award award;
};

struct NewAward {
  std::string code;
  std::optional<Instant> awarded_at;  // not after now; nullopt: now
};

/// The account that leads a statistic.
struct Leader {
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
  int limit = server::kPageLimitDefault;
  std::optional<shared::AccountId> after;  // the last one of the page before
};

struct Statistics {
  std::optional<Leader> most_achievements;  // nullopt if there is no account
  std::optional<Leader> most_points;
  std::optional<Difference> greatest_difference;  // nullopt if there are fewer than two accounts
  std::optional<Difference> least_difference;     // likewise
};

/// The figures of an account that milestones are about.
struct Progress {
  std::int64_t entries = 0;
  int longest_streak = 0;       // days in a row with an entry
  int longest_task_streak = 0;  // days in a row with all tasks done
};

/// The number at which an achievement awards itself.
struct Milestone {
  enum class Measure { kEntries, kLongestStreak, kLongestTaskStreak };
  AchievementId achievement;
  Measure measure = Measure::kEntries;
  std::int64_t threshold = 0;
};

/// Awards of one moment that are to be written, or one that is to be taken back.
struct AwardChange {
  std::int64_t seen_version = 0;  // of the account
  Language language = Language::kEnglish;
  std::vector<Award> awards;
  CivilDay day;  // of new awards
  shared::RunChange runs;
  std::optional<shared::Run> seven_days;  // longest run after it; nullopt below kStreakAward
  std::int64_t points_before = 0;
  int slot_before = 0;
  int step = 1;  // -1 if they are taken back
};

}  // namespace daymark::achievements
