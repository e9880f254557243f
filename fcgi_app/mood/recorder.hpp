// Records entries of many people with one commit: those whose requests wait at the same moment are
// looked at together, each is decided on by the same rules as alone, and all are written in one
// transaction. Each keeps its own answer, its own refusal and its own idempotency key.
//
// Who does not fit goes alone, as mood::record does it, and holds up nobody: an entry of another
// day than today, one that reaches a milestone, a key that was used before, an account that
// somebody else is changing for longer. Where a batch fails, each of it goes alone.
#pragma once

#include <cstddef>
#include <optional>

#include "mood/batch.hpp"
#include "mood/mood.hpp"
#include "storage/batcher.hpp"

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
  explicit Recorder(achievements::Milestones& milestones,
                    const storage::BatchSizes& sizes = kRecorderSizes);
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// The same as mood::record. `database` is the thread's own: batches have others.
  [[nodiscard]] RecordOutcome record(storage::Database& database, const Credentials& credentials,
                                     const Draft& draft,
                                     const std::optional<server::IdempotencyKey>& key, Instant now);

  /// How many requests wait for the next batch now.
  [[nodiscard]] std::size_t waiting();

 private:
  achievements::Milestones& milestones_;
  storage::Batcher<BatchJob, storage::Database> batcher_;
};

}  // namespace daymark::mood
