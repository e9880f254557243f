// How a long job goes through much data: in short pieces with a pause after each, so that no
// statement is long or locks many rows, and requests stay fast.
#pragma once

#include <functional>
#include <string>

#include "shared/ids.hpp"
#include "storage/database.hpp"

namespace daymark::jobs {

/// Carries out a piece of a job and then pauses. Returns false if the job must stop: another
/// process has its lease, or the program ends.
using DoPiece = std::function<bool(const std::function<void()>& piece)>;

/// Both included.
struct AccountRange {
  shared::AccountId first;
  shared::AccountId last;
};

/// SHA-256 digests as PostgreSQL writes bytea, both included.
struct HashRange {
  std::string first;
  std::string last;
};

/// Goes through all account ids, in ranges. Returns false if `do_piece` does.
[[nodiscard]] bool for_all_accounts(storage::Database& database, const DoPiece& do_piece,
                                    const std::function<void(const AccountRange&)>& piece);

/// Goes through all possible SHA-256 digests, one first byte in a piece. Returns false if
/// `do_piece` does.
[[nodiscard]] bool for_all_hashes(const DoPiece& do_piece,
                                  const std::function<void(const HashRange&)>& piece);

}  // namespace daymark::jobs
