// How guessing passwords is slowed down: the numbers, as pure functions. What is counted, and how,
// the query reserve_attempt says.
#pragma once

#include <chrono>
#include <vector>

#include "shared/instant.hpp"

namespace daymark::accounts {

/// How often a network may be wrong about one name before it has to wait.
inline constexpr int kFreeFailures = 5;
inline constexpr std::chrono::seconds kFirstWait{1};  // doubles with each further failure
inline constexpr std::chrono::minutes kWaitMax{15};

/// A network's failures are forgotten this long after the last of them.
inline constexpr std::chrono::hours kFailuresKept{24};

/// How often all networks that never signed in to an account may be wrong about it in any stretch
/// of this length.
inline constexpr int kStrangersFailuresMax = 100;
inline constexpr std::chrono::hours kStrangersWindow{1};

/// How long a network has to wait after its last failure.
[[nodiscard]] std::chrono::seconds wait_after(int failures);

/// The waits after 1, 2, … failures, in seconds; the last one is for more failures too.
[[nodiscard]] const std::vector<int>& waits_s();

/// What Retry-After tells: whole seconds, rounded up, at least one.
[[nodiscard]] std::chrono::seconds retry_after(shared::Instant held_up_until, shared::Instant now);

}  // namespace daymark::accounts
