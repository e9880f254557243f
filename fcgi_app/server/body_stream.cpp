#include "server/body_stream.hpp"

#include "server/problem.hpp"

namespace daymark::server {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;

}  // namespace

BodyStream::BodyStream(const Request& request) : request_(request) {}

std::string_view BodyStream::next() {
  if (total_ == 0 && !request_.body.empty()) {
    total_ = request_.body.size();
    return request_.body;
  }
  if (!request_.read_rest) {
    return {};
  }
  piece_.resize(kPieceBytes);
  const auto bytes = request_.read_rest(piece_);
  total_ += bytes;
  if (total_ > kStreamBytesMax) {
    throw Refusal{Problem::kBodyTooLarge};
  }
  return {piece_.data(), bytes};
}

}  // namespace daymark::server
