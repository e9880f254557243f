// The queries of achievements: structs → parameters, rows → structs. All throw storage::Failure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "achievements/achievement.hpp"
#include "storage/database.hpp"

namespace daymark::achievements::store {

/// The account that every decision about awards is based on.
struct Holder {
  std::int64_t version = 0;
  Language language = Language::kEnglish;
  std::int64_t points = 0;
  int points_slot = 0;
  CivilDay day;                   // of the moment that the function was given
  std::vector<shared::Run> runs;  // of award days: all, sorted
};

/// The reached achievements that the account does not hold yet.
struct ReachedState {
  Holder holder;
  std::vector<Award> missing;  // awarded at the moment that the function was given
};

/// An award that the account holds.
struct HeldAward {
  Instant awarded_at;
  CivilDay day;
  bool others_on_day = false;  // whether it holds other awards of that day
};

/// One achievement and one account.
struct AwardState {
  shared::AccountId account;
  Holder holder;
  std::optional<Award> wanted;    // nullopt if there is no such achievement
  std::optional<HeldAward> held;  // nullopt if the account does not hold it
};

struct FoundAwards {
  Language language = Language::kEnglish;
  std::vector<Award> awards;
};

/// Returns at most `limit`.
[[nodiscard]] std::vector<Achievement> list_catalogue(storage::Database& database,
                                                      const CatalogueWanted& wanted, int limit);

/// nullopt if the code is taken.
[[nodiscard]] std::optional<AchievementId> add(storage::Database& database,
                                               const NewAchievement& achievement, Instant now);

[[nodiscard]] std::vector<Milestone> list_milestones(storage::Database& database);

[[nodiscard]] std::vector<Award> find_texts(storage::Database& database,
                                            const std::vector<AchievementId>& achievements,
                                            Language language, Instant awarded_at);

/// nullopt if nobody has the name.
[[nodiscard]] std::optional<User> find_user(storage::Database& database,
                                            const std::string& username_key);

/// Returns at most `limit`; nullopt if nobody has the name.
[[nodiscard]] std::optional<FoundAwards> list_awards(storage::Database& database,
                                                     const std::string& username_key,
                                                     const AwardsWanted& wanted, int limit);

/// nullopt if the account is not at this version any more.
[[nodiscard]] std::optional<ReachedState> find_reached_state(
    storage::Database& database, shared::AccountId account, std::int64_t version,
    const std::vector<AchievementId>& reached, Instant now);

/// `Holder::day` is the day of `awarded_at`. nullopt if nobody has the name.
[[nodiscard]] std::optional<AwardState> find_award_state(storage::Database& database,
                                                         const std::string& username_key,
                                                         const std::string& code,
                                                         Instant awarded_at);

/// Returns false, and writes nothing, if the account has changed.
[[nodiscard]] bool write(storage::Database& database, shared::AccountId account,
                         const AwardChange& change);

[[nodiscard]] Statistics find_statistics(storage::Database& database);

/// Returns at most `limit`.
[[nodiscard]] std::vector<SevenDays> list_seven_days(storage::Database& database,
                                                     std::optional<shared::AccountId> after,
                                                     int limit);

}  // namespace daymark::achievements::store
