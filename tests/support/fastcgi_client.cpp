#include "support/fastcgi_client.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace daymark::support {
namespace {

constexpr int kPatienceMs = 20'000;

/// A number in as many bytes as are asked for, the greatest first.
std::string big_endian(std::size_t number, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    text += static_cast<char>(number >> shift & 0xFFU);
  }
  return text;
}

std::size_t byte_of(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text.at(at));
}

std::string parameter_length(std::size_t length) {
  return length < 0x80 ? big_endian(length, 1) : big_endian(length | 0x8000'0000U, 4);
}

}  // namespace

std::string record(std::uint8_t type, std::string_view content) {
  return std::string{'\x01', static_cast<char>(type)} + big_endian(1, 2) +
         big_endian(content.size(), 2) + big_endian(0, 2) + std::string(content);
}

std::string begin_request(bool keeps_connection) {
  return record(kBeginRequest,
                big_endian(1, 2) + (keeps_connection ? '\x01' : '\0') + std::string(5, '\0'));
}

std::string parameters(const Parameters& all) {
  std::string content;
  for (const auto& [name, value] : all) {
    content += parameter_length(name.size());
    content += parameter_length(value.size());
    content += name;
    content += value;
  }
  return record(kParams, content) + record(kParams, "");
}

std::string body(std::string_view bytes) {
  constexpr std::size_t kRecordBytesMax = 0xFFFF;
  std::string records;
  while (!bytes.empty()) {
    records += record(kStdin, bytes.substr(0, kRecordBytesMax));
    bytes.remove_prefix(std::min(bytes.size(), kRecordBytesMax));
  }
  return records + record(kStdin, "");
}

std::string request(std::string_view method, std::string_view bytes, bool keeps_connection) {
  return begin_request(keeps_connection) +
         parameters({{"REQUEST_METHOD", std::string(method)},
                     {"REQUEST_URI", "/echo"},
                     {"CONTENT_LENGTH", bytes.empty() ? "" : std::to_string(bytes.size())}}) +
         body(bytes);
}

FastCgiClient::FastCgiClient(const std::string& path)
    : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  if (socket_ < 0 ||
      connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::system_error{errno, std::system_category(), "connect"};
  }
}

FastCgiClient::~FastCgiClient() { close(socket_); }

bool FastCgiClient::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::optional<std::string> FastCgiClient::receive() const {
  std::string answer;
  for (;;) {
    const auto header = read(8);
    if (!header) {
      return std::nullopt;
    }
    const auto content = read(byte_of(*header, 4) << 8U | byte_of(*header, 5));
    const auto padding = read(byte_of(*header, 6));
    if (!content || !padding) {
      return std::nullopt;
    }
    if (byte_of(*header, 1) == kStdout) {
      answer += *content;
    } else if (byte_of(*header, 1) == kEndRequest) {
      return answer;
    }
  }
}

std::optional<std::string> FastCgiClient::ask(std::string_view bytes) const {
  send(bytes);
  return receive();
}

bool FastCgiClient::is_closed() const { return !read(1).has_value(); }

std::optional<std::string> FastCgiClient::read(std::size_t length) const {
  std::string bytes;
  while (bytes.size() < length) {
    pollfd readable{.fd = socket_, .events = POLLIN, .revents = 0};
    if (poll(&readable, 1, kPatienceMs) != 1) {
      throw std::runtime_error{"no answer"};
    }
    std::string chunk(length - bytes.size(), '\0');
    const auto count = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (count <= 0) {
      return std::nullopt;
    }
    bytes.append(chunk, 0, static_cast<std::size_t>(count));
  }
  return bytes;
}

}  // namespace daymark::support
