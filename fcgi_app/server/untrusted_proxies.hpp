// Who asks for others (X-Forwarded-For) and is not believed, because DAYMARK_TRUSTED_PROXIES does
// not name them: all who come through such a proxy count as one address, and the operator should
// hear.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/request.hpp"

namespace daymark::server {

/// How many of them a process remembers. Anybody may send the header.
inline constexpr std::size_t kUntrustedProxiesMax = 8;

/// Shared by the threads of a process. They only grow, so a request waits for no lock to look.
class UntrustedProxies {
 public:
  /// Remembers who sends the request if it is one, and warns the operator the first time.
  void look_at(const Request& request);

  /// Their addresses, in the order in which they were seen.
  [[nodiscard]] std::vector<std::string> list() const;

 private:
  [[nodiscard]] std::span<const std::string> seen() const;
  [[nodiscard]] bool has(std::string_view address) const;
  bool add(std::string_view address);

  std::mutex mutex_;  // of those who add
  std::array<std::string, kUntrustedProxiesMax> addresses_;
  std::atomic<std::size_t> count_ = 0;
};

}  // namespace daymark::server
