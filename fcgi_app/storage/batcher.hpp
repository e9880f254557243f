// Lets threads that want the same done at the same moment go together: one of them does it for all.
//
// There are a few lanes. Where all are free, a thread goes at once, alone. Else it waits, and as
// soon as a lane is free whoever has waited longest takes along all who wait by then: a batch is
// what has gathered while the last one was being carried out, and it grows with the load by itself.
// Nobody waits for company. But a further lane is opened only once enough wait to be worth it:
// many small batches would cost more than they save.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <iterator>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace daymark::storage {

struct BatchSizes {
  std::size_t lanes = 1;
  std::size_t jobs_max = 1;    // that are carried out together
  std::size_t worth_lane = 1;  // so many have to wait for a further lane
};

/// A `Job` is a plain value that a thread brings and keeps; a `Lane` is what carries out a batch,
/// for one batch at a time.
template <class Job, class Lane>
class Batcher {
 public:
  /// Carries out jobs together. It must not throw. True of a job: it is to come again, with the
  /// next batch.
  using CarryOut = std::function<void(Lane&, std::span<Job* const>)>;
  using IsToComeAgain = bool (*)(const Job&);

  Batcher(const BatchSizes& sizes, CarryOut carry_out, IsToComeAgain comes_again)
      : sizes_(sizes),
        lanes_(sizes.lanes),
        carry_out_(std::move(carry_out)),
        comes_again_(comes_again) {
    for (auto& lane : lanes_) {
      free_.push_back(&lane);
    }
  }

  /// Returns when the job has been carried out, by this thread or another one.
  void run(Job& job) {
    Waiter self{.job = &job};
    auto* lane = join(self);
    while (lane != nullptr) {
      const auto batch = take_batch(self);
      std::vector<Job*> jobs;
      jobs.reserve(batch.size());
      std::ranges::transform(batch, std::back_inserter(jobs), &Waiter::job);
      carry_out_(*lane, jobs);
      lane = release(self, batch, lane);
    }
  }

  /// How many jobs wait for a lane now.
  [[nodiscard]] std::size_t waiting() {
    const std::lock_guard lock{mutex_};
    return waiting_.size();
  }

 private:
  struct Waiter {
    Job* job;
    std::mutex mutex;
    std::condition_variable woken;
    bool is_woken = false;
    Lane* lane = nullptr;  // where it is to lead the next batch
  };

  /// Whether a batch may be started for so many jobs. Not while a leader is on its way, who takes
  /// all of them along.
  [[nodiscard]] bool may_start(std::size_t jobs) const {
    const bool are_all_free = free_.size() == lanes_.size();
    return !free_.empty() && jobs > 0 && !has_leader_on_its_way_ &&
           (are_all_free || jobs >= sizes_.worth_lane);
  }

  Lane* take_lane() {
    auto* lane = free_.back();
    free_.pop_back();
    has_leader_on_its_way_ = true;
    return lane;
  }

  /// Waits for the job's end, or for a lane to lead a batch on.
  Lane* join(Waiter& self) {
    {
      const std::lock_guard lock{mutex_};
      if (may_start(waiting_.size() + 1)) {
        return take_lane();
      }
      waiting_.push_back(&self);
    }
    std::unique_lock lock{self.mutex};
    self.woken.wait(lock, [&] { return self.is_woken; });
    return self.lane;
  }

  /// The waiter must not be touched afterwards: it ends with its thread's call.
  static void wake(Waiter& waiter, Lane* lane) {
    const std::lock_guard lock{waiter.mutex};
    waiter.lane = lane;
    waiter.is_woken = true;
    waiter.woken.notify_one();
  }

  /// The leader and those who wait.
  std::vector<Waiter*> take_batch(Waiter& leader) {
    std::vector<Waiter*> batch{&leader};
    const std::lock_guard lock{mutex_};
    has_leader_on_its_way_ = false;
    const auto count = std::min(sizes_.jobs_max - 1, waiting_.size());
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
    batch.insert(batch.end(), waiting_.begin(), end);
    waiting_.erase(waiting_.begin(), end);
    return batch;
  }

  /// Ends a batch: hands its lane on, and tells its threads. The lane, where this thread's own job
  /// is to come again.
  Lane* release(Waiter& self, const std::vector<Waiter*>& batch, Lane* lane) {
    std::vector<Waiter*> again;
    std::vector<Waiter*> done;
    for (auto* waiter : batch) {
      if (waiter != &self) {
        (comes_again_(*waiter->job) ? again : done).push_back(waiter);
      }
    }
    const bool leads_on = comes_again_(*self.job);
    Waiter* next = nullptr;
    {
      const std::lock_guard lock{mutex_};
      waiting_.insert(waiting_.begin(), again.begin(), again.end());
      if (!leads_on) {
        free_.push_back(lane);
        if (may_start(waiting_.size())) {
          next = waiting_.front();
          waiting_.pop_front();
          lane = take_lane();
        }
      }
    }
    if (next != nullptr) {
      wake(*next, lane);
    }
    for (auto* waiter : done) {
      wake(*waiter, nullptr);
    }
    return leads_on ? lane : nullptr;
  }

  BatchSizes sizes_;
  std::vector<Lane> lanes_;
  CarryOut carry_out_;
  IsToComeAgain comes_again_;

  std::mutex mutex_;
  std::vector<Lane*> free_;      // where all are, nobody waits
  std::deque<Waiter*> waiting_;  // who has waited longest comes first
  bool has_leader_on_its_way_ = false;
};

}  // namespace daymark::storage
