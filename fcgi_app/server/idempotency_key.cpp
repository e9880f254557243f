#include "server/idempotency_key.hpp"

#include <algorithm>

#include "server/ascii.hpp"
#include "server/fields.hpp"
#include "server/request.hpp"
#include "server/sha256.hpp"

namespace daymark::server {
namespace {

Fault header_fault(Flaw flaw) {
  return {.in = Fault::In::kHeader,
          .at = "Idempotency-Key",
          .flaw = flaw,
          .least = 1,
          .greatest = static_cast<long>(kIdempotencyKeyLengthMax)};
}

bool is_visible(char c) { return c > ' ' && c <= '~'; }

std::string_view without_quotes(std::string_view text) {
  const bool is_quoted = text.size() >= 2 && text.starts_with('"') && text.ends_with('"');
  return is_quoted ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

std::optional<IdempotencyKey> read_idempotency_key(const Request& request, Fields& fields) {
  if (!request.has_variable("HTTP_IDEMPOTENCY_KEY")) {
    return std::nullopt;
  }
  const auto text = without_quotes(trim(request.variable("HTTP_IDEMPOTENCY_KEY")));
  if (text.empty()) {
    fields.fault(header_fault(Flaw::kTooShort));
  } else if (text.size() > kIdempotencyKeyLengthMax) {
    fields.fault(header_fault(Flaw::kTooLong));
  } else if (!std::ranges::all_of(text, is_visible)) {
    fields.fault(header_fault(Flaw::kInvalid));
  }
  return IdempotencyKey{.text = std::string(text), .request_hash = sha256_bytea(request.body)};
}

Refusal idempotency_key_reused() { return Refusal{Faults{header_fault(Flaw::kKeyReused)}}; }

}  // namespace daymark::server
