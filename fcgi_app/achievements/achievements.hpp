// The rules of achievements: the catalogue, awards, and the statistics over all accounts. Other
// features report figures (Progress), and write the awards for them (AwardChange) in their own
// statement. All functions throw storage::Failure.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "achievements/achievement.hpp"
#include "storage/database.hpp"

namespace daymark::achievements {

/// Returns the catalogue in the order in which achievements were added.
[[nodiscard]] Page<Achievement> list_catalogue(storage::Database& database,
                                               const CatalogueWanted& wanted);

struct CodeTaken {};

/// Adds an achievement to the catalogue. Returns it with its texts in `language`.
[[nodiscard]] std::variant<Achievement, CodeTaken> add(storage::Database& database,
                                                       const NewAchievement& achievement,
                                                       Language language, Instant now);

struct NoSuchUser {};

/// `username_key`, here and below: see accounts/username.hpp.
[[nodiscard]] std::variant<User, NoSuchUser> find_user(storage::Database& database,
                                                       const std::string& username_key);

[[nodiscard]] std::variant<AwardPage, NoSuchUser> list_awards(storage::Database& database,
                                                              const std::string& username_key,
                                                              const AwardsWanted& wanted);

struct AlreadyAwarded {
  Awarded held;
};
struct NoSuchAchievement {};
struct TooEarly {};

struct TakenBack {};
struct NoSuchAward {};

using AwardOutcome = std::variant<Awarded, NoSuchUser, NoSuchAchievement, AlreadyAwarded, TooEarly>;
using TakeBackOutcome = std::variant<TakenBack, NoSuchUser, NoSuchAward>;

[[nodiscard]] AwardOutcome award(storage::Database& database, const std::string& username_key,
                                 const NewAward& wanted, Instant now);

[[nodiscard]] TakeBackOutcome take_back(storage::Database& database,
                                        const std::string& username_key, const std::string& code,
                                        Instant now);

/// Returns the figures over all accounts, as they are now.
[[nodiscard]] Statistics statistics(storage::Database& database);

/// Returns the accounts with awards on kStreakAward days in a row, by account id.
[[nodiscard]] Page<SevenDays> list_seven_days(storage::Database& database,
                                              const SevenDaysWanted& wanted);

/// All milestones. Shared by the threads of a process; reads them from the database once.
class Milestones {
 public:
  /// Returns the achievements whose threshold is above `before` and not above `after`, also those
  /// that the account holds already.
  [[nodiscard]] std::vector<AchievementId> reached(storage::Database& database,
                                                   const Progress& before, const Progress& after);

 private:
  std::mutex mutex_;
  std::vector<Milestone> milestones_;  // empty if not read yet
};

/// Returns the change that awards the account now those of `reached` that it does not hold yet.
/// nullopt if it is not at `version` any more.
[[nodiscard]] std::optional<AwardChange> decide_awards(storage::Database& database,
                                                       shared::AccountId account,
                                                       std::int64_t version,
                                                       const std::vector<AchievementId>& reached,
                                                       Instant now);

/// Returns awards of an earlier moment, with their texts in `language`.
[[nodiscard]] std::vector<Award> recall_awards(storage::Database& database,
                                               const std::vector<AchievementId>& awarded,
                                               Language language, Instant awarded_at);

}  // namespace daymark::achievements
