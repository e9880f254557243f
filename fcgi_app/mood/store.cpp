#include "mood/store.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mood/rows.hpp"
#include "sql/queries.hpp"

namespace daymark::mood::store {
namespace {

/// Before and after every possible value of a timestamp, a day or an id.
constexpr std::string_view kEarliest = "-infinity";
constexpr std::string_view kLatest = "infinity";
constexpr std::int64_t kLastId = INT64_MAX;

Comparison take_comparison(storage::Rows& rows) {
  const auto shorter = rows.take<std::int64_t>();
  return {.shorter = shorter, .others = rows.take<std::int64_t>()};
}

/// A comparison whose `others` counts this account too; `shorter` never does.
Comparison take_comparison_with_self(storage::Rows& rows) {
  auto comparison = take_comparison(rows);
  --comparison.others;
  return comparison;
}

/// 1 if the account's longest streak before the change is below its current streak after it: the
/// histogram that the writing statement reads then counts this account as a shorter one.
int self_is_shorter(const DecidedChange& decided) {
  return decided.change.longest_before < decided.status.streak ? 1 : 0;
}

using Parameters = std::vector<storage::Parameter>;

void add(Parameters& all, std::initializer_list<storage::Parameter> more) {
  all.insert(all.end(), more);
}

std::optional<StoredAnswer> take_stored_answer(storage::Rows& rows) {
  const auto is_same_request = rows.take<std::optional<bool>>();
  if (!is_same_request) {
    return std::nullopt;
  }
  StoredAnswer stored{.is_same_request = *is_same_request};
  stored.entry = rows.take<shared::EntryId>();
  stored.assigned.uid = rows.take<shared::Uuid>();
  stored.assigned.recorded_at = rows.take<Instant>();
  stored.assigned.day = rows.take<CivilDay>();
  stored.assigned.streak = rows.take<int>();
  stored.status.streak = rows.take<int>();
  stored.status.longest_streak = rows.take<int>();
  stored.status.logged_today = rows.take<bool>();
  stored.status.streak_expires_at = rows.take<std::optional<Instant>>();
  stored.comparison = take_comparison(rows);
  return stored;
}

/// Sets the streak of each entry. `first_days`: of at least the runs that the entries are in.
void count_streaks(std::vector<Entry>& entries, std::vector<CivilDay> first_days) {
  std::ranges::sort(first_days);
  for (auto& entry : entries) {
    const auto after = std::ranges::upper_bound(first_days, entry.day);
    assert(after != first_days.begin());
    entry.streak = shared::streak_on(entry.day, *std::prev(after));
  }
}

Viewer take_viewer(storage::Rows& rows) {
  Viewer viewer;
  viewer.use = accounts::take_session_use(rows);
  viewer.today = rows.take<CivilDay>();
  viewer.settings = accounts::take_day_settings(rows);
  viewer.longest_streak = rows.take<int>();
  viewer.newest_run = take_run(rows);
  viewer.comparison = take_comparison_with_self(rows);
  return viewer;
}

int entries_max(const PageRequest& request) { return server::items_to_find(request.wanted.limit); }

/// A page has the entries before this position.
struct PageBound {
  std::string last_day{kLatest};
  std::string recorded_at{kLatest};
  std::int64_t entry = kLastId;
};

PageBound bound_of(const PageWanted& wanted) {
  const auto& [limit, from, to, after] = wanted;
  if (after && (!to || after->day <= *to)) {
    return {.last_day = storage::to_text(after->day),
            .recorded_at = storage::to_text(after->recorded_at),
            .entry = after->entry.value};
  }
  return {.last_day = to ? storage::to_text(*to) : std::string(kLatest)};
}

storage::Rows ask_for_pages(storage::Database& database,
                            std::span<const PageRequest* const> requests) {
  std::vector<shared::AccountId> accounts;
  std::vector<std::string_view> token_hashes;
  std::vector<Instant> nows;
  std::vector<std::string> from_days;
  std::vector<std::string> last_days;
  std::vector<std::string> before_recorded_ats;
  std::vector<std::int64_t> before_entries;
  std::vector<int> entries_maxs;
  for (const auto* request : requests) {
    const auto& from = request->wanted.from;
    auto bound = bound_of(request->wanted);
    accounts.push_back(request->credentials.account);
    token_hashes.push_back(request->credentials.token_hash);
    nows.push_back(request->now);
    from_days.push_back(from ? storage::to_text(*from) : std::string(kEarliest));
    last_days.push_back(std::move(bound.last_day));
    before_recorded_ats.push_back(std::move(bound.recorded_at));
    before_entries.push_back(bound.entry);
    entries_maxs.push_back(entries_max(*request));
  }
  return database.read(sql::mood::kListPages, {{"accounts", accounts},
                                               {"token_hashes", token_hashes},
                                               {"nows", nows},
                                               {"from_days", from_days},
                                               {"last_days", last_days},
                                               {"before_recorded_ats", before_recorded_ats},
                                               {"before_entries", before_entries},
                                               {"entries_maxs", entries_maxs}});
}

std::optional<std::string> text_of(const std::optional<server::IdempotencyKey>& key) {
  return key ? std::optional{key->text} : std::nullopt;
}

std::optional<std::string> request_hash_of(const std::optional<server::IdempotencyKey>& key) {
  return key ? std::optional{key->request_hash} : std::nullopt;
}

}  // namespace

std::vector<std::optional<FoundPage>> list_pages(storage::Database& database,
                                                 std::span<const PageRequest* const> requests) {
  auto rows = ask_for_pages(database, requests);
  std::vector<std::optional<FoundPage>> pages(requests.size());
  std::vector<std::vector<Entry>> entries(requests.size());
  std::vector<std::vector<CivilDay>> first_days(requests.size());
  while (rows.next()) {
    const auto request = static_cast<std::size_t>(rows.take<std::int64_t>() - 1);
    if (auto entry = take_entry(rows)) {
      entries[request].push_back(*std::move(entry));
    } else {
      pages[request] = FoundPage{.viewer = take_viewer(rows)};
      first_days[request] = rows.take<std::vector<CivilDay>>();
      entries[request].reserve(static_cast<std::size_t>(entries_max(*requests[request])));
    }
  }
  for (std::size_t request = 0; request < pages.size(); ++request) {
    if (auto& page = pages[request]) {
      page->entries = std::move(entries[request]);
      count_streaks(page->entries, std::move(first_days[request]));
    }
  }
  return pages;
}

bool find_logged_today(storage::Database& database, shared::AccountId account, CivilDay today) {
  auto rows = database.read(sql::mood::kListLoggedToday, {{"account", account}, {"today", today}});
  return rows.next() && rows.take<bool>();
}

std::optional<FoundEntry> find_entry(storage::Database& database, const Credentials& credentials,
                                     shared::EntryId entry, Instant now) {
  auto rows = database.read(sql::mood::kFind, {{"account", credentials.account},
                                               {"token_hash", credentials.token_hash},
                                               {"entry", entry},
                                               {"now", now}});
  return storage::only_row(rows, [&] {
    FoundEntry found;
    found.use = accounts::take_session_use(rows);
    if (auto of_account = take_entry(rows)) {
      of_account->streak = shared::streak_on(of_account->day, rows.take<CivilDay>());
      found.entry = Versioned{.entry = *std::move(of_account), .version = rows.take<int>()};
    }
    return found;
  });
}

std::optional<FoundDays> list_days(storage::Database& database, const Credentials& credentials,
                                   const DaysWanted& wanted, Instant now) {
  auto rows = database.read(sql::mood::kListDays, {{"account", credentials.account},
                                                   {"token_hash", credentials.token_hash},
                                                   {"now", now},
                                                   {"from_day", wanted.from},
                                                   {"to_day", wanted.to},
                                                   {"days_default", kDaysDefault},
                                                   {"days_max", kDaysMax}});
  std::optional<FoundDays> found;
  while (rows.next()) {
    const auto use = accounts::take_session_use(rows);
    const auto from = rows.take<CivilDay>();
    const auto to = rows.take<CivilDay>();
    if (!found) {
      found = FoundDays{.use = use, .from = from, .to = to};
    }
    if (const auto day = rows.take<std::optional<CivilDay>>()) {
      Day listed{.day = *day, .entries = rows.take<std::int64_t>()};
      listed.average_rating = rows.take<std::optional<std::string>>();
      listed.streak = shared::streak_on(*day, rows.take<CivilDay>());
      found->days.push_back(std::move(listed));
    }
  }
  return found;
}

std::optional<RecordState> find_record_state(storage::Database& database,
                                             const Credentials& credentials,
                                             const NewEntry& new_entry,
                                             const std::optional<server::IdempotencyKey>& key,
                                             Instant now) {
  auto rows = database.read(sql::mood::kRecordState,
                            {{"account", credentials.account},
                             {"token_hash", credentials.token_hash},
                             {"now", now},
                             {"day", new_entry.day},
                             {"recorded_at", new_entry.recorded_at},
                             {"idempotency_key", text_of(key)},
                             {"request_hash", request_hash_of(key)},
                             {"keys_created_after", now - server::kIdempotencyKeyLifetime}});
  return storage::only_row(rows, [&] {
    RecordState found;
    take_account_state(rows, found);
    found.day = rows.take<CivilDay>();
    found.recorded_at = rows.take<Instant>();
    found.around.before = take_run(rows);
    found.around.after = take_run(rows);
    found.newest_run = take_run(rows);
    found.logged_today = rows.take<bool>();
    found.stored_answer = take_stored_answer(rows);
    return found;
  });
}

std::optional<Written> record(storage::Database& database, shared::AccountId account,
                              const NewEntry& new_entry, const AssignedFields& assigned,
                              const DecidedChange& decided,
                              const std::optional<server::IdempotencyKey>& key, Instant now) {
  const auto& status = decided.status;
  auto all = account_parameters(account, decided.change, decided.awards);
  add_content(all, new_entry);
  add(all, {{"uid", assigned.uid},
            {"recorded_at", assigned.recorded_at},
            {"day", assigned.day},
            {"current", status.streak},
            {"self_is_shorter", self_is_shorter(decided)},
            {"idempotency_key", text_of(key)},
            {"request_hash", request_hash_of(key)},
            {"now", now},
            {"entry_streak", assigned.streak},
            {"logged_today", status.logged_today},
            {"streak_expires_at", status.streak_expires_at}});
  const bool awards = !decided.awards.awards.empty();
  all.emplace_back("awarded_language",
                   awards ? std::optional{shared::code(decided.awards.language)} : std::nullopt);
  if (!awards) {
    all.emplace_back("awarded", std::optional<std::string>{});
  }
  auto rows = database.write(awards ? sql::mood::kRecordAndAward : sql::mood::kRecord, all);
  return storage::only_row(rows, [&] {
    Written written;
    written.id = rows.take<shared::EntryId>();
    written.comparison = take_comparison(rows);
    return written;
  });
}

std::optional<StoredAwards> find_stored_awards(storage::Database& database,
                                               shared::AccountId account,
                                               const server::IdempotencyKey& key) {
  auto rows = database.read(sql::mood::kRecordStoredAwards,
                            {{"account", account}, {"idempotency_key", key.text}});
  return storage::only_row(rows, [&] {
    StoredAwards stored{.awarded = rows.take<std::vector<shared::AchievementId>>()};
    stored.language =
        shared::parse_language(rows.take<std::string>()).value_or(shared::Language::kEnglish);
    stored.awarded_at = rows.take<Instant>();
    return stored;
  });
}

std::optional<ChangeState> find_change_state(storage::Database& database,
                                             const Credentials& credentials, shared::EntryId entry,
                                             const EntryPatch& patch, Instant now) {
  auto rows = database.read(sql::mood::kChangeState, {{"account", credentials.account},
                                                      {"token_hash", credentials.token_hash},
                                                      {"entry", entry},
                                                      {"now", now},
                                                      {"day", patch.day},
                                                      {"recorded_at", patch.recorded_at}});
  return storage::only_row(rows, [&] {
    ChangeState found;
    take_account_state(rows, found);
    found.runs = take_runs(rows);
    if (auto of_account = take_entry(rows)) {
      ChangeState::Target target{.entry = *std::move(of_account)};
      target.version = rows.take<int>();
      target.text_bytes = rows.take<std::int64_t>();
      target.others_on_day = rows.take<bool>();
      target.new_day = rows.take<CivilDay>();
      target.new_recorded_at = rows.take<Instant>();
      target.is_contradictory = rows.take<bool>();
      const auto run = shared::neighbours(found.runs, target.entry.day).before;
      target.entry.streak = shared::streak_on(target.entry.day, run->first_day);
      found.entry = std::move(target);
    }
    return found;
  });
}

std::optional<WrittenChange> change(storage::Database& database, shared::AccountId account,
                                    shared::EntryId entry, const NewEntry& new_entry,
                                    const AssignedFields& assigned, const DecidedChange& decided) {
  auto all = account_parameters(account, decided.change, decided.awards);
  add_content(all, new_entry);
  add(all, {{"entry", entry},
            {"recorded_at", assigned.recorded_at},
            {"day", assigned.day},
            {"current", decided.status.streak},
            {"self_is_shorter", self_is_shorter(decided)}});
  auto rows = database.write(
      decided.awards.awards.empty() ? sql::mood::kChange : sql::mood::kChangeAndAward, all);
  return storage::only_row(rows, [&] {
    WrittenChange written;
    written.version = rows.take<int>();
    written.comparison = take_comparison(rows);
    return written;
  });
}

std::optional<RemovalState> find_removal_state(storage::Database& database,
                                               const Credentials& credentials,
                                               shared::EntryId entry, Instant now) {
  auto rows = database.read(sql::mood::kRemoveState, {{"account", credentials.account},
                                                      {"token_hash", credentials.token_hash},
                                                      {"entry", entry},
                                                      {"now", now}});
  return storage::only_row(rows, [&] {
    RemovalState found;
    found.use = accounts::take_session_use(rows);
    found.version = rows.take<std::int64_t>();
    found.longest_streak = rows.take<int>();
    found.newest_run = take_run(rows);
    if (const auto day = rows.take<std::optional<CivilDay>>()) {
      RemovalState::Target target;
      target.day = *day;
      target.version = rows.take<int>();
      target.text_bytes = rows.take<std::int64_t>();
      target.others_on_day = rows.take<bool>();
      target.run.first_day = rows.take<CivilDay>();
      target.run.last_day = rows.take<CivilDay>();
      target.longest_of_others = rows.take<std::optional<int>>();
      target.before = take_run(rows);
      found.entry = target;
    }
    return found;
  });
}

bool remove(storage::Database& database, shared::AccountId account, shared::EntryId entry,
            const AccountChange& change) {
  auto all = account_parameters(account, change);
  all.emplace_back("entry", entry);
  return database.write(sql::mood::kRemove, all).next();
}

}  // namespace daymark::mood::store
