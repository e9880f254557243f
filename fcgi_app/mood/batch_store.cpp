#include "mood/batch_store.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "mood/rows.hpp"
#include "sql/queries.hpp"

namespace daymark::mood::store {
namespace {

using storage::Statement;

bool has_key(const std::optional<server::IdempotencyKey>* key) { return key->has_value(); }

/// Looks for the keys of those requests that have one. `numbers`: of these requests, for each row.
std::optional<Statement> find_keys(std::span<const BatchRequest> requests,
                                   std::vector<std::size_t>& numbers) {
  std::vector<shared::AccountId> accounts;
  std::vector<std::string_view> keys;
  std::vector<Instant> kept_sinces;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const auto& request = requests[i];
    if (has_key(request.key)) {
      numbers.push_back(i);
      accounts.push_back(request.credentials->account);
      keys.push_back((*request.key)->text);
      kept_sinces.push_back(request.now - kKeysKept);
    }
  }
  if (numbers.empty()) {
    return std::nullopt;
  }
  return Statement{
      .query = sql::mood::kFindBatchKeys,
      .parameters = {
          {"accounts", accounts}, {"idempotency_keys", keys}, {"keys_kept_sinces", kept_sinces}}};
}

// --- A batch of one: the same without arrays, which cost a third of its time.

Statement look_around(const BatchRequest& request) {
  return {.query = sql::mood::kLookAroundOne,
          .parameters = {{"account", request.credentials->account},
                         {"token_hash", request.credentials->token_hash},
                         {"now", request.now},
                         {"recorded_at", request.recorded_at}}};
}

Statement write_account(const BatchAccount& of) {
  const auto& [account, change] = of;
  return {.query = sql::mood::kRecordOneAccount,
          .parameters = {{"account", account},
                         {"version", change.seen_version},
                         {"longest", change.longest_after},
                         {"newest_first_day", first_day_of(change.newest_run)},
                         {"newest_last_day", last_day_of(change.newest_run)},
                         {"entries", change.entries_added}}};
}

Statement write_run(shared::AccountId account, const shared::Run& run) {
  return {.query = sql::mood::kRecordOneRun,
          .parameters = {
              {"account", account}, {"first_day", run.first_day}, {"last_day", run.last_day}}};
}

Statement write_entry(const BatchEntry& of) {
  const auto& [uid, recorded_at, day, streak] = of.entry;
  const auto nodes = shared::histogram_nodes(of.standing.streak);
  return {.query = sql::mood::kRecordOneEntry,
          .parameters = {{"account", of.account},
                         {"uid", uid},
                         {"mood", of.draft->mood},
                         {"rating", of.draft->rating},
                         {"note", of.draft->note},
                         {"tags", of.draft->tags},
                         {"recorded_at", recorded_at},
                         {"day", day},
                         {"nodes", std::vector<int>(nodes.begin(), nodes.end())}}};
}

// --- A batch of several.

Statement look_around(std::span<const BatchRequest> requests) {
  if (requests.size() == 1) {
    return look_around(requests.front());
  }
  std::vector<shared::AccountId> accounts;
  std::vector<std::string_view> token_hashes;
  std::vector<Instant> nows;
  std::vector<Instant> recorded_ats;
  for (const auto& request : requests) {
    accounts.push_back(request.credentials->account);
    token_hashes.push_back(request.credentials->token_hash);
    nows.push_back(request.now);
    recorded_ats.push_back(request.recorded_at);
  }
  return {.query = sql::mood::kLookAroundBatch,
          .parameters = {{"accounts", accounts},
                         {"token_hashes", token_hashes},
                         {"nows", nows},
                         {"recorded_ats", recorded_ats}}};
}

/// The columns behind the request's number.
Surroundings take_surroundings(storage::Rows& rows) {
  Surroundings seen;
  seen.use = accounts::take_session_use(rows);
  seen.version = rows.take<std::int64_t>();
  seen.longest_streak = rows.take<int>();
  seen.entries = rows.take<std::int64_t>();
  seen.settings = accounts::take_day_settings(rows);
  seen.today = rows.take<CivilDay>();
  seen.day = rows.take<CivilDay>();
  seen.newest_run = take_run(rows);
  seen.around.before = seen.newest_run;
  seen.logged_today = seen.newest_run && seen.newest_run->contains(seen.today);
  return seen;
}

Statement write_accounts(std::span<const BatchAccount> all) {
  if (all.size() == 1) {
    return write_account(all.front());
  }
  std::vector<shared::AccountId> accounts;
  std::vector<std::int64_t> versions;
  std::vector<int> longests;
  std::vector<std::optional<CivilDay>> first_days;
  std::vector<std::optional<CivilDay>> last_days;
  std::vector<std::int64_t> entries;
  for (const auto& [account, change] : all) {
    accounts.push_back(account);
    versions.push_back(change.seen_version);
    longests.push_back(change.longest_after);
    first_days.push_back(first_day_of(change.newest_run));
    last_days.push_back(last_day_of(change.newest_run));
    entries.push_back(change.entries_added);
  }
  return {.query = sql::mood::kRecordBatchAccounts,
          .parameters = {{"accounts", accounts},
                         {"versions", versions},
                         {"longests", longests},
                         {"newest_first_days", first_days},
                         {"newest_last_days", last_days},
                         {"entries", entries}}};
}

std::optional<Statement> write_runs(std::span<const BatchAccount> all) {
  std::vector<shared::AccountId> accounts;
  std::vector<CivilDay> first_days;
  std::vector<CivilDay> last_days;
  for (const auto& [account, change] : all) {
    assert(change.runs.erased.empty());
    for (const auto& run : change.runs.written) {
      accounts.push_back(account);
      first_days.push_back(run.first_day);
      last_days.push_back(run.last_day);
    }
  }
  if (accounts.empty()) {
    return std::nullopt;
  }
  if (accounts.size() == 1) {
    return write_run(accounts.front(), {first_days.front(), last_days.front()});
  }
  return Statement{
      .query = sql::mood::kRecordBatchRuns,
      .parameters = {{"accounts", accounts}, {"first_days", first_days}, {"last_days", last_days}}};
}

std::optional<Statement> write_histogram(std::span<const BatchAccount> all) {
  std::vector<shared::AccountId> accounts;
  std::vector<int> nodes;
  std::vector<int> deltas;
  for (const auto& [account, change] : all) {
    for (const auto& [node, delta] :
         shared::histogram_change(change.longest_before, change.longest_after)) {
      accounts.push_back(account);
      nodes.push_back(node);
      deltas.push_back(delta);
    }
  }
  if (accounts.empty()) {
    return std::nullopt;
  }
  return Statement{.query = sql::mood::kRecordBatchHistogram,
                   .parameters = {{"accounts", accounts}, {"nodes", nodes}, {"deltas", deltas}}};
}

/// The nodes that the comparisons of the entries' streaks are made of.
std::vector<int> nodes_of(std::span<const BatchEntry> all) {
  std::set<int> nodes{0};
  for (const auto& entry : all) {
    const auto of_streak = shared::histogram_nodes(entry.standing.streak);
    nodes.insert(of_streak.begin(), of_streak.end());
  }
  return {nodes.begin(), nodes.end()};
}

Statement write_entries(std::span<const BatchEntry> all) {
  if (all.size() == 1) {
    return write_entry(all.front());
  }
  std::vector<shared::AccountId> accounts;
  std::vector<shared::Uuid> uids;
  std::vector<std::optional<std::string_view>> moods;
  std::vector<std::optional<int>> ratings;
  std::vector<std::optional<std::string_view>> notes;
  std::vector<std::string> tags;  // array literals
  std::vector<Instant> recorded_ats;
  std::vector<CivilDay> days;
  for (const auto& entry : all) {
    accounts.push_back(entry.account);
    uids.push_back(entry.entry.uid);
    moods.emplace_back(entry.draft->mood);
    ratings.push_back(entry.draft->rating);
    notes.emplace_back(entry.draft->note);
    tags.push_back(storage::to_text(entry.draft->tags));
    recorded_ats.push_back(entry.entry.recorded_at);
    days.push_back(entry.entry.day);
  }
  return {.query = sql::mood::kRecordBatchEntries,
          .parameters = {{"accounts", accounts},
                         {"uids", uids},
                         {"moods", moods},
                         {"ratings", ratings},
                         {"notes", notes},
                         {"tags", tags},
                         {"recorded_ats", recorded_ats},
                         {"days", days},
                         {"nodes", nodes_of(all)}}};
}

/// The columns of the entries that have a key.
struct KeyArrays {
  void add(const BatchEntry& entry) {
    accounts.push_back(entry.account);
    keys.push_back((*entry.key)->text);
    request_hashes.push_back((*entry.key)->request_hash);
    nows.push_back(entry.now);
    uids.push_back(entry.entry.uid);
    recorded_ats.push_back(entry.entry.recorded_at);
    days.push_back(entry.entry.day);
    entry_streaks.push_back(entry.entry.streak);
    streaks.push_back(entry.standing.streak);
    longests.push_back(entry.standing.longest_streak);
    expires_ats.push_back(entry.standing.streak_expires_at);
    self_are_shorter.push_back(entry.self_is_shorter);
  }

  std::vector<shared::AccountId> accounts;
  std::vector<std::string_view> keys;
  std::vector<std::string_view> request_hashes;
  std::vector<Instant> nows;
  std::vector<shared::Uuid> uids;
  std::vector<Instant> recorded_ats;
  std::vector<CivilDay> days;
  std::vector<int> entry_streaks;
  std::vector<int> streaks;
  std::vector<int> longests;
  std::vector<std::optional<Instant>> expires_ats;
  std::vector<int> self_are_shorter;
};

std::optional<Statement> write_keys(std::span<const BatchEntry> all) {
  KeyArrays arrays;
  for (const auto& entry : all) {
    if (has_key(entry.key)) {
      arrays.add(entry);
    }
  }
  if (arrays.accounts.empty()) {
    return std::nullopt;
  }
  return Statement{.query = sql::mood::kRecordBatchKeys,
                   .parameters = {{"accounts", arrays.accounts},
                                  {"idempotency_keys", arrays.keys},
                                  {"request_hashes", arrays.request_hashes},
                                  {"nows", arrays.nows},
                                  {"uids", arrays.uids},
                                  {"recorded_ats", arrays.recorded_ats},
                                  {"days", arrays.days},
                                  {"entry_streaks", arrays.entry_streaks},
                                  {"streaks", arrays.streaks},
                                  {"longests", arrays.longests},
                                  {"streak_expires_ats", arrays.expires_ats},
                                  {"self_are_shorter", arrays.self_are_shorter}}};
}

/// The entry of a uid. There are few, and they come in their order.
std::size_t find(std::span<const BatchEntry> entries, const shared::Uuid& uid) {
  const auto found =
      std::ranges::find(entries, uid, [](const BatchEntry& entry) { return entry.entry.uid; });
  assert(found != entries.end());
  return static_cast<std::size_t>(found - entries.begin());
}

/// How an account compares: `all` counts the accounts, `at_least` those whose longest streak is not
/// below the entry's, both as they were before the batch.
Comparison compare(std::int64_t all, std::int64_t at_least, const BatchEntry& entry) {
  return {.shorter = all - at_least - entry.self_is_shorter, .others = all - 1};
}

using Writtens = std::vector<std::optional<Written>>;

/// What record_one_entry.sql answers with.
Writtens take_entry(storage::Rows& rows, const BatchEntry& entry) {
  Writtens written(1);
  if (rows.next()) {
    const auto id = rows.take<shared::EntryId>();
    const auto all = rows.take<std::optional<std::int64_t>>().value_or(0);
    const auto at_least = rows.take<std::optional<std::int64_t>>().value_or(0);
    written.front() = Written{.id = id, .comparison = compare(all, at_least, entry)};
  }
  return written;
}

/// What record_batch_entries.sql answers with.
Writtens take_entries(storage::Rows& rows, std::span<const BatchEntry> entries) {
  if (entries.size() == 1) {
    return take_entry(rows, entries.front());
  }
  Writtens written(entries.size());
  std::map<int, std::int64_t> accounts_by_node;  // those without accounts may have no row
  while (rows.next()) {
    if (const auto uid = rows.take<std::optional<shared::Uuid>>()) {
      written[find(entries, *uid)] = Written{.id = rows.take<shared::EntryId>()};
    } else {
      const auto node = rows.take<int>();
      accounts_by_node[node] = rows.take<std::int64_t>();
    }
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (auto& of_entry = written[i]) {
      std::int64_t at_least = 0;
      for (const auto node : shared::histogram_nodes(entries[i].standing.streak)) {
        at_least += accounts_by_node[node];
      }
      of_entry->comparison = compare(accounts_by_node[0], at_least, entries[i]);
    }
  }
  return written;
}

/// What record_batch_keys.sql answers with replaces what was worked out: it is what is kept.
void take_kept_comparisons(storage::Rows& rows, std::span<const BatchEntry> entries,
                           Writtens& written) {
  while (rows.next()) {
    auto& comparison = written[find(entries, rows.take<shared::Uuid>())].value().comparison;
    comparison.shorter = rows.take<std::int64_t>();
    comparison.others = rows.take<std::int64_t>();
  }
}

}  // namespace

std::vector<std::optional<BatchSurroundings>> look_around_batch(
    storage::Database& database, std::span<const BatchRequest> requests) {
  std::vector<std::size_t> with_key;
  std::vector<Statement> statements;
  statements.push_back(look_around(requests));
  if (auto keys = find_keys(requests, with_key)) {
    statements.push_back(*std::move(keys));
  }
  auto answers = database.read_together(statements);
  std::vector<std::optional<BatchSurroundings>> found(requests.size());
  for (auto& rows = answers.front(); rows.next();) {
    const auto request = static_cast<std::size_t>(rows.take<std::int64_t>() - 1);
    found[request] = BatchSurroundings{.seen = take_surroundings(rows)};
    found[request]->seen.recorded_at = requests[request].recorded_at;
  }
  for (auto& rows = answers.back(); answers.size() > 1 && rows.next();) {
    auto& of_request = found[with_key[static_cast<std::size_t>(rows.take<std::int64_t>() - 1)]];
    if (of_request) {
      of_request->is_key_used = true;
    }
  }
  return found;
}

std::vector<std::optional<Written>> record_batch(storage::Database& database,
                                                 std::span<const BatchAccount> accounts,
                                                 std::span<const BatchEntry> entries) {
  // In this order: what many accounts share comes last, and is locked for the shortest time.
  std::vector<Statement> statements;
  const auto add = [&](std::optional<Statement> statement) {
    if (statement) {
      statements.push_back(*std::move(statement));
    }
    return statements.size() - 1;
  };
  add(write_accounts(accounts));
  add(write_runs(accounts));
  const auto entries_at = add(write_entries(entries));
  const auto keys_at = add(write_keys(entries));
  add(write_histogram(accounts));

  auto answers = database.write_together(statements);
  auto written = take_entries(answers[entries_at], entries);
  if (keys_at != entries_at) {
    take_kept_comparisons(answers[keys_at], entries, written);
  }
  return written;
}

}  // namespace daymark::mood::store
