#include "mood/recorder.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <utility>
#include <vector>

#include "mood/batch_store.hpp"
#include "mood/recording.hpp"
#include "server/uuid.hpp"
#include "storage/failure.hpp"

namespace daymark::mood {
/// A request that waits for its batch.
struct Recorder::Job {
  enum class Next { kTogether, kAlone, kAnswer };

  const Credentials& credentials;
  const Draft& draft;
  const std::optional<server::IdempotencyKey>& key;
  Instant now;
  Next next = Next::kTogether;
  int attempts = 0;
  // Once there is an answer:
  std::optional<Recorded> recorded;  // nothing: not signed in
  accounts::SessionUse use;          // of the session, where something was recorded
  // Where it goes alone: what was seen, if that is all that matters.
  std::optional<store::Surroundings> seen;
  std::exception_ptr failure;

  void fail() {
    failure = std::current_exception();
    next = Next::kAnswer;
  }
};

/// One batch, from the look to the answers.
class Recorder::Batch {
 public:
  Batch(storage::Database& database, achievements::Milestones& milestones,
        std::span<Job* const> jobs)
      : database_(database), milestones_(milestones), jobs_(jobs) {}

  /// Leaves each job with what comes next for it.
  void carry_out() {
    if (const auto seen = look()) {
      decide_all(*seen);
      write();
    }
  }

 private:
  /// An account of the batch, as its entries so far leave it.
  struct Part {
    store::Surroundings seen;     // for its next entry
    store::BatchAccount account;  // from before the batch to after it
  };

  struct Planned {
    Job* job;
    accounts::SessionUse use;
    store::BatchEntry entry;
  };

  std::optional<std::vector<std::optional<store::BatchSurroundings>>> look() {
    std::vector<store::BatchRequest> requests;
    requests.reserve(jobs_.size());
    for (const auto* job : jobs_) {
      requests.push_back({.credentials = &job->credentials,
                          .key = &job->key,
                          .now = job->now,
                          .recorded_at = job->draft.recorded_at.value_or(job->now)});
    }
    try {
      return store::look_around_batch(database_, requests);
    } catch (const storage::Failure& failure) {
      for (auto* job : jobs_) {
        // Without a database, nobody gets further alone.
        if (failure.kind() == storage::FailureKind::kBroken) {
          job->next = Job::Next::kAlone;
        } else {
          job->fail();
        }
      }
      return std::nullopt;
    }
  }

  void decide_all(const std::vector<std::optional<store::BatchSurroundings>>& seen) {
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
      auto& job = *jobs_[i];
      if (!seen[i]) {
        job.next = Job::Next::kAnswer;
        continue;
      }
      try {
        plan(job, *seen[i]);
      } catch (const storage::Failure&) {
        job.next = Job::Next::kAlone;
      }
    }
  }

  /// Whether an account's other runs do not matter, and nothing else is in the way.
  static bool is_usual(const store::BatchSurroundings& found) {
    const auto& [seen, is_key_used] = found;
    return !is_key_used && seen.day == seen.today &&
           (!seen.newest_run || seen.newest_run->last_day <= seen.day);
  }

  /// Whether another job of this batch has the same key. The other one is answered first.
  [[nodiscard]] bool has_key_of_another(const Job& job) const {
    return job.key && std::ranges::any_of(planned_, [&](const Planned& other) {
             return other.job->key && other.entry.account == job.credentials.account &&
                    other.job->key->text == job.key->text;
           });
  }

  /// It comes again, but not for ever: those who are put off take the places of others.
  static void put_off(Job& job) {
    job.next = ++job.attempts < kBatchAttemptsMax ? Job::Next::kTogether : Job::Next::kAlone;
  }

  void plan(Job& job, const store::BatchSurroundings& found) {
    if (has_key_of_another(job)) {
      put_off(job);
      return;
    }
    const auto account = job.credentials.account;
    const auto part = parts_.find(account);
    auto seen = found;
    if (part != parts_.end()) {
      // The same as if the entries before it had been written already.
      follow(part->second.seen, seen.seen);
    }
    job.next = Job::Next::kAlone;
    if (!is_usual(seen)) {
      return;
    }
    auto decision = decide(seen.seen);
    if (!store::reached(database_, milestones_, decision.change).empty()) {
      job.seen = found.seen;
      return;
    }
    decision.standing.streak_expires_at = find_streak_end(
        database_, seen.seen.settings, decision.standing, decision.change.newest_run);
    add(job, seen.seen, decision);
    job.next = Job::Next::kTogether;
  }

  /// Makes `seen` what is seen once `before` has been written.
  static void follow(const store::Surroundings& before, store::Surroundings& seen) {
    seen.longest_streak = before.longest_streak;
    seen.entries = before.entries;
    seen.newest_run = before.newest_run;
    seen.around = before.around;
    seen.logged_today = seen.newest_run && seen.newest_run->contains(seen.today);
  }

  void add(Job& job, const store::Surroundings& seen, const RecordDecision& decision) {
    const auto& change = decision.change;
    auto& part = parts_.try_emplace(job.credentials.account).first->second;
    auto& all = part.account.change;
    if (all.entries_added == 0) {
      part.account.account = job.credentials.account;
      all = change;
    } else {
      all.entries_added += change.entries_added;
      all.newest_run = change.newest_run;
      all.longest_after = change.longest_after;
      for (const auto& run : change.runs.written) {
        std::erase_if(all.runs.written,
                      [&](const shared::Run& other) { return other.first_day == run.first_day; });
        all.runs.written.push_back(run);
      }
    }
    part.seen = seen;
    part.seen.longest_streak = change.longest_after;
    part.seen.entries += change.entries_added;
    part.seen.newest_run = change.newest_run;
    part.seen.around.before = change.newest_run;
    const bool is_shorter = all.longest_before < decision.standing.streak;
    planned_.push_back(
        {.job = &job,
         .use = seen.use,
         .entry = {.account = job.credentials.account,
                   .draft = &job.draft,
                   .key = &job.key,
                   .now = job.now,
                   .entry = {.uid = server::make_uuid(),
                             .recorded_at = seen.recorded_at,
                             .day = seen.day,
                             .streak = shared::streak_on(seen.day, decision.run.first_day)},
                   .standing = decision.standing,
                   .self_is_shorter = is_shorter ? 1 : 0}});
  }

  void write() {
    if (planned_.empty()) {
      return;
    }
    std::vector<store::BatchAccount> accounts;
    std::vector<store::BatchEntry> entries;
    for (const auto& [account, part] : parts_) {
      accounts.push_back(part.account);
    }
    for (const auto& planned : planned_) {
      entries.push_back(planned.entry);
    }
    try {
      answer(store::record_batch(database_, accounts, entries));
    } catch (const storage::Failure& failure) {
      for (const auto& planned : planned_) {
        // What may have been written must not be written again.
        if (failure.is_undone()) {
          planned.job->next = Job::Next::kAlone;
        } else {
          planned.job->fail();
        }
      }
    }
  }

  void answer(const std::map<shared::Uuid, store::Written>& written) {
    for (const auto& [job, use, planned] : planned_) {
      const auto found = written.find(planned.entry.uid);
      if (found == written.end()) {
        put_off(*job);
        continue;
      }
      job->recorded = recall(job->draft, {.entry = found->second.id,
                                          .uid = planned.entry.uid,
                                          .recorded_at = planned.entry.recorded_at,
                                          .day = planned.entry.day,
                                          .entry_streak = planned.entry.streak,
                                          .standing = planned.standing,
                                          .comparison = found->second.comparison});
      job->use = use;
      job->next = Job::Next::kAnswer;
    }
  }

  storage::Database& database_;
  achievements::Milestones& milestones_;
  std::span<Job* const> jobs_;
  std::map<shared::AccountId, Part> parts_;  // sorted: accounts are changed in this order
  std::vector<Planned> planned_;
};

Recorder::Recorder(achievements::Milestones& milestones, const storage::BatchSizes& sizes)
    : milestones_(milestones),
      batcher_(
          sizes,
          [this](storage::Database& database, std::span<Job* const> jobs) {
            try {
              Batch{database, milestones_, jobs}.carry_out();
            } catch (...) {
              // Nobody knows how far it got.
              std::ranges::for_each(jobs, &Job::fail);
            }
          },
          [](const Job& job) { return job.next == Job::Next::kTogether; }) {}

Recorder::~Recorder() = default;

std::size_t Recorder::waiting() { return batcher_.waiting(); }

RecordOutcome Recorder::record(storage::Database& database, const Credentials& credentials,
                               const Draft& draft, const std::optional<server::IdempotencyKey>& key,
                               Instant now) {
  if (draft.day) {
    return mood::record(database, milestones_, credentials, draft, key, now);
  }
  Job job{.credentials = credentials, .draft = draft, .key = key, .now = now};
  batcher_.run(job);
  if (job.next == Job::Next::kAlone) {
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
