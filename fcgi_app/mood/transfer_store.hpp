// The queries of exports and imports: structs → parameters, rows → structs. All throw Failure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mood/store.hpp"

namespace daymark::mood::store {

/// Returns at most `limit` entries after `after`, the oldest first.
[[nodiscard]] std::vector<Entry> export_page(storage::Transaction& transaction,
                                             shared::AccountId account,
                                             const std::optional<PagePosition>& after, int limit);

struct ImportBegun {
  bool is_only_one = false;  // whether the account has no other import now
  std::int64_t version = 0;
};

/// Begins an import: makes its temporary tables. nullopt if there is no such account.
[[nodiscard]] std::optional<ImportBegun> begin_import(storage::Transaction& transaction,
                                                      shared::AccountId account);

/// Adds rows to a temporary table. The missing one of day and instant is worked out with the
/// settings of `account`. Returns the numbers of the rows whose day is before shared::kFirstDay.
[[nodiscard]] std::vector<std::int64_t> gather(storage::Transaction& transaction,
                                               const accounts::Account& account,
                                               std::span<const NumberedEntry> rows, Instant now);

/// From now on the account cannot be erased. Returns false if the session is not alive any more.
[[nodiscard]] bool hold_account(storage::Transaction& transaction, const Credentials& credentials,
                                Instant now);

/// Which times a row of a file says. Rows of one kind are matched together.
struct RowKind {
  bool says_recorded_at = false;
  bool says_day = false;
};

/// Marks the rows whose uid an entry or an earlier row has. Returns their number.
[[nodiscard]] std::int64_t match_uids(storage::Transaction& transaction, shared::AccountId account);

/// Marks the rows of this kind, without a uid, that equal an entry. Returns their number.
[[nodiscard]] std::int64_t match_content(storage::Transaction& transaction,
                                         shared::AccountId account, const RowKind& kind);

struct Inserted {
  std::int64_t entries = 0;
  std::int64_t text_bytes = 0;
  std::vector<CivilDay> days;
  std::int64_t version = 0;  // the account's; others may change it meanwhile
};

/// Stores the rows after `after_row` up to `to_row` that are not marked.
[[nodiscard]] Inserted insert_gathered(storage::Transaction& transaction, shared::AccountId account,
                                       std::int64_t after_row, std::int64_t to_row);

struct Runs {
  std::int64_t version = 0;
  int longest_streak = 0;
  std::int64_t entries = 0;
  std::int64_t text_bytes = 0;
  std::vector<shared::Run> runs;  // all, sorted
};

/// Returns the account's runs. It stays locked until the transaction ends.
[[nodiscard]] Runs lock_runs(storage::Transaction& transaction, shared::AccountId account);

void record_import(storage::Transaction& transaction, shared::AccountId account,
                   const AccountChange& change, const achievements::AwardChange& awards);

}  // namespace daymark::mood::store
