// Records entries of many people with one commit: those whose requests wait at the same moment are
// read together, each is decided on by the same rules as alone, and all are written in one
// transaction. Each keeps its own answer, its own refusal and its own idempotency key.
//
// Who does not fit goes alone, as mood::record does it, and holds up nobody: an entry of another
// day than today, one that reaches a milestone, a key that was used before, an account that
// somebody else is changing for longer. Where a batch fails, each of it goes alone. Of one account,
// one at a time.
#pragma once

#include <cstddef>
#include <memory>

#include "mood/batch.hpp"
#include "mood/mood.hpp"
#include "storage/account_turns.hpp"
#include "storage/batcher.hpp"
#include "storage/elsewhere.hpp"

namespace daymark::mood {

/// How many entries are written with one commit, at most.
inline constexpr std::size_t kBatchMax = 64;

/// Of a process. Two lanes, so that one batch is worked on while the other one's commit is written
/// down.
inline constexpr storage::BatchSizes kRecorderSizes{
    .lanes = 2, .jobs_max = kBatchMax, .worth_lane = 7};

/// Shared by the threads of a process.
class Recorder {
 public:
  Recorder(achievements::Milestones& milestones, storage::RunElsewhere run_elsewhere,
           const storage::BatchSizes& sizes = kRecorderSizes);
  ~Recorder() = default;
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// The same as mood::record, but nobody waits for it: it is told, before this returns or later,
  /// by this thread or another one. `database` is the thread's own; batches have others.
  void record(storage::Database& database, RecordRequest request, TellRecorded tell);

  /// How many requests wait for the next batch now.
  [[nodiscard]] std::size_t waiting();

 private:
  void finish(std::unique_ptr<BatchJob> job);
  [[nodiscard]] RecordOutcome conclude(storage::Database& database, BatchJob& job);

  achievements::Milestones& milestones_;
  storage::RunElsewhere run_elsewhere_;
  storage::AccountTurns turns_;  // of those who need a session
  storage::Batcher<BatchJob, storage::Database> batcher_;
};

}  // namespace daymark::mood
