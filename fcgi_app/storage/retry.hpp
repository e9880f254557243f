// Repeats changes that read, decide and then write. If another change of the same account comes
// between read and write, nothing is written ("overtaken"), and the change starts again.
#pragma once

#include <optional>
#include <string>

#include "storage/failure.hpp"

namespace daymark::storage {

/// Each overtaken attempt means that another change succeeded, so this allows about as many changes
/// of one account at once.
inline constexpr int kAttemptsMax = 200;

/// Calls `attempt` until it returns a value; nullopt means overtaken. Throws Failure (kUnavailable)
/// after kAttemptsMax attempts, and whatever `attempt` throws.
template <class Attempt>
auto retry_while_overtaken(Attempt attempt) {
  for (int i = 0; i < kAttemptsMax; ++i) {
    if (auto outcome = attempt()) {
      return *std::move(outcome);
    }
  }
  throw Failure{FailureKind::kUnavailable, "too many changes of one account at once"};
}

}  // namespace daymark::storage
