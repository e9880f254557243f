#include "accounts/slowing.hpp"

#include <algorithm>

namespace daymark::accounts {

using std::chrono::seconds;

seconds wait_after(int failures) {
  if (failures < kFreeFailures) {
    return seconds{0};
  }
  seconds wait = kFirstWait;
  for (int more = kFreeFailures; more < failures && wait < kWaitMax; ++more) {
    wait *= 2;
  }
  return std::min<seconds>(wait, kWaitMax);
}

const std::vector<int>& waits_s() {
  static const auto waits = [] {
    std::vector<int> all;
    for (int failures = 1; all.empty() || all.back() < seconds{kWaitMax}.count(); ++failures) {
      all.push_back(static_cast<int>(wait_after(failures).count()));
    }
    return all;
  }();
  return waits;
}

seconds retry_after(shared::Instant held_up_until, shared::Instant now) {
  return std::max(std::chrono::ceil<seconds>(held_up_until - now), seconds{1});
}

}  // namespace daymark::accounts
