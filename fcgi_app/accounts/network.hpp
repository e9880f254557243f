// The network that a request comes from. Failed sign-ins are counted by network, because
// somebody who has one address of a network usually has many.
#pragma once

#include <string>
#include <string_view>

namespace daymark::accounts {

/// Also the network of all addresses that cannot be parsed.
inline constexpr std::string_view kUnknownNetwork = "::/64";

/// Returns the /24 of an IPv4 address (also of one mapped into IPv6) or the /64 of an IPv6 address,
/// as SQL writes a cidr: `203.0.113.0/24`. kUnknownNetwork if `address` is neither.
[[nodiscard]] std::string network_of(std::string_view address);

}  // namespace daymark::accounts
