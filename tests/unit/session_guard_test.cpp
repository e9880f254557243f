#include "server/session_guard.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>

#include "refusals.hpp"

namespace daymark::unit_tests {
namespace {

using server::Credentials;
using server::Request;

/// Tokens of the accounts 1 and 2, and one that is none.
const std::string kOne = "1." + std::string(43, 'A');
const std::string kTwo = "2." + std::string(43, 'A');
const std::string kNone = "1.short";

Request request_with(server::Variables variables) {
  Request request;
  request.variables = std::move(variables);
  return request;
}

/// Whose request it may be and how that shows: `1 bearer`, `1 cookie, 2 cookie`, or `nobody`.
std::string who(server::Variables variables) {
  std::string all;
  for (const auto& credentials : server::find_credentials(request_with(std::move(variables)))) {
    all += (all.empty() ? "" : ", ") + shared::to_string(credentials.account) +
           (credentials.from_cookie ? " cookie" : " bearer");
  }
  return all.empty() ? "nobody" : all;
}

std::string who_by_header(const std::string& authorization) {
  return who({{"HTTP_AUTHORIZATION", authorization}});
}

std::string who_by_cookie(const std::string& cookie, std::string_view https = "") {
  return who({{"HTTP_COOKIE", cookie}, {"HTTPS", https}});
}

BOOST_AUTO_TEST_SUITE(session_guard)

BOOST_AUTO_TEST_CASE(a_bearer_token_is_understood_in_its_spellings) {
  for (const std::string scheme : {"Bearer ", "bearer ", "BEARER ", "Bearer: ", "bearer: ",
                                   "  Bearer ", "Bearer   ", "Bearer:   "}) {
    BOOST_TEST(who_by_header(scheme + kOne) == "1 bearer", scheme);
    BOOST_TEST(who_by_header(scheme + kOne + "  ") == "1 bearer", scheme);
  }
}

BOOST_AUTO_TEST_CASE(a_header_called_bearer_is_understood_too) {
  const std::string padded = "  " + kTwo + " ";
  const std::string authorization = "Bearer " + kOne;
  const std::string cookie = "session=" + kOne;
  BOOST_TEST(who({{"HTTP_BEARER", kOne}}) == "1 bearer");
  BOOST_TEST(who({{"HTTP_BEARER", padded}}) == "2 bearer");
  BOOST_TEST(who({{"HTTP_BEARER", kNone}}) == "nobody");
  BOOST_TEST(who({{"HTTP_BEARER", kNone}, {"HTTP_COOKIE", cookie}}) == "nobody");
  BOOST_TEST(who({{"HTTP_BEARER", " "}, {"HTTP_AUTHORIZATION", authorization}}) == "1 bearer");
}

BOOST_AUTO_TEST_CASE(other_authorization_is_nobody) {
  for (const std::string& header :
       {std::string{}, std::string{"Bearer"}, std::string{"Bearer "}, "Bearer " + kNone,
        "Bearer " + kOne + " " + kTwo, "Bearer " + kOne + ",", "Bearer \"" + kOne + "\"",
        "Basic " + kOne, "Token " + kOne, kOne, "Bearer" + kOne, "Bearer=" + kOne}) {
    BOOST_TEST(who_by_header(header) == "nobody", header);
  }
}

BOOST_AUTO_TEST_CASE(a_cookie_is_found_among_others) {
  for (const std::string& cookie :
       {"session=" + kOne, "a=b; session=" + kOne, "session=" + kOne + "; a=b",
        "a=b;session=" + kOne + ";c=d", ";; session=" + kOne,
        "xsession=" + kTwo + "; session=" + kOne, "session=" + kNone + "; session=" + kOne,
        "session=" + kOne + "; session=" + kOne, "session; session=; session=" + kOne,
        "__Host-session=" + kTwo + "; session=" + kOne}) {
    BOOST_TEST(who_by_cookie(cookie) == "1 cookie", cookie);
  }
  for (const std::string& cookie :
       {std::string{}, std::string{"session"}, std::string{"session="}, "session=" + kNone,
        "Session=" + kOne, "sessions=" + kOne, "session=\"" + kOne + "\"", "a=session=" + kOne,
        "session=" + kOne + "x"}) {
    BOOST_TEST(who_by_cookie(cookie) == "nobody", cookie);
  }
}

BOOST_AUTO_TEST_CASE(several_session_cookies_are_found_in_their_order) {
  const std::string one = "session=" + kOne;
  const std::string two = "a=b; session=" + kTwo;
  BOOST_TEST(who_by_cookie(one + "; " + two) == "1 cookie, 2 cookie");
  BOOST_TEST(who({{"HTTP_COOKIE", two}, {"HTTP_COOKIE", one}}) == "2 cookie, 1 cookie");
  BOOST_TEST(who({{"HTTP_COOKIE", two}, {"HTTP_COOKIE", two}}) == "2 cookie");
  std::string many;
  for (std::size_t number = 1; number <= server::kSessionCookiesMax + 1; ++number) {
    many += "session=" + std::to_string(number) + "." + std::string(43, 'A') + ";";
  }
  BOOST_TEST(who_by_cookie(many).ends_with(", 8 cookie"));
}

BOOST_AUTO_TEST_CASE(the_cookie_s_name_depends_on_tls) {
  BOOST_TEST(who_by_cookie("session=" + kOne + "; __Host-session=" + kTwo, "on") == "2 cookie");
  BOOST_TEST(who_by_cookie("session=" + kOne + "; __Host-session=" + kTwo) == "1 cookie");
  BOOST_TEST(who_by_cookie("session=" + kOne, "on") == "nobody");
  BOOST_TEST(who_by_cookie("__Host-session=" + kTwo) == "nobody");
}

BOOST_AUTO_TEST_CASE(where_a_bearer_token_is_present_the_cookie_is_not_looked_at) {
  const std::string cookie = "session=" + kTwo;
  const auto with_cookie = [&](const std::string& authorization) {
    return who({{"HTTP_AUTHORIZATION", authorization}, {"HTTP_COOKIE", cookie}});
  };
  BOOST_TEST(with_cookie("Bearer " + kOne) == "1 bearer");
  BOOST_TEST(with_cookie("Bearer " + kNone) == "nobody");
  BOOST_TEST(with_cookie("Bearer") == "nobody");
  BOOST_TEST(with_cookie("Bearer: ") == "nobody");
  BOOST_TEST(with_cookie("Basic abc") == "2 cookie");
  BOOST_TEST(with_cookie("") == "2 cookie");
}

struct CrossSiteExample {
  std::string_view method;
  std::string_view site;    // Sec-Fetch-Site
  std::string_view origin;  // Origin
  bool is_refused;
};

constexpr CrossSiteExample kCrossSiteExamples[] = {
    {"POST", "", "", false},
    {"POST", "same-origin", "", false},
    {"POST", "none", "", false},
    {"POST", "same-site", "", true},
    {"POST", "cross-site", "", true},
    {"POST", "SAME-ORIGIN", "", true},
    {"POST", "nonsense", "", true},
    {"POST", "", "https://daymark.example:8443", false},
    {"POST", "", "http://daymark.example:8443", false},
    {"POST", "", "https://daymark.example", true},
    {"POST", "", "https://daymark.example:8443.evil.example", true},
    {"POST", "", "https://evil.example", true},
    {"POST", "", "https://xdaymark.example:8443", true},
    {"POST", "", "null", true},
    {"POST", "", "daymark.example:8443", true},
    // Where the browser says which site it is, the origin is not asked.
    {"POST", "same-origin", "https://evil.example", false},
    {"POST", "cross-site", "https://daymark.example:8443", true},
    {"DELETE", "cross-site", "", true},
    {"PATCH", "cross-site", "", true},
    {"PUT", "cross-site", "", true},
    {"GET", "cross-site", "https://evil.example", false},
    {"HEAD", "cross-site", "https://evil.example", false},
};

BOOST_AUTO_TEST_CASE(another_site_changes_nothing_by_a_cookie) {
  for (const auto& example : kCrossSiteExamples) {
    BOOST_TEST_CONTEXT(example.method << ", Sec-Fetch-Site: " << example.site
                                      << ", Origin: " << example.origin) {
      auto request = request_with({{"HTTP_HOST", "daymark.example:8443"},
                                   {"HTTP_SEC_FETCH_SITE", example.site},
                                   {"HTTP_ORIGIN", example.origin}});
      request.method = example.method;
      const auto refused = [&](bool from_cookie) {
        return outcome_of(
            [&] { server::refuse_cross_site(request, Credentials{.from_cookie = from_cookie}); });
      };
      BOOST_TEST(refused(true) == (example.is_refused ? "cross-site" : ""));
      BOOST_TEST(refused(false) == "");
    }
  }
}

struct HostExample {
  std::string_view host;
  std::string_view origin;
  bool is_own;
};

constexpr HostExample kHostExamples[] = {
    {"x", "https://x", true},
    {"x:443", "https://x", true},
    {"x", "https://x:443", true},
    {"x:443", "https://x:443", true},
    {"x:80", "http://x", true},
    {"x", "http://x:80", true},
    {"x:", "https://x", true},
    {"X.Example:443", "https://x.example", true},
    {"x.example", "HTTPS://X.EXAMPLE", true},
    {"[2001:db8::1]", "https://[2001:db8::1]", true},
    {"[2001:DB8::1]:443", "https://[2001:db8::1]", true},
    {"[2001:db8::1]:8443", "https://[2001:db8::1]:8443", true},
    {"x:80", "https://x", false},
    {"x:443", "http://x", false},
    {"x:8443", "https://x", false},
    {"x:443", "https://x:80", false},
    {"[2001:db8::1]", "https://[2001:db8::1]:8443", false},
    {"[2001:db8::1]", "https://[2001:db8::]:1", false},
    {"[::443]", "https://[:]", false},
    {"x.", "https://x", false},
    {"x", "https://x/", false},
    {"x", "https://x/y", false},
    {"x", "https://x?", false},
    {"x", "https://x#", false},
    {"x", "https://user@x", false},
    {"x", "https://x@evil", false},
    {"x", "https://evil:443@x", false},
    {"x", "ftp://x", false},
    {"x", "://x", false},
    {"x", "//x", false},
    {"x", "https:x", false},
    {"x", "https://", false},
    {"", "https://", false},
    {":443", "https://", false},
    {"x", "https://x https://x", false},
    {"x", "https://x, https://evil", false},
};

BOOST_AUTO_TEST_CASE(the_default_port_of_a_scheme_is_no_difference_and_case_is_none) {
  for (const auto& [host, origin, is_own] : kHostExamples) {
    auto request = request_with({{"HTTP_HOST", host}, {"HTTP_ORIGIN", origin}});
    request.method = "POST";
    BOOST_TEST_CONTEXT("Host: " << host << ", Origin: " << origin) {
      BOOST_TEST(outcome_of([&] {
                   server::refuse_cross_site(request, Credentials{.from_cookie = true});
                 }) == (is_own ? "" : "cross-site"));
    }
  }
}

BOOST_AUTO_TEST_CASE(an_origin_without_a_host_is_not_ours_even_where_the_request_names_none) {
  auto request = request_with({{"HTTP_ORIGIN", "null"}});
  request.method = "POST";
  BOOST_TEST(outcome_of([&] {
               server::refuse_cross_site(request, Credentials{.from_cookie = true});
             }) == "cross-site");
}

struct AccountExample {
  std::string header;
  const char* is_other;      // what becomes of a session of the account 1
  const char* is_malformed;  // what becomes of it whoever asks
};

BOOST_AUTO_TEST_CASE(a_request_can_name_the_account_that_it_is_meant_for) {
  for (const auto& [header, is_other, is_malformed] : std::vector<AccountExample>{
           {"1", "", ""},
           {" 1\t", "", ""},
           {"2", "other-account", ""},
           {"10", "other-account", ""},
           {"9223372036854775807", "other-account", ""},
           {"9223372036854775808", "", "malformed-header"},
           {"", "", "malformed-header"},
           {"0", "", "malformed-header"},
           {"01", "", "malformed-header"},
           {"+1", "", "malformed-header"},
           {"-1", "", "malformed-header"},
           {"1.0", "", "malformed-header"},
           {"1, 1", "", "malformed-header"},
           {"1,2", "", "malformed-header"},
           {"\"1\"", "", "malformed-header"},
           {"alice", "", "malformed-header"},
           {"\xD9\xA1", "", "malformed-header"},
       }) {
    BOOST_TEST_CONTEXT("Daymark-Account: " << header) {
      const auto request = request_with({{"HTTP_DAYMARK_ACCOUNT", header}});
      for (const bool from_cookie : {true, false}) {
        const Credentials one{.account = {1}, .token_hash = {}, .from_cookie = from_cookie};
        BOOST_TEST(outcome_of([&] { server::refuse_other_account(request, one); }) == is_other);
      }
      BOOST_TEST(outcome_of([&] { server::refuse_malformed_account(request); }) == is_malformed);
    }
  }
  const auto unsaid = request_with({});
  BOOST_TEST(outcome_of([&] {
               server::refuse_other_account(unsaid, Credentials{.account = {1}, .token_hash = {}});
             }) == "");
  BOOST_TEST(outcome_of([&] { server::refuse_malformed_account(unsaid); }) == "");
}

BOOST_AUTO_TEST_CASE(the_cookie_that_is_set_is_kept_from_scripts_and_other_sites) {
  BOOST_TEST(server::session_cookie(request_with({}), "1.x", 60) ==
             "session=1.x; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
  BOOST_TEST(server::session_cookie(request_with({{"HTTPS", "on"}}), "1.x", 60) ==
             "__Host-session=1.x; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
  BOOST_TEST(server::session_cookie(request_with({{"HTTPS", ""}}), "", 0) ==
             "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
}

BOOST_AUTO_TEST_CASE(a_new_device_takes_the_place_of_its_account_s_and_goes_before_the_others) {
  const auto old = server::make_token(shared::AccountId{1});
  const auto renewed = server::make_token(shared::AccountId{1});
  const auto value = old + "~" + kTwo + "~nonsense~" + old;
  BOOST_TEST(
      server::device_cookie(request_with({{"HTTP_COOKIE", "device=" + value}}), renewed, 60) ==
      "device=" + renewed + "~" + kTwo + "; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
  BOOST_TEST(
      server::device_cookie(request_with({{"HTTP_COOKIE", "device=" + value}, {"HTTPS", "on"}}),
                            renewed, 60) ==
      "__Host-device=" + renewed + "; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
}

BOOST_AUTO_TEST_CASE(eight_devices_of_a_request_are_looked_at) {
  std::string cookies = "device=";
  for (int account = 1; account <= 9; ++account) {
    cookies += server::make_token(shared::AccountId{account}) + "~";
  }
  cookies += "; device=" + kTwo;
  const auto request = request_with({{"HTTP_COOKIE", cookies}});
  const auto found = server::find_devices(request);
  BOOST_REQUIRE_EQUAL(found.size(), 8U);
  BOOST_TEST(shared::to_string(found.back().account) == "8");
  const auto cookie = server::device_cookie(request, server::make_token(shared::AccountId{10}), 60);
  BOOST_TEST(std::ranges::count(cookie, '~') == 7);
  const auto empty_ones = "device=" + std::string(7, '~') + kOne + "~" + kTwo;
  BOOST_TEST(server::find_devices(request_with({{"HTTP_COOKIE", empty_ones}})).size() == 1U);
  BOOST_TEST(server::find_devices(request_with({})).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
