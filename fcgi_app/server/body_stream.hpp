// Reads a request's body piece by piece. A body has at most kStreamBytesMax bytes.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "server/request.hpp"

namespace daymark::server {

class BodyStream {
 public:
  /// `request` must outlive the stream.
  explicit BodyStream(const Request& request);

  /// Returns the next piece, valid until the next call; empty at the end. Throws Refusal
  /// (kBodyTooLarge).
  [[nodiscard]] std::string_view next();

  /// At the end of the body: returns true if it is shorter or longer than Content-Length.
  [[nodiscard]] bool is_cut_off() const { return total_ != request_.content_length; }

 private:
  const Request& request_;
  std::vector<char> piece_;
  std::size_t total_ = 0;
};

}  // namespace daymark::server
