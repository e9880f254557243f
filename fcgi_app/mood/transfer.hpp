// Whole journals: all entries of an account as they are at one moment, and many entries added at
// once. Neither keeps more than some of them in memory.
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

/// Hands over all entries of a file but faulty ones, and answers with the faults.
using ReadFile = std::function<server::Faults(const TakeEntry&)>;

struct Imported {
  std::int64_t imported = 0;
  std::int64_t skipped = 0;
};

struct ImportRunning {};

/// Adds the entries of a file that the account does not have: all of them, or none where anything
/// is wrong or `read` throws. Milestones that they reach are awarded with them. An entry with a uid
/// is known by it, wherever it comes twice; one without by its content. Meanwhile the account can
/// be read and changed as usual; but where a large file meets very many changes, the import gives
/// up (Failure, kUnavailable).
[[nodiscard]] std::variant<Imported, NotSignedIn, ImportRunning, server::Faults> import_entries(
    storage::Database& database, achievements::Milestones& milestones,
    const Credentials& credentials, const accounts::Account& account, const ReadFile& read,
    Instant now);

/// All entries of an account, the oldest first, as they are when the first page is read.
class Export {
 public:
  Export(storage::Database& database, shared::AccountId account);

  /// Without streaks. Empty at the end.
  [[nodiscard]] std::vector<Entry> next_page();

 private:
  storage::Transaction transaction_;
  shared::AccountId account_;
  std::optional<PagePosition> after_;
};

}  // namespace daymark::mood
