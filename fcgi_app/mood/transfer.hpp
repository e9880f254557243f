// Export and import of all entries of an account: read as they are at one moment, and added all at
// once. Neither has more than some of the entries in memory.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "accounts/account.hpp"
#include "mood/mood.hpp"
#include "server/problem.hpp"

namespace daymark::mood {

/// Reads a file: passes each entry without faults on, and returns the faults of the others.
using ReadFile = std::function<server::Faults(const TakeEntry&)>;

struct Imported {
  std::int64_t imported = 0;
  std::int64_t skipped = 0;
};

struct ImportRunning {};

/// Adds the entries of a file that the account does not have, and the awards for milestones that
/// they reach: all, or none if there is a fault, no room for all of them, or `read` throws. An
/// entry is the same as another one if both have the same uid; without a uid, if its content and
/// time are the same.
///
/// Meanwhile the account can be read and changed as usual. Throws storage::Failure; also
/// (kUnavailable) if there are too many changes for a large file.
[[nodiscard]] std::variant<Imported, NotSignedIn, ImportRunning, AccountFull, server::Faults>
import_entries(storage::Database& database, achievements::Milestones& milestones,
               const Credentials& credentials, const accounts::Account& account,
               const ReadFile& read, Instant now, const AccountLimits& limits);

/// All entries of an account, the oldest first, as they are when the first page is read. The
/// constructor and next_page throw storage::Failure.
class Export {
 public:
  Export(storage::Database& database, shared::AccountId account);

  /// Returns some entries, without their streaks; none at the end.
  [[nodiscard]] std::vector<Entry> next_page();

 private:
  storage::Transaction transaction_;
  shared::AccountId account_;
  std::optional<PagePosition> after_;
};

}  // namespace daymark::mood
