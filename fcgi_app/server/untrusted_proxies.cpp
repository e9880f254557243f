#include "server/untrusted_proxies.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "server/log.hpp"

namespace daymark::server {

void UntrustedProxies::look_at(const Request& request) {
  const auto address = request.variable("DAYMARK_UNTRUSTED_PROXY");
  if (!address.empty() && !has(address) && add(address)) {
    log_warning(fmt::format("{} asks for others (X-Forwarded-For) and is not believed. If it is a "
                            "proxy of yours, name it in DAYMARK_TRUSTED_PROXIES: until then all "
                            "who come through it count as one address",
                            address),
                request.request_id);
  }
}

std::vector<std::string> UntrustedProxies::list() const {
  const auto known = seen();
  return {known.begin(), known.end()};
}

bool UntrustedProxies::has(std::string_view address) const {
  const auto known = seen();
  return std::ranges::find(known, address) != known.end();
}

std::span<const std::string> UntrustedProxies::seen() const {
  return std::span{addresses_}.first(count_);
}

bool UntrustedProxies::add(std::string_view address) {
  const std::lock_guard lock{mutex_};
  const auto count = count_.load();
  if (count == addresses_.size() || has(address)) {
    return false;
  }
  addresses_.at(count) = address;
  count_ = count + 1;
  return true;
}

}  // namespace daymark::server
