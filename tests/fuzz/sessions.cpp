// The headers that say who a request is from. The input is the variables of a request, one a line:
//   HTTP_COOKIE=session=1.…
#include <algorithm>

#include "server/ascii.hpp"
#include "server/session_guard.hpp"
#include "server/url.hpp"
#include "target.hpp"

namespace daymark::fuzz {
namespace {

using server::Credentials;
using server::Request;
using server::Variables;

Variables split(std::string_view text) {
  Variables variables;
  while (!text.empty()) {
    auto line = server::take_until(text, '\n');
    const auto name = server::take_until(line, '=');
    variables.emplace_back(name, line);
  }
  return variables;
}

bool same(const std::optional<Credentials>& a, const std::optional<Credentials>& b) {
  return a.has_value() == b.has_value() &&
         (!a || (a->account == b->account && a->token_hash == b->token_hash &&
                 a->from_cookie == b->from_cookie));
}

/// Without a port.
std::string_view host_name(std::string_view host) {
  const auto end = host.find_last_not_of("0123456789");
  return end != std::string_view::npos && host[end] == ':' ? host.substr(0, end) : host;
}

/// Whether the text, which is not empty, is somewhere in the other one, in whatever case.
bool is_part(std::string_view text, std::string_view whole) {
  return !text.empty() &&
         !std::ranges::search(whole, text, {}, server::to_lower, server::to_lower).empty();
}

bool has_cookie(const Request& request, std::string_view name) {
  return std::ranges::any_of(request.lines("HTTP_COOKIE"), [&](std::string_view line) {
    return line.find(name) != std::string_view::npos;
  });
}

void examine_token(std::string_view text) {
  const auto credentials = server::read_token(text);
  if (!credentials) {
    return;
  }
  const auto& hash = credentials->token_hash;
  require(hash.starts_with("\\x") && hash.size() == 66 &&
              hash.find_first_not_of("0123456789abcdef", 2) == std::string::npos,
          "a hash is written as bytea");
  require(credentials->account.value > 0, "an id is positive");
  auto secret = text;
  require(server::take_until(secret, '.') == shared::to_string(credentials->account),
          "a token begins with its account");
  const auto bytes = server::base64url_decode(secret);
  require(bytes && server::base64url_encode(*bytes) == secret, "a secret has one spelling");
}

void examine_credentials(const Request& request, const std::optional<Credentials>& credentials) {
  const auto bearer = server::trim(request.variable("HTTP_BEARER"));
  if (!bearer.empty()) {
    require(same(credentials, server::read_token(bearer)), "a bearer token alone counts");
  }
  if (!credentials) {
    return;
  }
  if (credentials->from_cookie) {
    require(has_cookie(request, request.is_secure() ? "__Host-session=" : "session="),
            "a cookie has the name that it was given");
  } else {
    require(!bearer.empty() || !request.variable("HTTP_AUTHORIZATION").empty(),
            "a bearer token comes in a header");
  }
}

/// Whether a request is refused as another site's.
bool is_refused(const Request& request, const Credentials& credentials) {
  return !attempt([&] {
            server::refuse_cross_site(request, credentials);
            return true;
          }).has_value();
}

void examine_cross_site(const Request& request, Credentials credentials) {
  credentials.from_cookie = false;
  require(!is_refused(request, credentials), "a bearer token is sent by nobody's browser");
  credentials.from_cookie = true;
  auto changing = request;
  for (const auto* method : {"GET", "HEAD"}) {
    changing.method = method;
    require(!is_refused(changing, credentials), "reading is not refused");
  }
  changing.method = "POST";
  const auto site = request.variable("HTTP_SEC_FETCH_SITE");
  const auto origin = request.variable("HTTP_ORIGIN");
  const auto host = request.variable("HTTP_HOST");
  if (!is_refused(changing, credentials)) {
    require(site == "same-origin" || site == "none" || site.empty(), "a site that says so is ours");
    require(!site.empty() || origin.empty() || is_part(host_name(host), origin),
            "an origin that is told is ours");
  } else {
    require(!site.empty() || !origin.empty(), "programs that tell no origin are let in");
  }
}

/// A cookie that was set is understood when it comes back among others.
void examine_round_trip(const Request& request, std::string_view token) {
  const auto expected = server::read_token(token);
  if (!expected) {
    return;
  }
  const auto set = server::session_cookie(request, token, 3600);
  require(set.find_first_of("\r\n") == std::string::npos, "a header is one line");
  const auto cookies = "theme=dark; " + set.substr(0, set.find(';')) + "; a=b";
  Request next;
  next.variables = {{"HTTP_COOKIE", cookies}, {"HTTPS", request.variable("HTTPS")}};
  const auto credentials = server::find_credentials(next);
  require(credentials.size() == 1 && credentials[0].from_cookie &&
              credentials[0].token_hash == expected->token_hash,
          "a cookie comes back as it was set");
}

}  // namespace
}  // namespace daymark::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark::fuzz;
  const auto text = as_text(data, size);
  const auto request = daymark::server::make_request(split(text), {});
  require(!request.request_id.empty() && request.request_id.size() <= 64 &&
              std::ranges::all_of(request.request_id,
                                  [](char c) { return c > ' ' && c != '"' && c < 0x7F; }),
          "a request has an id that can be logged");
  examine_token(text);
  examine_round_trip(request, text);
  const auto found = daymark::server::find_credentials(request);
  require(found.size() <= daymark::server::kSessionCookiesMax &&
              (found.size() < 2 || std::ranges::all_of(found, &Credentials::from_cookie)),
          "only cookies may be several, and not many");
  const auto credentials = found.empty() ? std::nullopt : std::optional{found.front()};
  examine_credentials(request, credentials);
  examine_cross_site(request, credentials.value_or(Credentials{}));
  return 0;
}
