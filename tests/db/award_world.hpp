// What the tests of achievements share: accounts with names, a catalogue of the test's own, and
// awards told in short texts.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/accounts.hpp"
#include "accounts/password.hpp"
#include "achievements/achievements.hpp"
#include "world.hpp"

namespace daymark::db_tests {

/// `anna 2026-03-01/2026-03-07` of each, with ", " between.
[[nodiscard]] std::string to_text(const std::vector<achievements::SevenDays>& people);
/// `anna ben 101`: the lower one, the higher one and the difference.
[[nodiscard]] std::string to_text(const std::optional<achievements::Difference>& difference);
/// `anna 3`
[[nodiscard]] std::string to_text(const std::optional<achievements::Leader>& leader);

/// All pages of such a size, one after the other.
[[nodiscard]] std::vector<achievements::SevenDays> list_all_seven_days(storage::Database& database,
                                                                       int limit);
[[nodiscard]] std::vector<achievements::Achievement> list_all_achievements(
    storage::Database& database, const achievements::CatalogueWanted& wanted);

/// How many times PostgreSQL has found a deadlock in a database. Looks when all workers' sessions
/// but the world's own are gone, because a session may keep its counts for itself until then.
[[nodiscard]] std::string count_deadlocks(support::Database& admin);

/// Everything about awards that is kept must be what the oracle says at the end.
struct AwardWorld : CheckedWorld {
  AwardWorld();

  static constexpr const char* kPassword = "a walk along the river";

  // Each of these throws std::runtime_error where the answer is another one.
  Credentials sign_up(const std::string& name, const AccountSettings& settings = {},
                      shared::Language language = shared::Language::kEnglish);
  void erase(const Credentials& credentials);
  void offer(const std::string& code, int points);
  achievements::Awarded give(const std::string& name, const std::string& code,
                             std::string_view instant);
  achievements::Awarded give(const std::string& name, const std::string& code);
  void take(const std::string& name, const std::string& code);

  /// Another achievement without points, at each of these times: `day-1`, `day-2`, …
  void give_days(const std::string& name, const std::vector<std::string_view>& instants);
  /// The same, at noon in UTC from the first day to the last one.
  void give_from(const std::string& name, std::string_view first_day, std::string_view last_day);

  /// Signs up somebody with that total of points.
  Credentials sign_up_with(const std::string& name, int points);
  /// Gives an achievement with so many points, which is added where there is none.
  void give_points(const std::string& name, int points);

  [[nodiscard]] std::string most_achievements();
  [[nodiscard]] std::string most_points();
  [[nodiscard]] std::string greatest();
  [[nodiscard]] std::string least();
  [[nodiscard]] std::string seven_days();
  [[nodiscard]] std::string award_days(const std::string& name);  // in order, with " " between
  [[nodiscard]] achievements::User profile(const std::string& name);
  [[nodiscard]] std::vector<achievements::Award> awards(const std::string& name);
  [[nodiscard]] std::int64_t holders(const std::string& code);

  accounts::PasswordHasher hasher{{.memory_kib = 8, .passes = 1}};

 private:
  std::map<std::string, int> days_given_;
};

}  // namespace daymark::db_tests
