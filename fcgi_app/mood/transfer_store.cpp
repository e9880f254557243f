#include "mood/transfer_store.hpp"

#include "mood/rows.hpp"
#include "sql/queries.hpp"

namespace daymark::mood::store {
namespace {

/// The only row of a query that always has one.
storage::Rows first_row(storage::Rows rows) {
  [[maybe_unused]] const bool is_there = rows.next();
  assert(is_there);
  return rows;
}

/// Rows as the parallel arrays that the query takes.
struct RowArrays {
  explicit RowArrays(std::span<const NumberedEntry> all) {
    for (const auto& [row, entry] : all) {
      rows.push_back(row);
      uids.push_back(entry.uid);
      moods.push_back(entry.draft.mood);
      ratings.push_back(entry.draft.rating);
      notes.push_back(entry.draft.note);
      tags.push_back(storage::to_text(entry.draft.tags));
      recorded_ats.push_back(entry.draft.recorded_at);
      days.push_back(entry.draft.day);
    }
  }

  std::vector<std::int64_t> rows;
  std::vector<std::optional<shared::Uuid>> uids;
  std::vector<std::optional<std::string>> moods;
  std::vector<std::optional<int>> ratings;
  std::vector<std::optional<std::string>> notes;
  std::vector<std::string> tags;  // array literals
  std::vector<std::optional<Instant>> recorded_ats;
  std::vector<std::optional<CivilDay>> days;
};

}  // namespace

std::vector<Entry> export_page(storage::Transaction& transaction, shared::AccountId account,
                               const std::optional<PagePosition>& after, int limit) {
  const std::string earliest = "-infinity";
  auto rows = transaction.run(
      sql::mood::kExportPage,
      {{"account", account},
       {"after_day", after ? storage::to_text(after->day) : earliest},
       {"after_recorded_at", after ? storage::to_text(after->recorded_at) : earliest},
       {"after_entry", after ? after->entry.value : 0},
       {"limit", limit}});
  std::vector<Entry> entries;
  while (rows.next()) {
    const auto id = rows.take<shared::EntryId>();
    entries.push_back(take_entry(rows, id));
  }
  return entries;
}

std::optional<ImportBegun> begin_import(storage::Transaction& transaction,
                                        shared::AccountId account) {
  auto rows = transaction.run(sql::mood::kTryImportLock, {{"account", account}});
  if (!rows.next()) {
    return std::nullopt;
  }
  ImportBegun begun{.is_only_one = rows.take<bool>()};
  begun.version = rows.take<std::int64_t>();
  transaction.run(sql::mood::kCreateImportedEntries, {});
  transaction.run(sql::mood::kCreateMatchedEntries, {});
  return begun;
}

std::vector<std::int64_t> gather(storage::Transaction& transaction,
                                 const accounts::Account& account,
                                 std::span<const NumberedEntry> rows, Instant now) {
  const RowArrays arrays{rows};
  auto found =
      transaction.run(sql::mood::kGatherImported, {{"rows", arrays.rows},
                                                   {"uids", arrays.uids},
                                                   {"moods", arrays.moods},
                                                   {"ratings", arrays.ratings},
                                                   {"notes", arrays.notes},
                                                   {"tags", arrays.tags},
                                                   {"recorded_ats", arrays.recorded_ats},
                                                   {"days", arrays.days},
                                                   {"time_zone", account.time_zone},
                                                   {"day_starts_at", account.day_starts_at},
                                                   {"first_day", kFirstDay},
                                                   {"now", now}});
  std::vector<std::int64_t> too_early;
  while (found.next()) {
    too_early.push_back(found.take<std::int64_t>());
  }
  return too_early;
}

bool hold_account(storage::Transaction& transaction, const Credentials& credentials, Instant now) {
  return transaction
      .run(sql::mood::kHoldAccount,
           {{"account", credentials.account}, {"token_hash", credentials.token_hash}, {"now", now}})
      .next();
}

std::int64_t match_uids(storage::Transaction& transaction, shared::AccountId account) {
  // The planner knows nothing of rows that have just come.
  transaction.analyze("imported_entries");
  return first_row(transaction.run(sql::mood::kMatchImportedUids, {{"account", account}}))
      .take<std::int64_t>();
}

std::int64_t match_content(storage::Transaction& transaction, shared::AccountId account,
                           const RowKind& kind) {
  transaction.analyze("matched_entries");
  return first_row(transaction.run(sql::mood::kMatchImportedContent,
                                   {{"account", account},
                                    {"says_recorded_at", kind.says_recorded_at},
                                    {"says_day", kind.says_day}}))
      .take<std::int64_t>();
}

Inserted insert_gathered(storage::Transaction& transaction, shared::AccountId account,
                         std::int64_t after_row, std::int64_t to_row) {
  auto rows = first_row(
      transaction.run(sql::mood::kInsertImported,
                      {{"account", account}, {"after_row", after_row}, {"to_row", to_row}}));
  Inserted inserted{.entries = rows.take<std::int64_t>()};
  inserted.days = rows.take<std::vector<CivilDay>>();
  inserted.version = rows.take<std::int64_t>();
  return inserted;
}

Runs lock_runs(storage::Transaction& transaction, shared::AccountId account) {
  transaction.run(sql::mood::kLockAccount, {{"account", account}});
  auto rows = first_row(transaction.run(sql::mood::kLookAtRuns, {{"account", account}}));
  Runs found{.version = rows.take<std::int64_t>()};
  found.longest_streak = rows.take<int>();
  found.entries = rows.take<std::int64_t>();
  found.runs = take_runs(rows);
  return found;
}

void record_import(storage::Transaction& transaction, shared::AccountId account,
                   const AccountChange& change, const achievements::AwardChange& awards) {
  [[maybe_unused]] auto rows = first_row(transaction.run(
      awards.awards.empty() ? sql::mood::kRecordImport : sql::mood::kRecordImportAndAward,
      account_parameters(account, change, awards)));
}

}  // namespace daymark::mood::store
