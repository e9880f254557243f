// Runs the tasks of one account one after the other, and those of different accounts in parallel.
// Each task locks its account's row: tasks of one account that ran in parallel would wait for that
// lock, and each would occupy a thread.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <utility>

#include "shared/ids.hpp"
#include "storage/elsewhere.hpp"

namespace daymark::storage {

/// Shared by the threads of a process. Must live until all its tasks are done.
class AccountTurns {
 public:
  explicit AccountTurns(RunElsewhere run_elsewhere) : run_elsewhere_(std::move(run_elsewhere)) {}

  /// Runs the task on another thread, after all earlier tasks of this account. Returns at once.
  void run(shared::AccountId account, Task task);

 private:
  void start(shared::AccountId account, Task task);
  void go_on(shared::AccountId account);

  RunElsewhere run_elsewhere_;
  std::mutex mutex_;
  std::map<shared::AccountId, std::deque<Task>> waiting_;  // of each account with a running task
};

}  // namespace daymark::storage
