// Entries that are recorded together: read together, each decided on by itself, written in one
// transaction.
#pragma once

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

/// How often an entry whose account changed meanwhile, or whose key another one of its batch has,
/// comes again with the next batch, before it goes alone.
inline constexpr int kBatchAttemptsMax = 8;

/// Is told what came of a request: by a function that returns it, or throws storage::Failure.
using TellRecorded = std::function<void(const std::function<RecordOutcome()>&)>;

/// A request to record an entry of no certain day, and what has become of it.
struct BatchJob {
  enum class Next { kTogether, kAlone, kAnswer };

  RecordRequest request;
  TellRecorded tell;
  Next next = Next::kTogether;
  int attempts = 0;
  // kAlone: what was seen, if that is all that matters.
  std::optional<store::RecordState> seen;
  // kAnswer: a failure, or what was recorded, by which session; nothing: not signed in.
  std::optional<storage::Failure> failure;
  std::optional<Recorded> recorded;
  accounts::SessionUse use;

  /// Answers with the failure, of which each job has a copy of its own.
  void fail(const storage::Failure& of) {
    failure.emplace(of.kind(), of.what(), of.is_undone());
    next = Next::kAnswer;
  }
};

/// One batch, from what is read to the answers.
class Batch {
 public:
  Batch(storage::Database& database, achievements::Milestones& milestones,
        std::span<const std::unique_ptr<BatchJob>> jobs)
      : database_(database), milestones_(milestones), jobs_(jobs) {}

  /// Leaves each job with what comes next for it. Throws nothing.
  void carry_out() noexcept;

 private:
  /// An account of the batch, as its entries so far leave it.
  struct Part {
    store::RecordState seen;      // for its next entry
    store::BatchAccount account;  // from before the batch to after it
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
  std::vector<store::BatchEntry> entries_;  // of those that are planned, in their order
};

}  // namespace daymark::mood
