// How guessing passwords is slowed down: the numbers, as pure functions. What is counted, and how,
// is in sql/queries/accounts/reserve_attempt.sql.
#pragma once

#include <chrono>
#include <vector>

#include "shared/instant.hpp"

namespace daymark::accounts {

/// After so many failures about one name a network, a device or a session has to wait before its
/// next attempt.
inline constexpr int kFreeFailures = 5;
inline constexpr std::chrono::seconds kFirstWait{1};  // doubles with each further failure
inline constexpr std::chrono::minutes kWaitMax{15};

/// The failures of one are forgotten this long after the last one.
inline constexpr std::chrono::hours kFailureLifetime{24};

/// How many failures about one account are allowed in any stretch of kStrangersWindow to all
/// networks, devices and sessions that never signed in to it, together.
inline constexpr int kStrangersFailuresMax = 100;
inline constexpr std::chrono::hours kStrangersWindow{1};

/// An account's network is forgotten this long after the last sign-in from it: then it is one of
/// those that never signed in.
inline constexpr std::chrono::days kNetworkLifetime{365};

/// The devices of one account, each a browser that has signed in. One more takes the place of the
/// one that signed in the longest ago.
inline constexpr int kDevicesMax = 100;

/// A device is forgotten this long after it has signed in the last time.
inline constexpr std::chrono::days kDeviceLifetime{365};

/// Returns how long a network waits after its last failure; 0 below kFreeFailures.
[[nodiscard]] std::chrono::seconds wait_after(int failures);

/// Returns the waits after 1, 2, … failures, in seconds. The last one is also for more failures.
[[nodiscard]] const std::vector<int>& waits_s();

/// Returns the value of Retry-After: whole seconds, rounded up, at least 1.
[[nodiscard]] std::chrono::seconds retry_after(shared::Instant held_up_until, shared::Instant now);

}  // namespace daymark::accounts
