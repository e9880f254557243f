// The header Idempotency-Key: a POST with the same key and body gets its first answer again.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace daymark::server {

class Refusal;
struct Request;
struct Response;

inline constexpr std::size_t kIdempotencyKeyLengthMax = 255;  // visible ASCII characters

/// How long a key and its answer are stored.
inline constexpr std::chrono::days kIdempotencyKeyLifetime{7};

/// How many keys of POST /mood an account may have: a purge leaves the newest. Those of POST /task
/// need no such number, because the quotas of their days have one.
inline constexpr int kIdempotencyKeysMax = 200'000;

/// Keys of different accounts are independent. A stored key with another body is refused.
struct IdempotencyKey {
  std::string text;
  std::string request_hash;  // SHA-256 of the body, in the format of sha256_bytea
};

/// The key in the header, without quotes around it; nullopt if there is no such header. Throws
/// Refusal (kMalformedHeader) if it cannot be a key, or if there are several.
[[nodiscard]] std::optional<IdempotencyKey> read_idempotency_key(const Request& request);

/// Says in an answer that it is the stored one.
void tell_replayed(Response& response);

/// The refusal (422) of a key that was used with another body.
[[nodiscard]] Refusal idempotency_key_reused();

}  // namespace daymark::server
