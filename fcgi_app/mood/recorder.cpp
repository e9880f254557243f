#include "mood/recorder.hpp"

#include <exception>
#include <utility>

#include "mood/recording.hpp"

namespace daymark::mood {

Recorder::Recorder(achievements::Milestones& milestones, const storage::BatchSizes& sizes)
    : milestones_(milestones),
      batcher_(
          sizes,
          [this](storage::Database& database, std::span<BatchJob* const> jobs) {
            Batch{database, milestones_, jobs}.carry_out();
          },
          [](const BatchJob& job) { return job.next == BatchJob::Next::kTogether; }) {}

std::size_t Recorder::waiting() { return batcher_.waiting(); }

RecordOutcome Recorder::record(storage::Database& database, const Credentials& credentials,
                               const Draft& draft, const std::optional<server::IdempotencyKey>& key,
                               Instant now) {
  if (draft.day) {
    return mood::record(database, milestones_, credentials, draft, key, now);
  }
  BatchJob job{.credentials = credentials, .draft = draft, .key = key, .now = now};
  batcher_.run(job);
  if (job.next == BatchJob::Next::kAlone) {
    return record_alone(database, milestones_, credentials, draft, key, std::move(job.seen), now);
  }
  if (job.failure) {
    std::rethrow_exception(job.failure);
  }
  if (!job.recorded) {
    return NotSignedIn{};
  }
  accounts::keep_alive(database, credentials, job.use, now);
  return *std::move(job.recorded);
}

}  // namespace daymark::mood
