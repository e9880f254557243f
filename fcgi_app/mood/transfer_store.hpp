// The queries of exports and imports: rows ↔ structs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mood/store.hpp"

namespace daymark::mood::store {

/// At most `limit` entries after `after`, the oldest first.
[[nodiscard]] std::vector<Entry> export_page(storage::Transaction& transaction,
                                             shared::AccountId account,
                                             const std::optional<PagePosition>& after, int limit);

struct ImportBegun {
  bool is_only_one = false;  // of the account
  std::int64_t version = 0;
};

/// Makes room for the rows of an import. Nothing: the account is gone.
[[nodiscard]] std::optional<ImportBegun> begin_import(storage::Transaction& transaction,
                                                      shared::AccountId account);

/// Gathers rows, and answers with the numbers of those whose day is too early: it was worked out
/// with the account's settings.
[[nodiscard]] std::vector<std::int64_t> gather(storage::Transaction& transaction,
                                               const accounts::Account& account,
                                               std::span<const NumberedEntry> rows, Instant now);

/// From now on the account cannot be removed. False: not signed in any more.
[[nodiscard]] bool hold_account(storage::Transaction& transaction, const Credentials& credentials,
                                Instant now);

/// What a file's rows say; those that say the same are matched together.
struct RowKind {
  bool says_recorded_at = false;
  bool says_day = false;
};

/// Leaves out the rows whose uid is known. Answers with their number.
[[nodiscard]] std::int64_t match_uids(storage::Transaction& transaction, shared::AccountId account);

/// Leaves out the rows of this kind, without a uid, that the account has. Answers with their
/// number.
[[nodiscard]] std::int64_t match_content(storage::Transaction& transaction,
                                         shared::AccountId account, const RowKind& kind);

struct Inserted {
  std::int64_t entries = 0;
  std::vector<CivilDay> days;
  std::int64_t version = 0;  // of the account, which others change meanwhile
};

/// Stores the rows after `after_row` up to `to_row` that are not left out.
[[nodiscard]] Inserted insert_gathered(storage::Transaction& transaction, shared::AccountId account,
                                       std::int64_t after_row, std::int64_t to_row);

struct Runs {
  std::int64_t version = 0;
  int longest_streak = 0;
  std::int64_t entries = 0;
  std::vector<shared::Run> runs;  // all, sorted
};

/// The account's runs, which nobody else changes from now on.
[[nodiscard]] Runs lock_runs(storage::Transaction& transaction, shared::AccountId account);

void record_import(storage::Transaction& transaction, shared::AccountId account,
                   const AccountChange& change, const achievements::AwardChange& awards);

}  // namespace daymark::mood::store
