// The network that a request comes from. Failed sign-ins are counted by it, because whoever has one
// address of a network usually has many.
#pragma once

#include <string>
#include <string_view>

namespace daymark::accounts {

/// What counts as one network with everything whose address cannot be read.
inline constexpr std::string_view kUnknownNetwork = "::/64";

/// The /24 of an IPv4 address (one mapped into IPv6 too), the /64 of an IPv6 address, as SQL writes
/// a cidr: `203.0.113.0/24`.
[[nodiscard]] std::string network_of(std::string_view address);

}  // namespace daymark::accounts
