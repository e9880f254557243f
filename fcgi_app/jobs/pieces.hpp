// How a long job goes through much data: in pieces that are short, with a rest after each, so that
// no statement is long, none locks much, and requests do not suffer.
#pragma once

#include <functional>
#include <string>

#include "shared/ids.hpp"
#include "storage/database.hpp"

namespace daymark::jobs {

/// Does a piece of a job, and rests. False: the rest of the job is for somebody else or for later.
using DoPiece = std::function<bool(const std::function<void()>& piece)>;

struct AccountRange {
  shared::AccountId first;
  shared::AccountId last;
};

/// SHA-256 sums, as SQL writes them.
struct HashRange {
  std::string first;
  std::string last;
};

/// All accounts that there are, some at a time. False as DoPiece says.
[[nodiscard]] bool for_all_accounts(storage::Database& database, const DoPiece& do_piece,
                                    const std::function<void(const AccountRange&)>& piece);

/// All hashes that there can be, by their first byte. False as DoPiece says.
[[nodiscard]] bool for_all_hashes(const DoPiece& do_piece,
                                  const std::function<void(const HashRange&)>& piece);

}  // namespace daymark::jobs
