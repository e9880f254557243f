#include "server/session_guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "server/ascii.hpp"
#include "server/headers.hpp"

namespace daymark::server {
namespace {

constexpr std::string_view kAccountVariable = "HTTP_DAYMARK_ACCOUNT";

constexpr std::string_view kSession = "session";
constexpr std::string_view kDevice = "device";
/// Between the tokens of a device cookie.
constexpr char kBetweenDevices = '~';

/// What the names of our cookies begin with.
std::string_view cookie_prefix(const Request& request) {
  return request.is_secure() ? "__Host-" : "";
}

std::string make_cookie(const Request& request, std::string_view name, std::string_view value,
                        long age_s_max) {
  return fmt::format("{}{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}",
                     cookie_prefix(request), name, value, age_s_max,
                     request.is_secure() ? "; Secure" : "");
}

/// The token of `Authorization: Bearer <token>`. Also accepted: `Authorization: Bearer: <token>`
/// and the header `Bearer: <token>`.
std::optional<std::string_view> bearer_token(const Request& request) {
  if (const auto header = trim(request.variable("HTTP_BEARER")); !header.empty()) {
    return header;
  }
  auto token = trim(request.variable("HTTP_AUTHORIZATION"));
  const auto scheme = trim(take_until(token, ' '));
  if (!equal_ignoring_case(scheme, "Bearer") && !equal_ignoring_case(scheme, "Bearer:")) {
    return std::nullopt;
  }
  return trim(token);
}

/// The different values of a cookie, in their order, at most `count_max`.
std::vector<std::string_view> cookie_values(const Request& request, std::string_view cookie,
                                            std::size_t count_max) {
  const auto prefix = cookie_prefix(request);
  std::vector<std::string_view> values;
  for (auto cookies : request.lines("HTTP_COOKIE")) {
    while (!cookies.empty()) {
      auto value = trim(take_until(cookies, ';'));
      const auto name = take_until(value, '=');
      if (name.starts_with(prefix) && name.substr(prefix.size()) == cookie &&
          values.size() < count_max && std::ranges::find(values, value) == values.end()) {
        values.push_back(value);
      }
    }
  }
  return values;
}

struct Device {
  std::string_view token;
  Credentials credentials;
};

/// The different devices in the device cookies, at most kDevicesInCookieMax, well formed or not.
std::vector<Device> read_devices(const Request& request) {
  std::vector<Device> devices;
  std::size_t looked_at = 0;
  for (auto tokens : cookie_values(request, kDevice, kDevicesInCookieMax)) {
    while (!tokens.empty() && looked_at < kDevicesInCookieMax) {
      const auto token = take_until(tokens, kBetweenDevices);
      ++looked_at;
      if (auto credentials = read_token(token)) {
        devices.push_back({.token = token, .credentials = *std::move(credentials)});
      }
    }
  }
  return devices;
}

/// The port that a scheme has where none is said; empty if the scheme is not one of the web.
std::string_view default_port(std::string_view scheme) {
  if (equal_ignoring_case(scheme, "https")) {
    return "443";
  }
  return equal_ignoring_case(scheme, "http") ? "80" : "";
}

/// Removes the port from the end of `[::1]:8443` and returns it; `otherwise` if there is none.
std::string_view take_port(std::string_view& host, std::string_view otherwise) {
  const auto colon = host.rfind(':');
  // An address of IPv6 has colons too, in brackets.
  if (colon == std::string_view::npos || host.find(']', colon) != std::string_view::npos) {
    return otherwise;
  }
  const auto port = host.substr(colon + 1);
  host = host.substr(0, colon);
  return port.empty() ? otherwise : port;
}

/// Whether an origin like `https://daymark.example` names the host, be it `daymark.example:443`.
bool names(std::string_view origin, std::string_view host) {
  constexpr std::string_view kAfterScheme = "://";
  const auto scheme_end = origin.find(kAfterScheme);
  if (scheme_end == std::string_view::npos) {
    return false;
  }
  const auto port = default_port(origin.substr(0, scheme_end));
  auto origin_host = origin.substr(scheme_end + kAfterScheme.size());
  return !port.empty() && take_port(origin_host, port) == take_port(host, port) && !host.empty() &&
         equal_ignoring_case(origin_host, host);
}

std::optional<shared::AccountId> named_account(const Request& request) {
  return shared::parse_id<shared::AccountId>(trim(request.variable(kAccountVariable)));
}

}  // namespace

bool changes_something(std::string_view method) { return method != "GET" && method != "HEAD"; }

std::vector<Credentials> find_credentials(const Request& request) {
  std::vector<Credentials> found;
  const auto add = [&](std::string_view token, bool from_cookie) {
    if (auto credentials = read_token(token)) {
      credentials->from_cookie = from_cookie;
      found.push_back(*std::move(credentials));
    }
  };
  if (const auto token = bearer_token(request)) {
    add(*token, false);
    return found;
  }
  for (const auto token : cookie_values(request, kSession, kSessionCookiesMax)) {
    add(token, true);
  }
  return found;
}

std::vector<Credentials> find_devices(const Request& request) {
  std::vector<Credentials> found;
  for (auto& device : read_devices(request)) {
    found.push_back(std::move(device.credentials));
  }
  return found;
}

void refuse_cross_site(const Request& request, const Credentials& credentials) {
  if (!credentials.from_cookie || !changes_something(request.method)) {
    return;
  }
  const auto site = request.variable("HTTP_SEC_FETCH_SITE");
  const auto origin = request.variable("HTTP_ORIGIN");
  const auto host = request.variable("HTTP_HOST");
  const bool is_own = site.empty() ? origin.empty() || names(origin, host)
                                   : site == "same-origin" || site == "none";
  if (!is_own) {
    throw Refusal{Problem::kCrossSite};
  }
}

// Nothing is asked of the database: the token says whose it is, and a session that is not alive
// gets its 401 where it is looked at. See docs/decisions.md#other-account.
void refuse_other_account(const Request& request, const Credentials& credentials) {
  const auto account = named_account(request);
  if (account && *account != credentials.account) {
    throw Refusal{Problem::kOtherAccount};
  }
}

void refuse_malformed_account(const Request& request) {
  const auto lines = request.lines(kAccountVariable);
  if (lines.size() > 1 || (lines.size() == 1 && !named_account(request))) {
    throw malformed_header("Daymark-Account");
  }
}

std::string session_cookie(const Request& request, std::string_view token, long age_s_max) {
  return make_cookie(request, kSession, token, age_s_max);
}

std::string device_cookie(const Request& request, const std::string& token, long age_s_max) {
  const auto own = read_token(token);
  auto value = token;
  std::size_t devices = 1;
  for (const auto& other : read_devices(request)) {
    if (own && other.credentials.account != own->account && devices < kDevicesInCookieMax) {
      value += kBetweenDevices;
      value += other.token;
      ++devices;
    }
  }
  return make_cookie(request, kDevice, value, age_s_max);
}

}  // namespace daymark::server
