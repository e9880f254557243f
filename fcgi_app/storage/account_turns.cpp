#include "storage/account_turns.hpp"

namespace daymark::storage {

void AccountTurns::run(shared::AccountId account, Task task) {
  {
    const std::lock_guard lock{mutex_};
    const auto [found, is_first] = waiting_.try_emplace(account);
    if (!is_first) {
      found->second.push_back(std::move(task));
      return;
    }
  }
  start(account, std::move(task));
}

void AccountTurns::start(shared::AccountId account, Task task) {
  run_elsewhere_([this, account, task = std::move(task)](Database& database) {
    task(database);
    go_on(account);
  });
}

void AccountTurns::go_on(shared::AccountId account) {
  Task next;
  {
    const std::lock_guard lock{mutex_};
    const auto found = waiting_.find(account);
    if (found->second.empty()) {
      waiting_.erase(found);
      return;
    }
    next = std::move(found->second.front());
    found->second.pop_front();
  }
  start(account, std::move(next));
}

}  // namespace daymark::storage
