// Who a request says it is from, and whether it may change anything. Whether the session is alive,
// the database knows: hot paths ask it in the statement that they make anyway.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/problem.hpp"
#include "server/request.hpp"
#include "server/token.hpp"

namespace daymark::server {

/// The credentials of a request: its bearer token or else its session cookie.
[[nodiscard]] std::optional<Credentials> find_credentials(const Request& request);

/// The same; throws Refusal where there are none.
[[nodiscard]] Credentials require_credentials(const Request& request);

/// Whether a request of this method can change something: GET and HEAD cannot.
[[nodiscard]] bool changes_something(std::string_view method);

/// Throws Refusal for a request with a cookie that another site made a browser send and that would
/// change something.
void refuse_cross_site(const Request& request, const Credentials& credentials);

/// The Set-Cookie header that keeps `token`: `__Host-session` over TLS, `session` on plain HTTP.
[[nodiscard]] std::string session_cookie(const Request& request, std::string_view token,
                                         long age_s_max);

}  // namespace daymark::server
