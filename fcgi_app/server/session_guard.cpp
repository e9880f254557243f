#include "server/session_guard.hpp"

#include <fmt/format.h>

#include "server/ascii.hpp"

namespace daymark::server {
namespace {

constexpr std::string_view kAccountVariable = "HTTP_DAYMARK_ACCOUNT";

std::string_view cookie_name(const Request& request) {
  return request.is_secure() ? "__Host-session" : "session";
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

std::optional<std::string_view> cookie_token(const Request& request) {
  const auto wanted = cookie_name(request);
  for (auto cookies = request.variable("HTTP_COOKIE"); !cookies.empty();) {
    auto value = trim(take_until(cookies, ';'));
    const auto name = take_until(value, '=');
    if (name == wanted) {
      return value;
    }
  }
  return std::nullopt;
}

/// The host and port of an origin like `https://daymark.example:8443`; empty without a scheme.
std::string_view host_of(std::string_view origin) {
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos ? std::string_view{} : origin.substr(scheme + 3);
}

std::optional<shared::AccountId> named_account(const Request& request) {
  return shared::parse_id<shared::AccountId>(trim(request.variable(kAccountVariable)));
}

}  // namespace

bool changes_something(std::string_view method) { return method != "GET" && method != "HEAD"; }

std::optional<Credentials> find_credentials(const Request& request) {
  if (const auto token = bearer_token(request)) {
    return read_token(*token);
  }
  const auto token = cookie_token(request);
  auto credentials = token ? read_token(*token) : std::nullopt;
  if (credentials) {
    credentials->from_cookie = true;
  }
  return credentials;
}

Credentials require_credentials(const Request& request) {
  auto credentials = find_credentials(request);
  if (!credentials) {
    throw Refusal{Problem::kNotSignedIn};
  }
  return *std::move(credentials);
}

void refuse_cross_site(const Request& request, const Credentials& credentials) {
  if (!credentials.from_cookie || !changes_something(request.method)) {
    return;
  }
  const auto site = request.variable("HTTP_SEC_FETCH_SITE");
  const auto origin = request.variable("HTTP_ORIGIN");
  const auto host = request.variable("HTTP_HOST");
  const bool is_own = site.empty() ? origin.empty() || (!host.empty() && host_of(origin) == host)
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
  if (request.has_variable(kAccountVariable) && !named_account(request)) {
    throw Refusal{Problem::kMalformedHeader, {.name = "header", .json = R"("Daymark-Account")"}};
  }
}

std::string session_cookie(const Request& request, std::string_view token, long age_s_max) {
  return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", cookie_name(request),
                     token, age_s_max, request.is_secure() ? "; Secure" : "");
}

}  // namespace daymark::server
