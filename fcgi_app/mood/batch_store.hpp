// The queries of entries that are recorded together: many rows ↔ structs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "mood/store.hpp"

namespace daymark::mood::store {

/// Of a request that names no day.
struct BatchRequest {
  const Credentials* credentials = nullptr;
  const std::optional<server::IdempotencyKey>* key = nullptr;
  Instant now;
  Instant recorded_at;
};

struct BatchRecordState {
  /// As if the newest run were the only one: right only where no run ends after `day`.
  RecordState seen;
  bool is_key_used = false;
};

/// For each request, in their order. Nothing: not signed in.
[[nodiscard]] std::vector<std::optional<BatchRecordState>> find_record_states(
    storage::Database& database, std::span<const BatchRequest> requests);

/// What a batch makes of one account; each account is in it once.
struct BatchAccount {
  shared::AccountId account;
  AccountChange change;
};

/// An entry of a batch.
struct BatchEntry {
  shared::AccountId account;
  const NewEntry* new_entry = nullptr;
  const std::optional<server::IdempotencyKey>* key = nullptr;
  Instant now;
  AssignedFields assigned;
  StreakStatus status;      // without the comparison
  int self_is_shorter = 0;  // 1 where the account's longest streak was below `status.streak`
};

/// Writes in one transaction. For each entry, in their order, what it then is. Nothing for those of
/// accounts that have changed since they were read, or that somebody else is changing now:
/// they were not written. Where it throws Failure, none was, or nobody knows: see
/// Failure::is_undone.
[[nodiscard]] std::vector<std::optional<Written>> record_batch(
    storage::Database& database, std::span<const BatchAccount> accounts,
    std::span<const BatchEntry> entries);

}  // namespace daymark::mood::store
