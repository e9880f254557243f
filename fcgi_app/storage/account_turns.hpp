// Has what concerns the same account done one after the other, and different accounts' work side by
// side. The account's row is locked by whoever changes it: of those who come at the same moment all
// but one would wait for it, each with a thread that others could have.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <utility>

#include "shared/ids.hpp"
#include "storage/elsewhere.hpp"

namespace daymark::storage {

/// Shared by the threads of a process. Must outlive what it has done.
class AccountTurns {
 public:
  explicit AccountTurns(RunElsewhere run_elsewhere) : run_elsewhere_(std::move(run_elsewhere)) {}

  /// Has the task done elsewhere, once those that came before it for this account are done.
  void run(shared::AccountId account, Task task);

 private:
  void start(shared::AccountId account, Task task);
  void go_on(shared::AccountId account);

  RunElsewhere run_elsewhere_;
  std::mutex mutex_;
  std::map<shared::AccountId, std::deque<Task>> waiting_;  // for each account that has a turn now
};

}  // namespace daymark::storage
