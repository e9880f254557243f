#include "achievements/store.hpp"

#include <limits>
#include <numeric>
#include <utility>

#include "achievements/rows.hpp"
#include "sql/queries.hpp"

namespace daymark::achievements {
namespace {

/// After every possible value of a timestamp or an id.
constexpr std::string_view kLatest = "infinity";
constexpr std::int64_t kLastId = std::numeric_limits<std::int64_t>::max();

std::vector<AchievementId> ids_of(const std::vector<Award>& awards) {
  std::vector<AchievementId> ids;
  ids.reserve(awards.size());
  for (const auto& award : awards) {
    ids.push_back(award.id);
  }
  return ids;
}

std::int64_t points_of(const std::vector<Award>& awards) {
  return std::accumulate(
      awards.begin(), awards.end(), std::int64_t{0},
      [](std::int64_t points, const Award& award) { return points + award.points; });
}

Language take_language(storage::Rows& rows) {
  return shared::parse_language(rows.take<std::string>()).value_or(Language::kEnglish);
}

/// Reads the columns of an achievement's text.
Text take_text(storage::Rows& rows) {
  auto name = rows.take<std::string>();
  return {.name = std::move(name), .description = rows.take<std::string>()};
}

/// Reads the columns of an achievement, as an award; nullopt if they are null.
std::optional<Award> take_award(storage::Rows& rows, Instant awarded_at) {
  constexpr int kMoreColumns = 4;
  const auto id = rows.take<std::optional<AchievementId>>();
  if (!id) {
    rows.skip(kMoreColumns);
    return std::nullopt;
  }
  Award award{.id = *id, .code = rows.take<std::string>()};
  award.points = rows.take<int>();
  award.text = take_text(rows);
  award.awarded_at = awarded_at;
  return award;
}

/// Reads the columns of a holder, all but the version.
store::Holder take_holder(storage::Rows& rows, std::int64_t version) {
  store::Holder holder{.version = version, .language = take_language(rows)};
  holder.points = rows.take<std::int64_t>();
  holder.points_slot = rows.take<int>();
  holder.day = rows.take<CivilDay>();
  holder.runs = storage::take_runs(rows);
  return holder;
}

using Measure = Milestone::Measure;

Measure measure_of(std::string_view milestone) {
  if (milestone == "entries") {
    return Measure::kEntries;
  }
  return milestone == "longest_streak" ? Measure::kLongestStreak : Measure::kLongestTaskStreak;
}

}  // namespace

void append_parameters(const AwardChange& change, storage::RunArrays& runs,
                       std::vector<storage::Parameter>& parameters) {
  if (change.awards.empty()) {
    return;
  }
  const auto day_or_null = [&](CivilDay shared::Run::*day) {
    return change.seven_days ? std::optional{(*change.seven_days).*day} : std::nullopt;
  };
  runs.add("award", change.runs);
  parameters.insert(parameters.end(),
                    {{"awarded", ids_of(change.awards)},
                     {"step", change.step},
                     {"achievements", change.step * static_cast<int>(change.awards.size())},
                     {"points", change.step * points_of(change.awards)},
                     {"seven_days_first_day", day_or_null(&shared::Run::first_day)},
                     {"seven_days_last_day", day_or_null(&shared::Run::last_day)},
                     {"points_before", change.points_before},
                     {"slot_before", change.slot_before}});
  if (change.step > 0) {
    parameters.emplace_back("awarded_at", change.awards.front().awarded_at);
    parameters.emplace_back("award_day", change.day);
  }
}

namespace store {

std::vector<Achievement> list_catalogue(storage::Database& database, const CatalogueWanted& wanted,
                                        int limit) {
  auto rows = database.read(sql::achievements::kListCatalogue,
                            {{"language", shared::code(wanted.language)},
                             {"after_achievement", wanted.after ? wanted.after->value : 0},
                             {"limit", limit}});
  std::vector<Achievement> catalogue;
  while (rows.next()) {
    Achievement achievement{.id = rows.take<AchievementId>()};
    achievement.code = rows.take<std::string>();
    achievement.points = rows.take<int>();
    achievement.text = take_text(rows);
    achievement.holders = rows.take<std::int64_t>();
    catalogue.push_back(std::move(achievement));
  }
  return catalogue;
}

std::optional<AchievementId> add(storage::Database& database, const NewAchievement& achievement,
                                 Instant now) {
  return storage::only_value<AchievementId>(
      database.write(sql::achievements::kAdd,
                     {{"code", achievement.code},
                      {"points", achievement.points},
                      {"now", now},
                      storage::array("languages", shared::kLanguages, shared::code),
                      storage::array("names", achievement.texts, &Text::name),
                      storage::array("descriptions", achievement.texts, &Text::description)}));
}

std::vector<Milestone> list_milestones(storage::Database& database) {
  std::vector<Milestone> milestones;
  for (auto rows = database.read(sql::achievements::kListMilestones, {}); rows.next();) {
    Milestone milestone{.achievement = rows.take<AchievementId>()};
    milestone.measure = measure_of(rows.take<std::string>());
    milestone.threshold = rows.take<std::int64_t>();
    milestones.push_back(milestone);
  }
  return milestones;
}

std::vector<Award> find_texts(storage::Database& database,
                              const std::vector<AchievementId>& achievements, Language language,
                              Instant awarded_at) {
  auto rows = database.read(sql::achievements::kFindTexts,
                            {{"achievements", achievements}, {"language", shared::code(language)}});
  std::vector<Award> awards;
  while (rows.next()) {
    awards.push_back(*take_award(rows, awarded_at));
  }
  return awards;
}

std::optional<User> find_user(storage::Database& database, const std::string& username_key) {
  auto rows = database.read(sql::achievements::kFindUser, {{"username_key", username_key}});
  return storage::only_row(rows, [&] {
    User user{.username = rows.take<std::string>()};
    user.language = take_language(rows);
    user.created_at = rows.take<Instant>();
    user.achievements = rows.take<std::int64_t>();
    user.points = rows.take<std::int64_t>();
    user.longest_award_streak = rows.take<int>();
    return user;
  });
}

std::optional<FoundAwards> list_awards(storage::Database& database, const std::string& username_key,
                                       const AwardsWanted& wanted, int limit) {
  const auto& after = wanted.after;
  auto rows = database.read(
      sql::achievements::kListAwards,
      {{"username_key", username_key},
       {"before_awarded_at", after ? storage::to_text(after->awarded_at) : std::string(kLatest)},
       {"before_achievement", after ? after->achievement.value : kLastId},
       {"limit", limit}});
  std::optional<FoundAwards> found;
  while (rows.next()) {
    const auto language = take_language(rows);
    if (!found) {
      found = FoundAwards{.language = language, .awards = {}};
    }
    if (auto award = take_award(rows, {})) {
      award->awarded_at = rows.take<Instant>();
      found->awards.push_back(*std::move(award));
    }
  }
  return found;
}

std::optional<ReachedState> find_reached_state(storage::Database& database,
                                               shared::AccountId account, std::int64_t version,
                                               const std::vector<AchievementId>& reached,
                                               Instant now) {
  auto rows = database.read(
      sql::achievements::kAwardReachedState,
      {{"account", account}, {"version", version}, {"reached", reached}, {"now", now}});
  std::optional<ReachedState> found;
  while (rows.next()) {
    auto holder = take_holder(rows, version);
    if (!found) {
      found = ReachedState{.holder = std::move(holder), .missing = {}};
    }
    if (auto award = take_award(rows, now)) {
      found->missing.push_back(*std::move(award));
    }
  }
  return found;
}

std::optional<AwardState> find_award_state(storage::Database& database,
                                           const std::string& username_key, const std::string& code,
                                           Instant awarded_at) {
  auto rows =
      database.read(sql::achievements::kAwardState,
                    {{"username_key", username_key}, {"code", code}, {"awarded_at", awarded_at}});
  return storage::only_row(rows, [&] {
    AwardState found{.account = rows.take<shared::AccountId>()};
    const auto version = rows.take<std::int64_t>();
    found.holder = take_holder(rows, version);
    found.wanted = take_award(rows, awarded_at);
    if (const auto held_since = rows.take<std::optional<Instant>>()) {
      HeldAward held{.awarded_at = *held_since};
      held.day = rows.take<CivilDay>();
      held.others_on_day = rows.take<bool>();
      found.held = held;
    }
    return found;
  });
}

bool write(storage::Database& database, shared::AccountId account, const AwardChange& change) {
  std::vector<storage::Parameter> all{{"account", account}, {"version", change.seen_version}};
  storage::RunArrays runs;
  append_parameters(change, runs, all);
  runs.append_to(all);
  return database
      .write(change.step > 0 ? sql::achievements::kAward : sql::achievements::kTakeBack, all)
      .next();
}

namespace {

std::optional<Leader> take_leader(storage::Rows& rows) {
  auto username = rows.take<std::optional<std::string>>();
  const auto figure = rows.take<std::optional<std::int64_t>>();
  if (!username) {
    return std::nullopt;
  }
  return Leader{.username = *std::move(username), .figure = figure.value_or(0)};
}

std::optional<Difference> take_difference(storage::Rows& rows) {
  auto lower = rows.take<std::optional<std::string>>();
  auto higher = rows.take<std::optional<std::string>>();
  const auto difference = rows.take<std::optional<std::int64_t>>();
  if (!lower || !higher) {
    return std::nullopt;
  }
  return Difference{.lower = *std::move(lower),
                    .higher = *std::move(higher),
                    .difference = difference.value_or(0)};
}

}  // namespace

Statistics find_statistics(storage::Database& database) {
  auto row = storage::the_row(database.read(sql::achievements::kFindStatistics, {}));
  Statistics found;
  found.most_achievements = take_leader(row);
  found.most_points = take_leader(row);
  found.greatest_difference = take_difference(row);
  found.least_difference = take_difference(row);
  return found;
}

std::vector<SevenDays> list_seven_days(storage::Database& database,
                                       std::optional<shared::AccountId> after, int limit) {
  auto rows = database.read(sql::achievements::kListSevenDays,
                            {{"after_account", after ? after->value : 0}, {"limit", limit}});
  std::vector<SevenDays> found;
  while (rows.next()) {
    SevenDays account{.account = rows.take<shared::AccountId>()};
    account.username = rows.take<std::string>();
    account.run.first_day = rows.take<CivilDay>();
    account.run.last_day = rows.take<CivilDay>();
    found.push_back(std::move(account));
  }
  return found;
}

}  // namespace store
}  // namespace daymark::achievements
