#include "accounts/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace daymark::accounts {
namespace {

constexpr std::size_t kV4Offset = 12;       // of an IPv4 address mapped into IPv6
constexpr std::size_t kV4NetworkBytes = 3;  // /24
constexpr std::size_t kV6NetworkBytes = 8;  // /64

using V4 = std::array<unsigned char, 4>;
using V6 = std::array<unsigned char, 16>;

template <std::size_t size>
std::string network(int family, std::array<unsigned char, size> address, std::size_t bytes) {
  std::fill(address.begin() + static_cast<std::ptrdiff_t>(bytes), address.end(), '\0');
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(family, address.data(), text.data(), text.size());
  return std::string{text.data()} + "/" + std::to_string(bytes * 8);
}

bool is_mapped_v4(const V6& address) {
  return std::ranges::all_of(address.begin(), address.begin() + 10,
                             [](auto byte) { return byte == 0; }) &&
         address[10] == 0xFF && address[11] == 0xFF;
}

}  // namespace

std::string network_of(std::string_view address) {
  const std::string text{address};
  V4 v4{};
  V6 v6{};
  if (inet_pton(AF_INET, text.c_str(), v4.data()) == 1) {
    return network(AF_INET, v4, kV4NetworkBytes);
  }
  if (inet_pton(AF_INET6, text.c_str(), v6.data()) != 1) {
    return std::string{kUnknownNetwork};
  }
  if (is_mapped_v4(v6)) {
    std::copy(v6.begin() + kV4Offset, v6.end(), v4.begin());
    return network(AF_INET, v4, kV4NetworkBytes);
  }
  return network(AF_INET6, v6, kV6NetworkBytes);
}

}  // namespace daymark::accounts
