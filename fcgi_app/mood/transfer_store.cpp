#include "mood/transfer_store.hpp"

#include "mood/rows.hpp"
#include "sql/queries.hpp"

namespace daymark::mood::store {
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
    entries.push_back(take_entry(rows).value());
  }
  return entries;
}

std::optional<ImportBegun> begin_import(storage::Transaction& transaction,
                                        shared::AccountId account) {
  auto rows = transaction.run(sql::mood::kImportTryLock, {{"account", account}});
  return storage::only_row(rows, [&] {
    ImportBegun begun{.is_only_one = rows.take<bool>()};
    begun.version = rows.take<std::int64_t>();
    transaction.run(sql::mood::kImportCreateEntries, {});
    transaction.run(sql::mood::kImportCreateIndex, {});
    transaction.run(sql::mood::kImportCreateMatches, {});
    return begun;
  });
}

std::vector<std::int64_t> gather(storage::Transaction& transaction,
                                 const accounts::Account& account,
                                 std::span<const NumberedEntry> rows, Instant now) {
  const auto new_entry = [](auto member) {
    return [member](const NumberedEntry& of) { return of.entry.new_entry.*member; };
  };
  std::vector<storage::Parameter> parameters{
      storage::array("numbers", rows, &NumberedEntry::row),
      storage::array("uids", rows, [](const auto& of) { return of.entry.uid; }),
      storage::array("recorded_ats", rows, new_entry(&NewEntry::recorded_at)),
      storage::array("days", rows, new_entry(&NewEntry::day)),
      {"time_zone", account.time_zone},
      {"day_starts_at", account.day_starts_at},
      {"first_day", shared::kFirstDay},
      {"now", now}};
  add_contents(parameters, rows,
               [](const NumberedEntry& of) -> const NewEntry& { return of.entry.new_entry; });
  auto found = transaction.run(sql::mood::kImportGather, parameters);
  std::vector<std::int64_t> too_early;
  while (found.next()) {
    too_early.push_back(found.take<std::int64_t>());
  }
  return too_early;
}

bool hold_account(storage::Transaction& transaction, const Credentials& credentials, Instant now) {
  return transaction
      .run(sql::mood::kImportHoldAccount,
           {{"account", credentials.account}, {"token_hash", credentials.token_hash}, {"now", now}})
      .next();
}

std::int64_t match_uids(storage::Transaction& transaction, shared::AccountId account) {
  // Without this the planner knows nothing of the rows, which have just been inserted.
  transaction.analyze("imported_entries");
  return storage::the_row(transaction.run(sql::mood::kImportMatchUids, {{"account", account}}))
      .take<std::int64_t>();
}

std::int64_t match_content(storage::Transaction& transaction, shared::AccountId account,
                           const RowKind& kind) {
  transaction.analyze("matched_entries");
  return storage::the_row(transaction.run(sql::mood::kImportMatchContent,
                                          {{"account", account},
                                           {"says_recorded_at", kind.says_recorded_at},
                                           {"says_day", kind.says_day}}))
      .take<std::int64_t>();
}

Inserted insert_gathered(storage::Transaction& transaction, shared::AccountId account,
                         std::int64_t after_row, std::int64_t to_row) {
  auto rows = storage::the_row(
      transaction.run(sql::mood::kImportInsert,
                      {{"account", account}, {"after_row", after_row}, {"to_row", to_row}}));
  Inserted inserted{.entries = rows.take<std::int64_t>()};
  inserted.text_bytes = rows.take<std::int64_t>();
  inserted.days = rows.take<std::vector<CivilDay>>();
  inserted.version = rows.take<std::int64_t>();
  return inserted;
}

Runs lock_runs(storage::Transaction& transaction, shared::AccountId account) {
  transaction.run(sql::mood::kImportLockAccount, {{"account", account}});
  auto rows = storage::the_row(transaction.run(sql::mood::kImportRuns, {{"account", account}}));
  Runs found{.version = rows.take<std::int64_t>()};
  found.longest_streak = rows.take<int>();
  found.entries = rows.take<std::int64_t>();
  found.text_bytes = rows.take<std::int64_t>();
  found.runs = take_runs(rows);
  return found;
}

void record_import(storage::Transaction& transaction, shared::AccountId account,
                   const AccountChange& change, const achievements::AwardChange& awards) {
  [[maybe_unused]] auto rows = storage::the_row(
      transaction.run(awards.awards.empty() ? sql::mood::kImport : sql::mood::kImportAndAward,
                      account_parameters(account, change, awards)));
}

}  // namespace daymark::mood::store
