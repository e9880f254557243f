// A request's body piece by piece, however long it is: at most kStreamBytesMax.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "server/request.hpp"

namespace daymark::server {

class BodyStream {
 public:
  /// `request` outlives it.
  explicit BodyStream(const Request& request);

  /// The next piece, valid until the one after it is asked for; empty at the end. Throws Refusal
  /// (kBodyTooLarge).
  [[nodiscard]] std::string_view next();

  /// Whether the end came before, or after, Content-Length was reached. To be asked at the end.
  [[nodiscard]] bool is_cut_off() const { return total_ != request_.content_length; }

 private:
  const Request& request_;
  std::vector<char> piece_;
  std::size_t total_ = 0;
};

}  // namespace daymark::server
