#include "mood/batch.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "server/uuid.hpp"
#include "storage/failure.hpp"

namespace daymark::mood {
namespace {

/// Whether the batch can record the entry: it is of today, no run of the account ends after that
/// day, and its idempotency key is new.
bool is_usual(const store::BatchRecordState& found) {
  const auto& [seen, is_key_used] = found;
  return !is_key_used && seen.day == seen.today &&
         (!seen.newest_run || seen.newest_run->last_day <= seen.day);
}

/// Makes `seen` what a read would find after the account has got to the state `before`.
void follow(const store::RecordState& before, store::RecordState& seen) {
  seen.longest_streak = before.longest_streak;
  seen.entries = before.entries;
  seen.text_bytes = before.text_bytes;
  seen.newest_run = before.newest_run;
  seen.around = before.around;
  seen.logged_today = seen.newest_run && seen.newest_run->contains(seen.today);
}

/// Adds the change by one more entry to the change of its account by the batch.
void merge(store::AccountChange& all, const store::AccountChange& change) {
  all.entries_added += change.entries_added;
  all.text_bytes_added += change.text_bytes_added;
  all.newest_run = change.newest_run;
  all.longest_after = change.longest_after;
  for (const auto& run : change.runs.written) {
    std::erase_if(all.runs.written,
                  [&](const shared::Run& other) { return other.first_day == run.first_day; });
    all.runs.written.push_back(run);
  }
}

/// Has the job come again; not for ever, because it takes a place of the next batch.
void put_off(BatchJob& job) {
  job.next =
      ++job.attempts < kBatchAttemptsMax ? BatchJob::Next::kTogether : BatchJob::Next::kAlone;
}

}  // namespace

void Batch::carry_out() noexcept {
  try {
    if (const auto seen = read()) {
      plan_all(*seen);
      write();
    }
  } catch (const std::exception& error) {
    // It is not known what was written.
    for (const auto& job : jobs_) {
      job->fail({storage::FailureKind::kBroken, error.what(), false});
    }
  }
}

std::optional<Batch::Seen> Batch::read() {
  std::vector<store::BatchRequest> requests;
  requests.reserve(jobs_.size());
  for (const auto& job : jobs_) {
    const auto& request = job->request;
    requests.push_back({.credentials = &request.credentials,
                        .key = &request.key,
                        .now = request.now,
                        .recorded_at = request.new_entry.recorded_at.value_or(request.now)});
  }
  try {
    return store::find_record_states(database_, requests);
  } catch (const storage::Failure& failure) {
    for (const auto& job : jobs_) {
      // Without a database, the jobs would fail alone too.
      if (failure.kind() == storage::FailureKind::kBroken) {
        job->next = BatchJob::Next::kAlone;
      } else {
        job->fail(failure);
      }
    }
    return std::nullopt;
  }
}

void Batch::plan_all(const Seen& seen) {
  for (std::size_t i = 0; i < jobs_.size(); ++i) {
    auto& job = *jobs_[i];
    if (!seen[i]) {
      job.next = BatchJob::Next::kAnswer;
      continue;
    }
    try {
      plan(job, *seen[i]);
    } catch (const storage::Failure&) {
      job.next = BatchJob::Next::kAlone;
    }
  }
}

/// Whether a planned job of this batch has the same key. That one is recorded first.
bool Batch::has_key_of_another(const BatchJob& job) const {
  const auto& request = job.request;
  return request.key && std::ranges::any_of(planned_, [&](const Planned& planned) {
           const auto& other = planned.job->request;
           return other.key && other.credentials.account == request.credentials.account &&
                  other.key->text == request.key->text;
         });
}

Batch::Part* Batch::find_part(shared::AccountId account) {
  const auto found =
      std::ranges::find(parts_, account, [](const Part& part) { return part.account.account; });
  return found == parts_.end() ? nullptr : &*found;
}

void Batch::plan(BatchJob& job, store::BatchRecordState found) {
  if (has_key_of_another(job)) {
    put_off(job);
    return;
  }
  job.next = BatchJob::Next::kAlone;
  if (const auto* part = find_part(job.request.credentials.account)) {
    // As if the earlier entries of the account were written already.
    follow(part->seen, found.seen);
  }
  if (!is_usual(found)) {
    return;
  }
  auto decision = decide(found.seen, job.request.new_entry);
  if (find_lack_of_room(decision.change, job.request.limits) ||
      !milestones_reached(database_, milestones_, decision.change).empty()) {
    if (find_part(job.request.credentials.account) == nullptr) {
      job.seen = std::move(found.seen);
    }
    return;
  }
  decision.status.streak_expires_at =
      find_streak_end(database_, found.seen.settings, decision.status, decision.change.newest_run);
  add(job, found.seen, decision);
  job.next = BatchJob::Next::kTogether;
}

void Batch::add(BatchJob& job, const store::RecordState& seen, const RecordDecision& decision) {
  const auto& change = decision.change;
  auto* part = find_part(job.request.credentials.account);
  if (part == nullptr) {
    part = &parts_.emplace_back(Part{
        .seen = seen, .account = {.account = job.request.credentials.account, .change = change}});
  } else {
    merge(part->account.change, change);
  }
  part->seen.longest_streak = change.longest_after;
  part->seen.entries = seen.entries + change.entries_added;
  part->seen.text_bytes = seen.text_bytes + change.text_bytes_added;
  part->seen.newest_run = change.newest_run;
  part->seen.around.before = change.newest_run;
  const bool is_shorter = part->account.change.longest_before < decision.status.streak;
  planned_.push_back({.job = &job, .use = seen.use});
  entries_.push_back({.account = job.request.credentials.account,
                      .new_entry = &job.request.new_entry,
                      .key = &job.request.key,
                      .now = job.request.now,
                      .assigned = {.uid = server::make_uuid(),
                                   .recorded_at = seen.recorded_at,
                                   .day = seen.day,
                                   .streak = shared::streak_on(seen.day, decision.run.first_day)},
                      .status = decision.status,
                      .self_is_shorter = is_shorter ? 1 : 0});
}

void Batch::write() {
  if (planned_.empty()) {
    return;
  }
  std::vector<store::BatchAccount> accounts;
  accounts.reserve(parts_.size());
  for (auto& part : parts_) {
    accounts.push_back(std::move(part.account));
  }
  try {
    answer(store::record_batch(database_, accounts, entries_));
  } catch (const storage::Failure& failure) {
    for (const auto& planned : planned_) {
      // An entry that may have been written must not be written again.
      if (failure.is_undone()) {
        planned.job->next = BatchJob::Next::kAlone;
      } else {
        planned.job->fail(failure);
      }
    }
  }
}

void Batch::answer(const std::vector<std::optional<store::Written>>& written) {
  for (std::size_t i = 0; i < planned_.size(); ++i) {
    const auto& [job, use] = planned_[i];
    const auto& planned = entries_[i];
    if (!written[i]) {
      put_off(*job);
      continue;
    }
    job->recorded = recall(job->request.new_entry, {.entry = written[i]->id,
                                                    .assigned = planned.assigned,
                                                    .status = planned.status,
                                                    .comparison = written[i]->comparison});
    job->use = use;
    job->next = BatchJob::Next::kAnswer;
  }
}

}  // namespace daymark::mood
