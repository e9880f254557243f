// The achievements' queries: rows ↔ structs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "achievements/achievement.hpp"
#include "storage/database.hpp"

namespace daymark::achievements::store {

/// What every decision about awards is based on.
struct Holder {
  std::int64_t version = 0;
  Language language = Language::kEnglish;
  std::int64_t points = 0;
  int points_slot = 0;
  CivilDay day;                   // of the moment that was asked about
  std::vector<shared::Run> runs;  // of award days: all, sorted
};

/// Achievements that were reached and that the account does not hold.
struct ReachedState {
  Holder holder;
  std::vector<Award> missing;  // their time is the one that was asked about
};

/// An award that stands.
struct HeldAward {
  Instant awarded_at;
  CivilDay day;
  bool others_on_day = false;
};

/// One achievement of one account.
struct AwardState {
  shared::AccountId account;
  Holder holder;
  std::optional<Award> wanted;  // nothing: there is no such achievement
  std::optional<HeldAward> held;
};

struct FoundAwards {
  Language language = Language::kEnglish;
  std::vector<Award> awards;
};

/// At most `limit`.
[[nodiscard]] std::vector<Achievement> list_catalogue(storage::Database& database,
                                                      const CatalogueWanted& wanted, int limit);

/// Nothing: the code is taken.
[[nodiscard]] std::optional<AchievementId> add(storage::Database& database,
                                               const NewAchievement& achievement, Instant now);

[[nodiscard]] std::vector<Milestone> list_milestones(storage::Database& database);

[[nodiscard]] std::vector<Award> find_texts(storage::Database& database,
                                            const std::vector<AchievementId>& achievements,
                                            Language language, Instant awarded_at);

/// Nothing: nobody has the name.
[[nodiscard]] std::optional<User> find_user(storage::Database& database,
                                            const std::string& username_key);

/// At most `limit`. Nothing: nobody has the name.
[[nodiscard]] std::optional<FoundAwards> list_awards(storage::Database& database,
                                                     const std::string& username_key,
                                                     const AwardsWanted& wanted, int limit);

/// Nothing: the account is not at this version any more.
[[nodiscard]] std::optional<ReachedState> find_reached_state(
    storage::Database& database, shared::AccountId account, std::int64_t version,
    const std::vector<AchievementId>& reached, Instant now);

/// `awarded_at`: the moment whose day is wanted. Nothing: nobody has the name.
[[nodiscard]] std::optional<AwardState> find_award_state(storage::Database& database,
                                                         const std::string& username_key,
                                                         const std::string& code,
                                                         Instant awarded_at);

/// False: the account has changed since it was read, and nothing was written.
[[nodiscard]] bool write(storage::Database& database, shared::AccountId account,
                         const AwardChange& change);

[[nodiscard]] Statistics find_statistics(storage::Database& database);

/// At most `limit`.
[[nodiscard]] std::vector<SevenDays> list_seven_days(storage::Database& database,
                                                     std::optional<shared::AccountId> after,
                                                     int limit);

}  // namespace daymark::achievements::store
