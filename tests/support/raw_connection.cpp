#include "support/raw_connection.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "support/deadline.hpp"
#include "support/http_client.hpp"

namespace daymark::support {
namespace {

sockaddr_in make_address(const std::string& host, const std::string& port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoul(port)));
  inet_pton(AF_INET, host.c_str(), &address.sin_addr);
  return address;
}

const sockaddr* as_sockaddr(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

}  // namespace

RawConnection::RawConnection(const Service& service, const std::string& from)
    : fd_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  const auto source = make_address(from, "0");
  const auto target = make_address(service.host, service.port);
  if (fd_ < 0 || bind(fd_, as_sockaddr(source), sizeof source) != 0 ||
      connect(fd_, as_sockaddr(target), sizeof target) != 0) {
    close(fd_);
    throw NoAnswer{"cannot connect to " + service.url};
  }
}

RawConnection::RawConnection(RawConnection&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}

RawConnection::~RawConnection() {
  if (fd_ >= 0) {
    close(fd_);
  }
}

void RawConnection::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void RawConnection::await_answer(std::chrono::microseconds time_max) const {
  pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
  const timespec timeout{.tv_sec = 0, .tv_nsec = static_cast<long>(time_max.count()) * 1000};
  ppoll(&waiting, 1, &timeout, nullptr);
}

std::string RawConnection::read_what_is_there() const {
  std::array<char, 4096> part{};
  const auto received = recv(fd_, part.data(), part.size(), MSG_DONTWAIT);
  return {part.data(), static_cast<std::size_t>(std::max<ssize_t>(received, 0))};
}

std::string RawConnection::read_until(bool (*is_complete)(std::string_view),
                                      std::chrono::milliseconds time_max) const {
  const auto deadline = SteadyClock::now() + time_max;
  std::string bytes;
  std::array<char, 4096> part{};
  while (!is_complete(bytes)) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now());
    pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
    if (left.count() <= 0 || poll(&waiting, 1, static_cast<int>(left.count())) <= 0) {
      throw NoAnswer{"there was no whole answer in time"};
    }
    const auto received = recv(fd_, part.data(), part.size(), 0);
    if (received <= 0) {
      break;
    }
    bytes.append(part.data(), static_cast<std::size_t>(received));
  }
  return bytes;
}

}  // namespace daymark::support
