// Reads a request's credentials, refuses requests of other sites or meant for other accounts, and
// writes the cookies of sessions and devices. Whether the session is alive, accounts::authenticate
// or the feature's own statement checks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "server/problem.hpp"
#include "server/request.hpp"
#include "server/token.hpp"

namespace daymark::server {

/// How many different session cookies of a request are looked at. A browser sends several where
/// they have other paths, or where something before the service has set one too.
inline constexpr std::size_t kSessionCookiesMax = 8;

/// The credentials in the bearer token; without one, those in the session cookies, in their order.
/// Malformed ones are left out. accounts::choose_session says which of several count.
[[nodiscard]] std::vector<Credentials> find_credentials(const Request& request);

/// How many devices of a request are looked at: a browser is one for each account that has signed
/// in.
inline constexpr std::size_t kDevicesInCookieMax = 8;

/// The devices in the device cookie, in their order. Malformed ones are left out.
[[nodiscard]] std::vector<Credentials> find_devices(const Request& request);

/// Returns false for GET and HEAD, which change nothing.
[[nodiscard]] bool changes_something(std::string_view method);

/// Throws Refusal (kCrossSite) if the credentials are from a cookie, the method can change
/// something, and Sec-Fetch-Site or Origin names another site.
void refuse_cross_site(const Request& request, const Credentials& credentials);

/// Throws Refusal (kOtherAccount) if the header Daymark-Account names another account than the
/// credentials do. A value that names none is for refuse_malformed_account.
void refuse_other_account(const Request& request, const Credentials& credentials);

/// Throws Refusal (kMalformedHeader) if there is a header Daymark-Account without an account's id.
void refuse_malformed_account(const Request& request);

/// The value of Set-Cookie that stores `token` for `age_s_max` seconds, as `__Host-session` over
/// TLS and `session` on plain HTTP.
[[nodiscard]] std::string session_cookie(const Request& request, std::string_view token,
                                         long age_s_max);

/// Likewise for the device cookie, `__Host-device` or `device`: `token`, in the place of what the
/// request has of its account, before what it has of other accounts.
[[nodiscard]] std::string device_cookie(const Request& request, const std::string& token,
                                        long age_s_max);

}  // namespace daymark::server
