// Threads that run posted tasks, and a Recorder and a Lister whose callers wait for the result.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "mood/lister.hpp"
#include "mood/recorder.hpp"

namespace daymark::support {

/// Runs tasks on threads of its own, each with its own session. Starts a thread if none is idle.
class Elsewhere {
 public:
  Elsewhere() = default;
  ~Elsewhere() {
    {
      const std::lock_guard lock{mutex_};
      is_ending_ = true;
    }
    changed_.notify_all();
  }
  Elsewhere(const Elsewhere&) = delete;
  Elsewhere& operator=(const Elsewhere&) = delete;

  void run(storage::Task task) {
    const std::lock_guard lock{mutex_};
    tasks_.push_back(std::move(task));
    if (idle_ < tasks_.size()) {
      threads_.emplace_back([this] { work(); });
    }
    changed_.notify_one();
  }

 private:
  void work() {
    storage::Database own;
    std::unique_lock lock{mutex_};
    for (;;) {
      ++idle_;
      changed_.wait(lock, [&] { return is_ending_ || !tasks_.empty(); });
      --idle_;
      if (tasks_.empty()) {
        return;
      }
      const auto task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task(own);
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<storage::Task> tasks_;
  std::size_t idle_ = 0;
  bool is_ending_ = false;
  std::vector<std::jthread> threads_;
};

/// Calls `ask` and waits for its callback. Returns or throws what the function that the callback
/// gets does.
template <class Outcome, class Ask>
Outcome wait_for(Ask ask) {
  std::promise<Outcome> told;
  ask([&told](const std::function<Outcome()>& find_out) {
    try {
      told.set_value(find_out());
    } catch (...) {
      told.set_exception(std::current_exception());
    }
  });
  return told.get_future().get();
}

/// A Recorder whose callers wait for the outcome.
class WaitingRecorder {
 public:
  explicit WaitingRecorder(achievements::Milestones& milestones,
                           const storage::BatchSizes& sizes = mood::kRecorderSizes)
      : recorder{milestones, [this](storage::Task task) { elsewhere_.run(std::move(task)); },
                 sizes} {}

  mood::RecordOutcome record(storage::Database& database, const mood::Credentials& credentials,
                             const mood::NewEntry& new_entry,
                             const std::optional<server::IdempotencyKey>& key,
                             shared::Instant now) {
    return wait_for<mood::RecordOutcome>([&](mood::TellRecorded tell) {
      recorder.record(database, {credentials, new_entry, key, now, {}, limits}, std::move(tell));
    });
  }

  [[nodiscard]] std::size_t waiting() { return recorder.waiting(); }

  mood::Recorder recorder;
  mood::AccountLimits limits;  // of the requests

 private:
  Elsewhere elsewhere_;  // declared last: its threads end before the recorder
};

/// A Lister whose callers wait for the outcome.
class WaitingLister {
 public:
  WaitingLister() : lister{[this](storage::Task task) { elsewhere_.run(std::move(task)); }} {}

  mood::ListOutcome list(storage::Database& database, const mood::Credentials& credentials,
                         const mood::PageWanted& wanted, shared::Instant now) {
    return wait_for<mood::ListOutcome>([&](mood::TellPage tell) {
      lister.list(database, {credentials, wanted, now}, std::move(tell));
    });
  }

  [[nodiscard]] std::size_t waiting() { return lister.waiting(); }

  mood::Lister lister;

 private:
  Elsewhere elsewhere_;
};

}  // namespace daymark::support
