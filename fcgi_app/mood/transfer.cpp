#include "mood/transfer.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>
#include <iterator>
#include <set>
#include <thread>
#include <utility>

#include "mood/recording.hpp"
#include "mood/transfer_store.hpp"
#include "storage/failure.hpp"

namespace daymark::mood {
namespace {

/// Entries of a page of an export. They can be some megabytes, and a thread has several copies.
constexpr int kExportPageEntries = 50;

// How much of a file is sent to the database at a time: a millisecond or two of its work, because
// other requests wait that long for the processor.
constexpr std::size_t kBatchRowsMax = 50;
constexpr std::int64_t kBatchBytesMax = std::int64_t{64} * 1024;

// Timeouts of one statement.
constexpr std::chrono::minutes kExportStatementMax{1};
constexpr std::chrono::minutes kImportStatementMax{5};

/// How many rows are stored at a time, for the same reason.
constexpr std::int64_t kInsertRows = 50;

/// Does a part of an import, then sleeps for as long as it took. PostgreSQL cannot give a session a
/// lower priority, so the import itself leaves time to others.
template <class Work>
auto unhurried(Work work) {
  const auto began = std::chrono::steady_clock::now();
  auto result = work();
  std::this_thread::sleep_for(std::chrono::steady_clock::now() - began);
  return result;
}

/// While an import runs, PostgreSQL stores every version of the account that others make, and reads
/// all of them for each row that is stored (its foreign key). A row times a version takes about 2
/// µs: this is a minute of them. During the import of a large file the account can change some
/// dozen times, of a small one thousands of times.
constexpr std::int64_t kRowsTimesChangesMax = 30'000'000;

/// Sends the rows of a file to the database, some at a time.
class Gatherer {
 public:
  Gatherer(storage::Transaction& transaction, const accounts::Account& account, Instant now)
      : transaction_(transaction), account_(account), now_(now) {}

  /// Returns false if there are enough faults already.
  bool add(NumberedEntry row) {
    bytes_ += text_bytes(row.entry.new_entry);
    if (!row.entry.uid) {
      kinds_.at(kind_of(row.entry.new_entry)) = true;
    }
    rows_.push_back(std::move(row));
    ++total_;
    if (rows_.size() == kBatchRowsMax || bytes_ >= kBatchBytesMax) {
      flush();
    }
    return faults_.size() < server::kFaultsMax;
  }

  void flush() {
    if (rows_.empty()) {
      return;
    }
    const auto too_early =
        unhurried([&] { return store::gather(transaction_, account_, rows_, now_); });
    for (const auto row : too_early) {
      faults_.push_back({.at = "/recorded_at", .flaw = server::Flaw::kTooEarly, .row = row});
    }
    rows_.clear();
    bytes_ = 0;
  }

  [[nodiscard]] std::int64_t total() const { return total_; }
  [[nodiscard]] const server::Faults& faults() const { return faults_; }

  /// Marks the rows that the account or an earlier row has already. Returns their number.
  [[nodiscard]] std::int64_t match() const {
    auto matched = store::match_uids(transaction_, account_.id);
    // Rows that say more first, because fewer entries are equal to them.
    for (const auto& kind : kKinds) {
      if (kinds_.at(index_of(kind))) {
        matched += store::match_content(transaction_, account_.id, kind);
      }
    }
    return matched;
  }

 private:
  static constexpr std::array kKinds{
      store::RowKind{.says_recorded_at = true, .says_day = true},
      store::RowKind{.says_recorded_at = true, .says_day = false},
      store::RowKind{.says_recorded_at = false, .says_day = true},
  };

  static std::size_t index_of(const store::RowKind& kind) {
    return (kind.says_recorded_at ? 1U : 0U) + (kind.says_day ? 2U : 0U);
  }
  static std::size_t kind_of(const NewEntry& new_entry) {
    return index_of({.says_recorded_at = new_entry.recorded_at.has_value(),
                     .says_day = new_entry.day.has_value()});
  }

  storage::Transaction& transaction_;
  const accounts::Account& account_;
  Instant now_;
  std::vector<NumberedEntry> rows_;
  std::int64_t bytes_ = 0;
  std::int64_t total_ = 0;
  std::array<bool, 4> kinds_{};  // the kinds of the rows without a uid
  server::Faults faults_;
};

server::Faults sorted(server::Faults faults, const server::Faults& more) {
  faults.insert(faults.end(), more.begin(), more.end());
  std::ranges::stable_sort(faults, {}, &server::Fault::row);
  return faults;
}

/// Stores the rows that are not marked. `version`: of the account when the import began.
store::Inserted insert(storage::Transaction& transaction, shared::AccountId account,
                       std::int64_t version, std::int64_t total) {
  store::Inserted all;
  std::set<CivilDay> days;
  for (std::int64_t row = 0; row < total; row += kInsertRows) {
    const auto inserted = unhurried([&] {
      return store::insert_gathered(transaction, account, row, std::min(row + kInsertRows, total));
    });
    days.insert(inserted.days.begin(), inserted.days.end());
    all.entries += inserted.entries;
    all.text_bytes += inserted.text_bytes;
    all.version = inserted.version;
    if ((inserted.version - version) * (total - row) > kRowsTimesChangesMax) {
      throw storage::Failure{storage::FailureKind::kUnavailable,
                             "mood: the account changes too often for an import of this size"};
    }
  }
  all.days = {days.begin(), days.end()};
  return all;
}

/// The awards that a change earns. The account is locked, so its version is the one read.
achievements::AwardChange earn(storage::Database& database, achievements::Milestones& milestones,
                               shared::AccountId account, const store::AccountChange& change,
                               Instant now) {
  const auto reached = milestones_reached(database, milestones, change);
  if (reached.empty()) {
    return {};
  }
  auto awards = achievements::decide_awards(database, account, change.seen_version, reached, now);
  assert(awards);
  return *std::move(awards);
}

/// Returns what there is no room for: then nothing may be committed.
///
/// Other changes of the account wait from here to the commit. All days are added, also those that a
/// run had before: a removal that did not see these entries may have taken such a day from its run.
std::optional<AccountFull> change_account(storage::Database& database,
                                          storage::Transaction& transaction,
                                          achievements::Milestones& milestones,
                                          shared::AccountId account,
                                          const store::Inserted& inserted, Instant now,
                                          const AccountLimits& limits) {
  const auto seen = store::lock_runs(transaction, account);
  const auto runs = shared::add_days(seen.runs, inserted.days);
  const store::AccountChange change{.seen_version = seen.version,
                                    .entries_before = seen.entries,
                                    .entries_added = inserted.entries,
                                    .text_bytes_before = seen.text_bytes,
                                    .text_bytes_added = inserted.text_bytes,
                                    .runs = shared::difference(seen.runs, runs),
                                    .newest_run = runs.back(),
                                    .longest_before = seen.longest_streak,
                                    .longest_after = shared::longest_streak(runs)};
  if (const auto full = find_lack_of_room(change, limits)) {
    return full;
  }
  store::record_import(transaction, account, change,
                       earn(database, milestones, account, change, now));
  return std::nullopt;
}

}  // namespace

std::variant<Imported, NotSignedIn, ImportRunning, AccountFull, server::Faults> import_entries(
    storage::Database& database, achievements::Milestones& milestones,
    const Credentials& credentials, const accounts::Account& account, const ReadFile& read,
    Instant now, const AccountLimits& limits) {
  storage::Transaction transaction{database, kImportStatementMax,
                                   storage::Transaction::Kind::kBulk};
  const auto begun = store::begin_import(transaction, account.id);
  if (!begun) {
    return NotSignedIn{};
  }
  Gatherer gatherer{transaction, account, now};
  const auto faults = read([&](NumberedEntry row) { return gatherer.add(std::move(row)); });
  gatherer.flush();
  if (!faults.empty() || !gatherer.faults().empty()) {
    return sorted(faults, gatherer.faults());
  }
  if (!begun->is_only_one) {
    return ImportRunning{};
  }
  if (!store::hold_account(transaction, credentials, now)) {
    return NotSignedIn{};
  }
  const auto total = gatherer.total();
  const auto matched = gatherer.match();
  if (matched < total) {
    const auto inserted = insert(transaction, account.id, begun->version, total);
    if (const auto full =
            change_account(database, transaction, milestones, account.id, inserted, now, limits)) {
      return *full;
    }
    transaction.commit();
  }
  return Imported{.imported = total - matched, .skipped = matched};
}

Export::Export(storage::Database& database, shared::AccountId account)
    : transaction_(database, kExportStatementMax, storage::Transaction::Kind::kSnapshot),
      account_(account) {}

std::vector<Entry> Export::next_page() {
  auto page = store::export_page(transaction_, account_, after_, kExportPageEntries);
  if (!page.empty()) {
    const auto& last = page.back();
    after_ = {.day = last.day, .recorded_at = last.recorded_at, .entry = last.id};
  }
  return page;
}

}  // namespace daymark::mood
