// A TCP connection to the service, for what no HTTP client would send, or only so slowly.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "support/test_service.hpp"

namespace daymark::support {

class RawConnection {
 public:
  /// Connects from an address in 127.0.0.0/8. Throws NoAnswer.
  RawConnection(const Service& service, const std::string& from);
  ~RawConnection();
  RawConnection(RawConnection&& other) noexcept;
  RawConnection& operator=(RawConnection&&) = delete;

  /// Sends all bytes, unless the service closes the connection before.
  void write(std::string_view bytes) const;

  /// Waits for the first byte, but no longer than this.
  void await_answer(std::chrono::microseconds time_max) const;

  /// Reads what has come so far, without waiting.
  [[nodiscard]] std::string read_what_is_there() const;

  /// Reads until `is_complete` returns true for all that has come, or the service closes the
  /// connection. Throws NoAnswer if neither happens in time.
  [[nodiscard]] std::string read_until(bool (*is_complete)(std::string_view),
                                       std::chrono::milliseconds time_max) const;

 private:
  int fd_;
};

}  // namespace daymark::support
