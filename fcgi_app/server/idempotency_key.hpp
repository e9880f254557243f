// The Idempotency-Key of a request: what makes it safe to send once more.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace daymark::server {

class Fields;
class Refusal;
struct Request;

inline constexpr std::size_t kIdempotencyKeyLengthMax = 255;  // visible ASCII characters

/// How long a key is remembered, with the answer.
inline constexpr std::chrono::days kIdempotencyKeyLifetime{7};

/// A key is an account's own; with another body it is refused.
struct IdempotencyKey {
  std::string text;
  std::string request_hash;  // of the body, see sha256.hpp
};

/// The key in the header, with or without quotes. Nothing where there is none or where it is
/// faulty, which is noted in `fields`.
[[nodiscard]] std::optional<IdempotencyKey> read_idempotency_key(const Request& request,
                                                                 Fields& fields);

/// The refusal of a key that came with another body before.
[[nodiscard]] Refusal idempotency_key_reused();

}  // namespace daymark::server
