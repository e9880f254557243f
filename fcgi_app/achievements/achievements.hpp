// What can be done with achievements: the catalogue, who holds what, and the figures about all
// accounts. Other features tell what happened (Progress) and write what it earns together with it
// (AwardChange).
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "achievements/achievement.hpp"
#include "storage/database.hpp"

namespace daymark::achievements {

/// In the order in which they were added.
[[nodiscard]] Page<Achievement> list_catalogue(storage::Database& database,
                                               const CatalogueWanted& wanted);

struct CodeTaken {};

/// Adds to the catalogue. Answers in `language`.
[[nodiscard]] std::variant<Achievement, CodeTaken> add(storage::Database& database,
                                                       const NewAchievement& achievement,
                                                       Language language, Instant now);

struct NoSuchUser {};

/// `username_key`: see accounts/username.hpp.
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

/// Over all accounts, as they are now.
[[nodiscard]] Statistics statistics(storage::Database& database);

/// By account id.
[[nodiscard]] Page<SevenDays> list_seven_days(storage::Database& database,
                                              const SevenDaysWanted& wanted);

/// The achievements that are earned by getting somewhere. Shared by the threads of a process; asks
/// the database once.
class Milestones {
 public:
  /// Those between the two, whether the account holds them already or not. Throws storage::Failure.
  [[nodiscard]] std::vector<AchievementId> reached(storage::Database& database,
                                                   const Progress& before, const Progress& after);

 private:
  std::mutex mutex_;
  std::vector<Milestone> milestones_;  // empty: not asked for yet
};

/// What of `reached` an account gets that does not hold it yet, now. Nothing: the account is not at
/// this version any more.
[[nodiscard]] std::optional<AwardChange> decide_awards(storage::Database& database,
                                                       shared::AccountId account,
                                                       std::int64_t version,
                                                       const std::vector<AchievementId>& reached,
                                                       Instant now);

/// What was awarded before at one moment, told in `language`.
[[nodiscard]] std::vector<Award> recall_awards(storage::Database& database,
                                               const std::vector<AchievementId>& awarded,
                                               Language language, Instant awarded_at);

}  // namespace daymark::achievements
