#include "mood/recorder.hpp"

#include <span>
#include <utility>

#include "accounts/accounts.hpp"
#include "mood/recording.hpp"

namespace daymark::mood {
namespace {

/// The outcome of a job that is done. Throws its failure.
RecordOutcome outcome_of(BatchJob& job) {
  if (job.is_abandoned) {
    return Abandoned{};
  }
  if (job.failure) {
    throw storage::Failure{*std::move(job.failure)};
  }
  if (!job.recorded) {
    return NotSignedIn{};
  }
  return *std::move(job.recorded);
}

}  // namespace

Recorder::Recorder(achievements::Milestones& milestones, storage::RunElsewhere run_elsewhere,
                   const storage::BatchSizes& sizes)
    : milestones_(milestones),
      run_elsewhere_(std::move(run_elsewhere)),
      turns_(run_elsewhere_),
      batcher_(
          sizes,
          {.is_abandoned = [](BatchJob& job) { return job.give_up_if_abandoned(); },
           .carry_out =
               [this](storage::Database& database,
                      std::span<const std::unique_ptr<BatchJob>> jobs) {
                 Batch{database, milestones_, jobs}.carry_out();
               },
           .comes_again = [](const BatchJob& job) { return job.next == BatchJob::Next::kTogether; },
           .finish = [this](std::unique_ptr<BatchJob> job) { finish(std::move(job)); },
           .run_elsewhere = run_elsewhere_}) {}

std::size_t Recorder::waiting() { return batcher_.waiting(); }

void Recorder::record(storage::Database& database, RecordRequest request, TellRecorded tell) {
  if (request.new_entry.day) {
    tell([&] { return mood::record(database, milestones_, request); });
    return;
  }
  auto job = std::make_unique<BatchJob>();
  job->request = std::move(request);
  job->tell = std::move(tell);
  batcher_.submit(std::move(job));
}

void Recorder::finish(std::unique_ptr<BatchJob> job) {
  const bool is_extension_due =
      job->recorded && accounts::is_extension_due(job->use, job->request.now);
  if (job->next == BatchJob::Next::kAnswer && !is_extension_due) {
    job->tell([&] { return outcome_of(*job); });
    return;
  }
  // Elsewhere, because it may take long and other answers wait for this thread.
  const auto account = job->request.credentials.account;
  const std::shared_ptr<BatchJob> shared = std::move(job);
  turns_.run(account, [this, shared](storage::Database& database) {
    shared->tell([&] { return conclude(database, *shared); });
  });
}

RecordOutcome Recorder::conclude(storage::Database& database, BatchJob& job) {
  if (job.next == BatchJob::Next::kAlone && job.give_up_if_abandoned()) {
    return Abandoned{};
  }
  if (job.next == BatchJob::Next::kAlone) {
    return record_alone(database, milestones_, job.request, std::move(job.seen));
  }
  accounts::extend_session(database, job.request.credentials, job.use, job.request.now);
  return outcome_of(job);
}

}  // namespace daymark::mood
