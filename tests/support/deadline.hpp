// Waits until something becomes true, never for a fixed time: checks a condition repeatedly until a
// deadline of the steady clock.
#pragma once

#include <chrono>
#include <functional>

namespace daymark::support {

using SteadyClock = std::chrono::steady_clock;

/// Returns true if `condition` became true within `time_max`. It is checked at least once, and then
/// every few milliseconds.
[[nodiscard]] bool await(SteadyClock::duration time_max, const std::function<bool()>& condition);

}  // namespace daymark::support
