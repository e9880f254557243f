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

using storage::array;
using storage::Parameter;
using storage::Statement;

bool has_key(const std::optional<server::IdempotencyKey>* key) { return key->has_value(); }

/// Finds the used keys of the requests that have one; nullopt if none has. `numbers` gets the
/// indexes of these requests; a row of the query has the position in it, from 1.
std::optional<Statement> find_keys(std::span<const BatchRequest> requests,
                                   std::vector<std::size_t>& numbers) {
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (has_key(requests[i].key)) {
      numbers.push_back(i);
    }
  }
  if (numbers.empty()) {
    return std::nullopt;
  }
  const auto of = [&](auto project) {
    return [&requests, project](std::size_t i) { return project(requests[i]); };
  };
  return Statement{
      .query = sql::mood::kRecordBatchFindKeys,
      .parameters = {
          array("accounts", numbers, of([](const auto& r) { return r.credentials->account; })),
          array("idempotency_keys", numbers,
                of([](const auto& r) { return std::string_view{(*r.key)->text}; })),
          array("keys_created_afters", numbers,
                of([](const auto& r) { return r.now - server::kIdempotencyKeyLifetime; }))}};
}

// --- A batch of one. Its statements have no arrays, which would cost a third of their time.

Statement find_record_state(const BatchRequest& request) {
  return {.query = sql::mood::kRecordOneState,
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
                         {"entries", change.entries_added},
                         {"bytes", change.text_bytes_added}}};
}

Statement write_run(shared::AccountId account, const shared::Run& run) {
  return {.query = sql::mood::kRecordOneRun,
          .parameters = {
              {"account", account}, {"first_day", run.first_day}, {"last_day", run.last_day}}};
}

Statement write_entry(const BatchEntry& of) {
  const auto nodes = shared::histogram_nodes(of.status.streak);
  std::vector<Parameter> parameters{{"account", of.account},
                                    {"uid", of.assigned.uid},
                                    {"recorded_at", of.assigned.recorded_at},
                                    {"day", of.assigned.day},
                                    {"nodes", std::vector<int>(nodes.begin(), nodes.end())}};
  add_content(parameters, *of.new_entry);
  return {.query = sql::mood::kRecordOneEntry, .parameters = std::move(parameters)};
}

// --- A batch of several.

Statement find_record_state(std::span<const BatchRequest> requests) {
  if (requests.size() == 1) {
    return find_record_state(requests.front());
  }
  return {.query = sql::mood::kRecordBatchState,
          .parameters = {
              array("accounts", requests, [](const auto& r) { return r.credentials->account; }),
              array("token_hashes", requests,
                    [](const auto& r) { return std::string_view{r.credentials->token_hash}; }),
              array("nows", requests, &BatchRequest::now),
              array("recorded_ats", requests, &BatchRequest::recorded_at)}};
}

/// The columns after the request's number.
RecordState take_surroundings(storage::Rows& rows) {
  RecordState seen;
  take_account_state(rows, seen);
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
  const auto of_change = [](auto member) {
    return [member](const BatchAccount& of) { return of.change.*member; };
  };
  return {.query = sql::mood::kRecordBatchAccounts,
          .parameters = {array("accounts", all, &BatchAccount::account),
                         array("versions", all, of_change(&AccountChange::seen_version)),
                         array("longests", all, of_change(&AccountChange::longest_after)),
                         array("newest_first_days", all,
                               [](const auto& of) { return first_day_of(of.change.newest_run); }),
                         array("newest_last_days", all,
                               [](const auto& of) { return last_day_of(of.change.newest_run); }),
                         array("entries", all, of_change(&AccountChange::entries_added)),
                         array("bytes", all, of_change(&AccountChange::text_bytes_added))}};
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

/// The nodes that the comparisons of the entries' streaks read.
std::vector<int> nodes_of(std::span<const BatchEntry> all) {
  std::set<int> nodes{0};
  for (const auto& entry : all) {
    const auto of_streak = shared::histogram_nodes(entry.status.streak);
    nodes.insert(of_streak.begin(), of_streak.end());
  }
  return {nodes.begin(), nodes.end()};
}

Statement write_entries(std::span<const BatchEntry> all) {
  if (all.size() == 1) {
    return write_entry(all.front());
  }
  std::vector<Parameter> parameters{
      array("numbers", all, &BatchEntry::account),
      array("uids", all, [](const auto& of) { return of.assigned.uid; }),
      array("recorded_ats", all, [](const auto& of) { return of.assigned.recorded_at; }),
      array("days", all, [](const auto& of) { return of.assigned.day; }),
      {"nodes", nodes_of(all)}};
  add_contents(parameters, all,
               [](const BatchEntry& of) -> const NewEntry& { return *of.new_entry; });
  return {.query = sql::mood::kRecordBatchEntries, .parameters = std::move(parameters)};
}

/// nullopt if no entry has a key.
std::optional<Statement> write_keys(std::span<const BatchEntry> all) {
  std::vector<const BatchEntry*> with_key;
  for (const auto& entry : all) {
    if (has_key(entry.key)) {
      with_key.push_back(&entry);
    }
  }
  if (with_key.empty()) {
    return std::nullopt;
  }
  const auto assigned = [](auto member) {
    return [member](const BatchEntry* of) { return of->assigned.*member; };
  };
  const auto status = [](auto member) {
    return [member](const BatchEntry* of) { return of->status.*member; };
  };
  const auto key = [](auto member) {
    return [member](const BatchEntry* of) { return std::string_view{(**of->key).*member}; };
  };
  return Statement{
      .query = sql::mood::kRecordBatchKeys,
      .parameters = {
          array("accounts", with_key, &BatchEntry::account),
          array("idempotency_keys", with_key, key(&server::IdempotencyKey::text)),
          array("request_hashes", with_key, key(&server::IdempotencyKey::request_hash)),
          array("nows", with_key, &BatchEntry::now),
          array("uids", with_key, assigned(&AssignedFields::uid)),
          array("recorded_ats", with_key, assigned(&AssignedFields::recorded_at)),
          array("days", with_key, assigned(&AssignedFields::day)),
          array("entry_streaks", with_key, assigned(&AssignedFields::streak)),
          array("streaks", with_key, status(&StreakStatus::streak)),
          array("longests", with_key, status(&StreakStatus::longest_streak)),
          array("streak_expires_ats", with_key, status(&StreakStatus::streak_expires_at)),
          array("self_are_shorter", with_key, &BatchEntry::self_is_shorter)}};
}

/// The index of the entry with this uid. A batch has few.
std::size_t find(std::span<const BatchEntry> entries, const shared::Uuid& uid) {
  const auto found =
      std::ranges::find(entries, uid, [](const BatchEntry& entry) { return entry.assigned.uid; });
  assert(found != entries.end());
  return static_cast<std::size_t>(found - entries.begin());
}

/// How an account compares. `all` counts all accounts, `at_least` those whose longest streak is at
/// least the entry's, both before the batch.
Comparison compare(std::int64_t all, std::int64_t at_least, const BatchEntry& entry) {
  return {.shorter = all - at_least - entry.self_is_shorter, .others = all - 1};
}

using Writtens = std::vector<std::optional<Written>>;

/// Reads the rows of record_one_entry.sql.
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

/// Reads the rows of record_batch_entries.sql.
Writtens take_entries(storage::Rows& rows, std::span<const BatchEntry> entries) {
  if (entries.size() == 1) {
    return take_entry(rows, entries.front());
  }
  Writtens written(entries.size());
  std::map<int, std::int64_t> accounts_by_node;  // a node without accounts may have no row
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
      for (const auto node : shared::histogram_nodes(entries[i].status.streak)) {
        at_least += accounts_by_node[node];
      }
      of_entry->comparison = compare(accounts_by_node[0], at_least, entries[i]);
    }
  }
  return written;
}

/// Takes the comparisons that were stored for the keys, so that a retry is answered the same.
void take_stored_comparisons(storage::Rows& rows, std::span<const BatchEntry> entries,
                             Writtens& written) {
  while (rows.next()) {
    auto& comparison = written[find(entries, rows.take<shared::Uuid>())].value().comparison;
    comparison.shorter = rows.take<std::int64_t>();
    comparison.others = rows.take<std::int64_t>();
  }
}

}  // namespace

std::vector<std::optional<BatchRecordState>> find_record_states(
    storage::Database& database, std::span<const BatchRequest> requests) {
  std::vector<std::size_t> with_key;
  std::vector<Statement> statements;
  statements.push_back(find_record_state(requests));
  if (auto keys = find_keys(requests, with_key)) {
    statements.push_back(*std::move(keys));
  }
  auto answers = database.read_together(statements);
  std::vector<std::optional<BatchRecordState>> found(requests.size());
  for (auto& rows = answers.front(); rows.next();) {
    const auto request = static_cast<std::size_t>(rows.take<std::int64_t>() - 1);
    found[request] = BatchRecordState{.seen = take_surroundings(rows)};
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
  // In this order: what many accounts share comes last and is locked for the shortest time.
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
    take_stored_comparisons(answers[keys_at], entries, written);
  }
  return written;
}

}  // namespace daymark::mood::store
