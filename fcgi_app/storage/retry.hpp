// Changes that are decided on first and written then: if another change of the same account came in
// between, nothing was written, and they start again.
#pragma once

#include <optional>
#include <string>

#include "storage/failure.hpp"

namespace daymark::storage {

/// Each time that a change is overtaken, another one got through: so this is enough for as many as
/// write to one account at once.
inline constexpr int kAttemptsMax = 200;

/// Calls `attempt` until it returns an outcome and not nullopt, which means: overtaken. Throws
/// Failure (kUnavailable) after kAttemptsMax of them, and whatever `attempt` throws.
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
