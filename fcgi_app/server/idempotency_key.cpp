#include "server/idempotency_key.hpp"

#include <algorithm>
#include <string_view>

#include "server/headers.hpp"
#include "server/sha256.hpp"

namespace daymark::server {
namespace {

constexpr std::string_view kName = "Idempotency-Key";

bool is_visible(char c) { return c > ' ' && c <= '~'; }

std::string_view without_quotes(std::string_view text) {
  const bool is_quoted = text.size() >= 2 && text.starts_with('"') && text.ends_with('"');
  return is_quoted ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

std::optional<IdempotencyKey> read_idempotency_key(const Request& request) {
  const auto header = single_header(request, kName, "HTTP_IDEMPOTENCY_KEY");
  if (!header) {
    return std::nullopt;
  }
  const auto text = without_quotes(*header);
  if (text.empty() || text.size() > kIdempotencyKeyLengthMax ||
      !std::ranges::all_of(text, is_visible)) {
    throw malformed_header(kName);
  }
  return IdempotencyKey{.text = std::string(text), .request_hash = sha256_bytea(request.body)};
}

void tell_replayed(Response& response) {
  response.headers.emplace_back("Idempotency-Replayed", "true");
}

Refusal idempotency_key_reused() {
  return Refusal{
      Faults{{.in = Fault::In::kHeader, .at = std::string(kName), .flaw = Flaw::kKeyReused}}};
}

}  // namespace daymark::server
