// A batch: entries that are read together, decided on one by one, and written in one transaction.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "mood/batch_store.hpp"
#include "mood/mood.hpp"
#include "mood/recording.hpp"
#include "storage/failure.hpp"

namespace daymark::mood {

/// How many entries are written with one commit at most.
inline constexpr std::size_t kBatchMax = 64;

/// An entry comes again with the next batch if its account has changed since it was read, or if
/// another entry of its batch has the same key. After so many batches it is recorded alone.
inline constexpr int kBatchAttemptsMax = 8;

/// Called with a function that returns the outcome of the request or throws storage::Failure.
using TellRecorded = std::function<void(const std::function<RecordOutcome()>&)>;

/// A request to record an entry without `day`, and what has become of it.
struct BatchJob {
  enum class Next { kTogether, kAlone, kAnswer };

  RecordRequest request;
  TellRecorded tell;
  Next next = Next::kTogether;
  int attempts = 0;
  // For kAlone: the state that was read, if the decision about the entry can be based on it.
  std::optional<store::RecordState> seen;
  // For kAnswer: that it was not begun, the failure, or what was recorded; none of them if the
  // session is not alive.
  bool is_abandoned = false;
  std::optional<storage::Failure> failure;
  std::optional<Recorded> recorded;
  accounts::SessionUse use;

  /// If whoever asked has gone, makes that the answer and returns true.
  bool give_up_if_abandoned() {
    is_abandoned = request.is_abandoned && request.is_abandoned();
    next = is_abandoned ? Next::kAnswer : next;
    return is_abandoned;
  }

  /// Makes the failure the answer. Each job has a copy of its own.
  void fail(const storage::Failure& of) {
    failure.emplace(of.kind(), of.what(), of.is_undone());
    next = Next::kAnswer;
  }
};

/// One batch, from the read to the answers.
class Batch {
 public:
  Batch(storage::Database& database, achievements::Milestones& milestones,
        std::span<const std::unique_ptr<BatchJob>> jobs)
      : database_(database), milestones_(milestones), jobs_(jobs) {}

  /// Sets `next` of each job, and what belongs to it. Does not throw.
  void carry_out() noexcept;

 private:
  /// An account of the batch.
  struct Part {
    store::RecordState seen;      // what its next entry is decided from
    store::BatchAccount account;  // what all its entries together change
  };

  struct Planned {
    BatchJob* job;
    accounts::SessionUse use;
  };

  using Seen = std::vector<std::optional<store::BatchRecordState>>;

  [[nodiscard]] std::optional<Seen> read();
  void plan_all(const Seen& seen);
  void plan(BatchJob& job, store::BatchRecordState found);
  void add(BatchJob& job, const store::RecordState& seen, const RecordDecision& decision);
  void write();
  void answer(const std::vector<std::optional<store::Written>>& written);

  [[nodiscard]] bool has_key_of_another(const BatchJob& job) const;
  [[nodiscard]] Part* find_part(shared::AccountId account);

  storage::Database& database_;
  achievements::Milestones& milestones_;
  std::span<const std::unique_ptr<BatchJob>> jobs_;
  std::vector<Part> parts_;
  std::vector<Planned> planned_;
  std::vector<store::BatchEntry> entries_;  // of the planned jobs, in the same order
};

}  // namespace daymark::mood
