// Carries out together what many threads want done at the same moment.
//
// There are a few lanes. Where all are free, a job is carried out at once, alone, by the thread
// that brings it. Else it waits, but its thread does not: it goes on to other work. As soon as a
// lane is free, a thread takes all that wait by then: a batch is what has gathered while the last
// one was being carried out, and it grows with the load by itself. Nobody waits for company. But a
// further lane is opened only once enough wait to be worth it: many small batches would cost more
// than they save.
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
  std::size_t jobs_max = 1;    // that are carried out together
  std::size_t worth_lane = 1;  // so many have to wait for a further lane
};

/// A `Lane` is what carries out a batch, for one batch at a time.
template <class Job, class Lane>
class Batcher {
 public:
  using Jobs = std::vector<std::unique_ptr<Job>>;

  /// What is done with jobs. None of it may throw.
  struct Work {
    std::function<void(Lane&, std::span<const std::unique_ptr<Job>>)> carry_out;
    /// Whether a job that was carried out is to come again, with the next batch.
    std::function<bool(const Job&)> comes_again;
    /// Ends a job that does not come again, once its lane is free.
    std::function<void(std::unique_ptr<Job>)> finish;
    RunElsewhere run_elsewhere;
  };

  Batcher(const BatchSizes& sizes, Work work)
      : sizes_(sizes), lanes_(sizes.lanes), work_(std::move(work)) {
    for (auto& lane : lanes_) {
      free_.push_back(&lane);
    }
  }

  /// Has the job carried out and finished, by this thread before it returns, or by another one.
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

  /// How many jobs wait for a lane now.
  [[nodiscard]] std::size_t waiting() {
    const std::lock_guard lock{mutex_};
    return waiting_.size();
  }

 private:
  /// A lane for those who wait, if one may be opened for them. Not while somebody is on the way to
  /// take them along already.
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
    work_.carry_out(lane, jobs);
    const auto again = std::stable_partition(
        jobs.begin(), jobs.end(), [&](const auto& job) { return !work_.comes_again(*job); });
    if (auto* next = release(lane, {again, jobs.end()})) {
      // The answers of this batch are given while the next one is under way.
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

  /// Ends a batch; `again` wait before all others. The lane for the next one, if there is one.
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
  std::deque<std::unique_ptr<Job>> waiting_;  // who has waited longest comes first
  bool is_batch_being_taken_ = false;
};

}  // namespace daymark::storage
