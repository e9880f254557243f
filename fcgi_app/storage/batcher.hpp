// Carries out jobs of many threads together, in batches: the jobs that arrive while one batch is
// carried out are the next one. No thread waits for it. docs/architecture.md has the details
// (#shared-commits).
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "storage/elsewhere.hpp"

namespace daymark::storage {

struct BatchSizes {
  std::size_t lanes = 1;
  std::size_t jobs_max = 1;    // the greatest number of jobs in a batch
  std::size_t worth_lane = 1;  // how many jobs must wait before a further lane opens
};

/// If all lanes are free, a job is carried out alone and at once; otherwise it waits. A further
/// lane opens only for `worth_lane` jobs, because many small batches cost more. `Lane`: an object
/// that `carry_out` uses for one batch at a time.
template <class Job, class Lane>
class Batcher {
 public:
  using Jobs = std::vector<std::unique_ptr<Job>>;

  /// The functions that handle jobs. They must not throw.
  struct Work {
    /// Returns true if nobody waits for the job any more: then it is finished and not carried out.
    std::function<bool(Job&)> is_abandoned;
    std::function<void(Lane&, std::span<const std::unique_ptr<Job>>)> carry_out;
    /// Returns true if the job must be carried out again, in the next batch.
    std::function<bool(const Job&)> comes_again;
    /// Ends a job that is not repeated, after its lane is free.
    std::function<void(std::unique_ptr<Job>)> finish;
    RunElsewhere run_elsewhere;
  };

  Batcher(const BatchSizes& sizes, Work work)
      : sizes_(sizes), lanes_(sizes.lanes), work_(std::move(work)) {
    for (auto& lane : lanes_) {
      free_.push_back(&lane);
    }
  }

  /// Queues the job. It is carried out and finished by this thread before `submit` returns, or by
  /// another thread.
  void submit(std::unique_ptr<Job> job) {
    Lane* lane = nullptr;
    {
      const std::lock_guard lock{mutex_};
      waiting_.push_back(std::move(job));
      lane = take_lane();
    }
    if (lane != nullptr) {
      carry_out_batch(*lane);
    }
  }

  /// The number of jobs that wait for a lane.
  [[nodiscard]] std::size_t waiting() {
    const std::lock_guard lock{mutex_};
    return waiting_.size();
  }

 private:
  /// Returns a lane for the waiting jobs, or null if none may be opened: also while another thread
  /// is about to take them.
  Lane* take_lane() {
    const bool are_all_free = free_.size() == lanes_.size();
    if (free_.empty() || waiting_.empty() || is_batch_being_taken_ ||
        (!are_all_free && waiting_.size() < sizes_.worth_lane)) {
      return nullptr;
    }
    auto* lane = free_.back();
    free_.pop_back();
    is_batch_being_taken_ = true;
    return lane;
  }

  void carry_out_batch(Lane& lane) {
    auto jobs = take_batch();
    const auto wanted = std::stable_partition(
        jobs.begin(), jobs.end(), [&](const auto& job) { return work_.is_abandoned(*job); });
    if (wanted != jobs.end()) {
      work_.carry_out(lane, {wanted, jobs.end()});
    }
    const auto again = std::stable_partition(
        wanted, jobs.end(), [&](const auto& job) { return !work_.comes_again(*job); });
    if (auto* next = release(lane, {again, jobs.end()})) {
      // The next batch runs on another thread while this one sends its answers.
      work_.run_elsewhere([this, next](Database&) { carry_out_batch(*next); });
    }
    std::for_each(jobs.begin(), again, [&](auto& job) { work_.finish(std::move(job)); });
  }

  Jobs take_batch() {
    Jobs batch;
    const std::lock_guard lock{mutex_};
    is_batch_being_taken_ = false;
    const auto count = std::min(sizes_.jobs_max, waiting_.size());
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
    batch.assign(std::move_iterator{waiting_.begin()}, std::move_iterator{end});
    waiting_.erase(waiting_.begin(), end);
    return batch;
  }

  /// Frees the lane after a batch and puts the jobs `again` before all others. Returns the lane for
  /// the next batch, or null.
  Lane* release(Lane& lane, std::span<std::unique_ptr<Job>> again) {
    const std::lock_guard lock{mutex_};
    waiting_.insert(waiting_.begin(), std::move_iterator{again.begin()},
                    std::move_iterator{again.end()});
    free_.push_back(&lane);
    return take_lane();
  }

  BatchSizes sizes_;
  std::vector<Lane> lanes_;
  Work work_;

  std::mutex mutex_;
  std::vector<Lane*> free_;
  std::deque<std::unique_ptr<Job>> waiting_;  // the longest-waiting job first
  bool is_batch_being_taken_ = false;
};

}  // namespace daymark::storage
