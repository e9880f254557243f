#include "mood/mood.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mood/store.hpp"
#include "server/json.hpp"

namespace daymark::mood {
namespace {

constexpr std::array<std::string_view, 5> kStandardLabels{"awful", "bad", "okay", "good", "great"};

/// How often a change starts again because somebody else changed the same account in between. Each
/// time somebody else got through, so as many as write to one account at once are always enough.
constexpr int kAttemptsMax = 200;

/// Fails like a database that is too busy, which it is.
[[noreturn]] void give_up() {
  throw storage::Failure{storage::FailureKind::kUnavailable,
                         "mood: too many changes of one account at once"};
}

/// `comparison` is with a run of `current` days; `is_counted` says whether the account itself is
/// among those counted as shorter.
void compare(Standing& standing, const store::Comparison& comparison, bool is_counted) {
  standing.compared_with = comparison.accounts - 1;
  if (standing.streak > 0) {
    standing.percentile =
        shared::percentile(comparison.shorter - (is_counted ? 1 : 0), standing.compared_with);
  }
}

Standing standing_of(const store::Viewer& viewer) {
  Standing standing{.streak = shared::current_streak(viewer.newest_run, viewer.today),
                    .longest_streak = viewer.longest_streak,
                    .logged_today = viewer.logged_today};
  if (standing.streak > 0) {
    standing.streak_expires_at = viewer.newest_expires_at;
  }
  compare(standing, viewer.comparison, false);
  return standing;
}

std::string tags_json(const std::vector<std::string>& tags) {
  server::json::Writer out;
  out.begin_array();
  for (const auto& tag : tags) {
    out.text(tag);
  }
  out.end_array();
  return out.take();
}

/// What an entry on a day of `seen` makes of the account.
struct Decision {
  shared::Run run;  // of the entry
  store::AccountChange change;
  Standing standing;  // without the comparison
};

Decision decide(const store::Surroundings& seen) {
  Decision decision{.run = shared::run_with(seen.day, seen.around)};
  const auto newest = seen.newest_run && seen.newest_run->last_day > decision.run.last_day
                          ? *seen.newest_run
                          : decision.run;
  decision.change = {.seen_version = seen.version,
                     .runs = shared::add_day(seen.day, seen.around),
                     .longest_before = seen.longest_streak,
                     .longest_after = std::max(seen.longest_streak, decision.run.length())};
  decision.standing = {.streak = shared::current_streak(newest, seen.today),
                       .longest_streak = decision.change.longest_after,
                       .logged_today = seen.logged_today || seen.day == seen.today};
  if (decision.standing.streak > 0) {
    decision.standing.streak_expires_at = seen.expires_at;
  }
  return decision;
}

/// What removing the last entry of a day makes of the account.
store::AccountChange decide_removal(const store::EntrySurroundings& seen) {
  const auto& entry = *seen.entry;
  store::AccountChange change{.seen_version = seen.version,
                              .longest_before = seen.longest_streak,
                              .longest_after = seen.longest_streak};
  if (entry.others_on_day) {
    return change;
  }
  change.runs = shared::remove_day(entry.day, entry.run);
  if (entry.longest_of_others) {
    change.longest_after = *entry.longest_of_others;
    for (const auto& run : change.runs.written) {
      change.longest_after = std::max(change.longest_after, run.length());
    }
  }
  return change;
}

}  // namespace

std::string_view standard_label(int rating) {
  assert(rating >= kRatingMin && rating <= kRatingMax);
  return kStandardLabels.at(static_cast<std::size_t>(rating - kRatingMin));
}

std::optional<int> rating_of(std::string_view label) {
  const auto* found = std::ranges::find(kStandardLabels, label);
  return found == kStandardLabels.end()
             ? std::nullopt
             : std::optional{kRatingMin + static_cast<int>(found - kStandardLabels.begin())};
}

std::variant<Page, NotSignedIn> list(storage::Database& database, const Credentials& credentials,
                                     const PageWanted& wanted, Instant now) {
  // One more than wanted tells whether there are more.
  auto found = store::find_page(database, credentials, wanted, wanted.limit + 1, now);
  if (!found) {
    return NotSignedIn{};
  }
  accounts::keep_alive(database, credentials, found->viewer.use, now);
  Page page{.entries = std::move(found->entries), .standing = standing_of(found->viewer)};
  page.has_more = page.entries.size() > static_cast<std::size_t>(wanted.limit);
  if (page.has_more) {
    page.entries.pop_back();
  }
  return page;
}

std::variant<Versioned, NotSignedIn, NoSuchEntry> find(storage::Database& database,
                                                       const Credentials& credentials,
                                                       shared::EntryId entry, Instant now) {
  auto found = store::find_entry(database, credentials, entry, now);
  if (!found) {
    return NotSignedIn{};
  }
  accounts::keep_alive(database, credentials, found->use, now);
  if (!found->entry) {
    return NoSuchEntry{};
  }
  return *std::move(found->entry);
}

std::variant<Recorded, NotSignedIn, DayInFuture, DayTooEarly> record(storage::Database& database,
                                                                     const Credentials& credentials,
                                                                     const Draft& draft,
                                                                     Instant now) {
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    const auto seen = store::look_around(database, credentials, draft, now);
    if (!seen) {
      return NotSignedIn{};
    }
    if (seen->day > seen->today) {
      return DayInFuture{};
    }
    if (seen->day < kFirstDay) {
      return DayTooEarly{};
    }
    auto decision = decide(*seen);
    auto& standing = decision.standing;
    const auto written = store::record(database, credentials.account, draft,
                                       {.recorded_at = seen->recorded_at, .day = seen->day},
                                       decision.change, standing.streak);
    if (!written) {
      continue;
    }
    accounts::keep_alive(database, credentials, seen->use, now);
    compare(standing, written->comparison, seen->longest_streak < standing.streak);
    return Recorded{.entry = {.id = written->id,
                              .uid = written->uid,
                              .mood = draft.mood,
                              .rating = draft.rating,
                              .note = draft.note,
                              .tags_json = tags_json(draft.tags),
                              .recorded_at = seen->recorded_at,
                              .day = seen->day,
                              .streak = shared::streak_on(seen->day, decision.run.first_day)},
                    .standing = standing};
  }
  give_up();
}

std::variant<Removed, NotSignedIn, NoSuchEntry, VersionMismatch> remove(
    storage::Database& database, const Credentials& credentials, shared::EntryId entry,
    const IsWantedVersion& is_wanted, Instant now) {
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    const auto seen = store::look_at_entry(database, credentials, entry, now);
    if (!seen) {
      return NotSignedIn{};
    }
    if (!seen->entry) {
      return NoSuchEntry{};
    }
    if (!is_wanted(seen->entry->version)) {
      return VersionMismatch{};
    }
    if (store::remove(database, credentials.account, entry, decide_removal(*seen))) {
      accounts::keep_alive(database, credentials, seen->use, now);
      return Removed{};
    }
  }
  give_up();
}

}  // namespace daymark::mood
