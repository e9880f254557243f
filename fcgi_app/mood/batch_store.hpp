// The queries of a batch: structs → parameters, many rows → structs. All throw storage::Failure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "mood/store.hpp"

namespace daymark::mood::store {

/// What is read for a request without `day`.
struct BatchRequest {
  const Credentials* credentials = nullptr;
  const std::optional<server::IdempotencyKey>* key = nullptr;
  Instant now;
  Instant recorded_at;
};

struct BatchRecordState {
  /// As if the account had only its newest run: correct only if no run ends after `day`.
  RecordState seen;
  bool is_key_used = false;
};

/// Returns the state of each request, in their order; nullopt if its session is not alive.
[[nodiscard]] std::vector<std::optional<BatchRecordState>> find_record_states(
    storage::Database& database, std::span<const BatchRequest> requests);

/// What a batch changes in one account. Each account is in it once.
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
  int self_is_shorter = 0;  // 1 if the account's longest streak was below `status.streak`
};

/// Writes all in one transaction. Returns what was written for each entry, in their order; nullopt
/// if nothing was, because its account has changed or somebody else is changing it now. After a
/// Failure nothing was written, or it is not known (Failure::is_undone).
[[nodiscard]] std::vector<std::optional<Written>> record_batch(
    storage::Database& database, std::span<const BatchAccount> accounts,
    std::span<const BatchEntry> entries);

}  // namespace daymark::mood::store
