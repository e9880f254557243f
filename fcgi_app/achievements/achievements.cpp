#include "achievements/achievements.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "achievements/store.hpp"
#include "storage/retry.hpp"

namespace daymark::achievements {
namespace {

std::int64_t measured(const Progress& progress, Milestone::Measure measure) {
  using enum Milestone::Measure;
  switch (measure) {
    case kEntries:
      return progress.entries;
    case kLongestStreak:
      return progress.longest_streak;
    case kLongestTaskStreak:
      return progress.longest_task_streak;
  }
  assert(false);
  return 0;
}

/// What changes in the holder's figures if the runs of award days become `runs`; without awards.
AwardChange change_to(const store::Holder& holder, const std::vector<shared::Run>& runs) {
  AwardChange change{.seen_version = holder.version,
                     .language = holder.language,
                     .day = holder.day,
                     .runs = shared::difference(holder.runs, runs),
                     .seven_days = shared::longest_run(runs),
                     .points_before = holder.points,
                     .slot_before = holder.points_slot};
  if (change.seven_days && change.seven_days->length() < kStreakAward) {
    change.seven_days.reset();
  }
  return change;
}

AwardChange decide(const store::Holder& holder, std::vector<Award> awards) {
  auto change =
      change_to(holder, awards.empty() ? holder.runs : shared::add_days(holder.runs, {holder.day}));
  change.awards = std::move(awards);
  return change;
}

AwardChange decide_end(const store::AwardState& found) {
  auto runs = found.holder.runs;
  const auto day = found.held->day;
  if (!found.held->others_on_day) {
    runs = shared::apply(runs, shared::remove_day(day, *shared::neighbours(runs, day).before));
  }
  auto change = change_to(found.holder, runs);
  change.step = -1;
  change.awards = {*found.wanted};
  return change;
}

}  // namespace

Page<Achievement> list_catalogue(storage::Database& database, const CatalogueWanted& wanted) {
  return server::make_page(
      store::list_catalogue(database, wanted, server::items_to_find(wanted.limit)), wanted.limit);
}

std::variant<Achievement, CodeTaken> add(storage::Database& database,
                                         const NewAchievement& achievement, Language language,
                                         Instant now) {
  const auto id = store::add(database, achievement, now);
  if (!id) {
    return CodeTaken{};
  }
  return Achievement{.id = *id,
                     .code = achievement.code,
                     .points = achievement.points,
                     .text = shared::in(achievement.texts, language)};
}

std::variant<User, NoSuchUser> find_user(storage::Database& database,
                                         const std::string& username_key) {
  auto found = store::find_user(database, username_key);
  if (!found) {
    return NoSuchUser{};
  }
  return *std::move(found);
}

std::variant<AwardPage, NoSuchUser> list_awards(storage::Database& database,
                                                const std::string& username_key,
                                                const AwardsWanted& wanted) {
  auto found =
      store::list_awards(database, username_key, wanted, server::items_to_find(wanted.limit));
  if (!found) {
    return NoSuchUser{};
  }
  return AwardPage{.language = found->language,
                   .page = server::make_page(std::move(found->awards), wanted.limit)};
}

AwardOutcome award(storage::Database& database, const std::string& username_key,
                   const NewAward& wanted, Instant now) {
  const auto awarded_at = wanted.awarded_at.value_or(now);
  return storage::retry_while_overtaken([&]() -> std::optional<AwardOutcome> {
    auto seen = store::find_award_state(database, username_key, wanted.code, awarded_at);
    if (!seen) {
      return NoSuchUser{};
    }
    if (!seen->wanted) {
      return NoSuchAchievement{};
    }
    if (seen->held) {
      seen->wanted->awarded_at = seen->held->awarded_at;
      return AlreadyAwarded{
          .held = {.language = seen->holder.language, .award = *std::move(seen->wanted)}};
    }
    if (seen->holder.day < shared::kFirstDay) {
      return TooEarly{};
    }
    if (!store::write(database, seen->account, decide(seen->holder, {*seen->wanted}))) {
      return std::nullopt;
    }
    return Awarded{.language = seen->holder.language, .award = *std::move(seen->wanted)};
  });
}

TakeBackOutcome take_back(storage::Database& database, const std::string& username_key,
                          const std::string& code, Instant now) {
  return storage::retry_while_overtaken([&]() -> std::optional<TakeBackOutcome> {
    const auto seen = store::find_award_state(database, username_key, code, now);
    if (!seen) {
      return NoSuchUser{};
    }
    if (!seen->held) {
      return NoSuchAward{};
    }
    if (!store::write(database, seen->account, decide_end(*seen))) {
      return std::nullopt;
    }
    return TakenBack{};
  });
}

Statistics statistics(storage::Database& database) { return store::find_statistics(database); }

Page<SevenDays> list_seven_days(storage::Database& database, const SevenDaysWanted& wanted) {
  return server::make_page(
      store::list_seven_days(database, wanted.after, server::items_to_find(wanted.limit)),
      wanted.limit);
}

std::vector<AchievementId> Milestones::reached(storage::Database& database, const Progress& before,
                                               const Progress& after) {
  const std::lock_guard lock{mutex_};
  if (milestones_.empty()) {
    milestones_ = store::list_milestones(database);
  }
  std::vector<AchievementId> reached;
  for (const auto& milestone : milestones_) {
    if (measured(before, milestone.measure) < milestone.threshold &&
        milestone.threshold <= measured(after, milestone.measure)) {
      reached.push_back(milestone.achievement);
    }
  }
  return reached;
}

std::optional<AwardChange> decide_awards(storage::Database& database, shared::AccountId account,
                                         std::int64_t version,
                                         const std::vector<AchievementId>& reached, Instant now) {
  auto seen = store::find_reached_state(database, account, version, reached, now);
  if (!seen) {
    return std::nullopt;
  }
  return decide(seen->holder, std::move(seen->missing));
}

std::vector<Award> recall_awards(storage::Database& database,
                                 const std::vector<AchievementId>& awarded, Language language,
                                 Instant awarded_at) {
  return store::find_texts(database, awarded, language, awarded_at);
}

}  // namespace daymark::achievements
