// Records entries of many accounts with one commit: requests that wait at the same moment are read
// together, decided on one by one as in mood::record, and written in one transaction. Each gets its
// own answer or refusal, and its own stored answer if it has an idempotency key.
#pragma once

#include <cstddef>
#include <memory>

#include "mood/batch.hpp"
#include "mood/mood.hpp"
#include "storage/account_turns.hpp"
#include "storage/batcher.hpp"
#include "storage/elsewhere.hpp"

namespace daymark::mood {

/// The sizes for one process. Two lanes, so that one batch is worked on while the commit of the
/// other one is written to the disk.
inline constexpr storage::BatchSizes kRecorderSizes{
    .lanes = 2, .jobs_max = kBatchMax, .worth_lane = 7};

/// Shared by the threads of a process. Recorded alone, as by mood::record, are entries with `day`,
/// of another day than today, or that reach a milestone; those with a used key, or whose account
/// others keep changing; and those of a batch that failed and wrote nothing.
class Recorder {
 public:
  Recorder(achievements::Milestones& milestones, storage::RunElsewhere run_elsewhere,
           const storage::BatchSizes& sizes = kRecorderSizes);
  ~Recorder() = default;
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// Like mood::record, but passes the outcome to `tell`, before it returns or later, on this
  /// thread or another one. `database` belongs to this thread; batches use other ones.
  void record(storage::Database& database, RecordRequest request, TellRecorded tell);

  /// Returns how many requests wait for the next batch.
  [[nodiscard]] std::size_t waiting();

 private:
  void finish(std::unique_ptr<BatchJob> job);
  [[nodiscard]] RecordOutcome conclude(storage::Database& database, BatchJob& job);

  achievements::Milestones& milestones_;
  storage::RunElsewhere run_elsewhere_;
  storage::AccountTurns turns_;  // of jobs that need a session of PostgreSQL after their batch
  storage::Batcher<BatchJob, storage::Database> batcher_;
};

}  // namespace daymark::mood
