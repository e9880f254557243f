// Waiting for something to become true, never for a fixed time: what is awaited is looked at again
// and again until a deadline of the steady clock.
#pragma once

#include <chrono>
#include <functional>

namespace daymark::support {

using SteadyClock = std::chrono::steady_clock;

/// Whether `condition` became true within `time_max`. It is looked at at least once, and then every
/// few milliseconds.
[[nodiscard]] bool await(SteadyClock::duration time_max, const std::function<bool()>& condition);

}  // namespace daymark::support
