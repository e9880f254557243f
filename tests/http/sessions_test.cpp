#include <array>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using support::kPassword;
using support::make_username;

std::set<std::string> attributes_of(const std::string& set_cookie) {
  std::set<std::string> attributes;
  auto rest = set_cookie.substr(std::min(set_cookie.find(';'), set_cookie.size()));
  while (!rest.empty()) {
    rest.erase(0, rest.find_first_not_of("; "));
    const auto end = std::min(rest.find(';'), rest.size());
    attributes.insert(rest.substr(0, end));
    rest.erase(0, end);
  }
  return attributes;
}

Answer sign_in(HttpClient& client, const std::string& username, const Headers& headers = {}) {
  return client.send(json_request(
      "POST", "/login", object({{"username", username}, {"password", kPassword}}), headers));
}

struct SignedUp : World {
  std::string username = make_username();
  std::string session = sign_up_with_cookie(client, username);

  int status_of(const Headers& headers) { return client.send(plain("GET", "/me", headers)).status; }
};

Headers bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

BOOST_FIXTURE_TEST_SUITE(sessions, SignedUp)

BOOST_AUTO_TEST_CASE(the_cookie_is_for_this_host_only_and_hidden_from_scripts) {
  const auto answer = sign_in(client, username);
  const auto attributes = attributes_of(answer.header("Set-Cookie"));
  const std::set<std::string> expected{"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=7776000"};
  BOOST_TEST(attributes == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_device_s_cookie_is_hidden_too_lasts_a_year_and_survives_signing_out) {
  const auto answer = sign_in(client, username);
  std::vector<std::string> set;
  for (const auto& header : answer.headers) {
    if (header.name == "Set-Cookie") {
      set.push_back(header.value);
    }
  }
  BOOST_REQUIRE_EQUAL(set.size(), 2U);
  BOOST_TEST(set.back().starts_with("device="));
  const std::set<std::string> expected{"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000"};
  BOOST_TEST(attributes_of(set.back()) == expected, boost::test_tools::per_element());
  const auto value = answer.cookie("device").value_or("");
  const auto out = client.send(plain(
      "POST", "/logout",
      {{"Cookie", "device=" + value + "; session=" + answer.cookie("session").value_or("")}}));
  BOOST_TEST(out.status == 204);
  BOOST_TEST(out.header("Clear-Site-Data") == "\"cache\"");
  BOOST_TEST(!out.cookie("device").has_value());
  // It opens nothing.
  BOOST_TEST(status_of(cookie(value)) == 401);
  BOOST_TEST(status_of({{"Cookie", "device=" + value}}) == 401);
  BOOST_TEST(status_of(bearer(value)) == 401);
}

BOOST_AUTO_TEST_CASE(a_cookie_signs_in_wherever_it_stands_among_others) {
  BOOST_TEST(status_of(cookie(session)) == 200);
  BOOST_TEST(status_of({{"Cookie", "a=b; session=" + session + "; c=d"}}) == 200);
  BOOST_TEST(status_of({{"Cookie", "a=b;session=" + session}}) == 200);
  BOOST_TEST(status_of({{"Cookie", "mysession=" + session}}) == 401);
  BOOST_TEST(status_of({{"Cookie", "Session=" + session}}) == 401);
}

struct Stale : SignedUp {
  /// Of a session that has ended, and of one that never was.
  std::string old = end(sign_in(client, username).cookie("session").value_or(""));
  std::string other = "1." + repeat("A", 43);

  std::string end(const std::string& token) {
    BOOST_TEST(client.send(plain("POST", "/logout", cookie(token))).status == 204);
    return token;
  }

  /// The ways in which a browser sends several cookies of one name.
  static std::vector<Headers> ways_of(const std::vector<std::string>& sessions) {
    Headers lines;
    std::string line = "theme=dark";
    for (const auto& value : sessions) {
      lines.add({"Cookie", "session=" + value});
      line += "; session=" + value;
    }
    return {{{"Cookie", line}}, lines};
  }
};

BOOST_FIXTURE_TEST_CASE(of_several_session_cookies_the_live_one_counts, Stale) {
  for (const auto& sessions : std::vector<std::vector<std::string>>{{old, session},
                                                                    {session, old},
                                                                    {other, old, session},
                                                                    {"nonsense", session},
                                                                    {"", session},
                                                                    {old, old, session}}) {
    for (const auto& headers : ways_of(sessions)) {
      BOOST_TEST_CONTEXT(headers.begin()->value) {
        BOOST_TEST(status_of(headers) == 200);
        BOOST_TEST(client.send(plain("GET", "/mood", headers)).status == 200);
        const auto entry = object({{"rating", 3}});
        BOOST_TEST(client.send(json_request("POST", "/mood", entry, headers)).status == 201);
        const auto list = client.send(plain("GET", "/sessions", headers)).json()["sessions"];
        BOOST_TEST(list.as_array().at(0)["current"].as_bool());
      }
    }
  }
  for (const auto& headers : ways_of({old, other, "nonsense"})) {
    BOOST_TEST(status_of(headers) == 401);
    BOOST_TEST(client.send(plain("POST", "/logout", headers)).status == 401);
  }
}

BOOST_FIXTURE_TEST_CASE(a_reader_s_language_is_that_of_the_live_session, Stale) {
  const auto russian = object({{"language", "ru"}});
  BOOST_TEST(client.send(json_request("PATCH", "/me", russian, cookie(session))).status == 200);
  for (const auto& headers : ways_of({old, session})) {
    const auto catalogue = client.send(plain("GET", "/achievements", headers));
    BOOST_TEST(catalogue.header("Content-Language") == "ru");
  }
}

BOOST_FIXTURE_TEST_CASE(eight_session_cookies_are_looked_at, Stale) {
  std::vector<std::string> sessions;
  for (int number = 0; number < 7; ++number) {
    sessions.push_back(std::to_string(number + 1) + "." + repeat("A", 43));
  }
  sessions.push_back(session);
  for (const auto& headers : ways_of(sessions)) {
    BOOST_TEST(status_of(headers) == 200);
  }
  sessions.insert(sessions.begin(), old);
  for (const auto& headers : ways_of(sessions)) {
    BOOST_TEST(status_of(headers) == 401);
  }
}

BOOST_FIXTURE_TEST_CASE(signing_out_ends_all_live_sessions_that_were_sent, Stale) {
  for (std::size_t way = 0; way < 2; ++way) {
    const auto one = sign_in(client, username).cookie("session").value_or("");
    const auto two = sign_in(client, username).cookie("session").value_or("");
    const auto headers = ways_of({old, one, two}).at(way);
    BOOST_TEST(client.send(plain("POST", "/logout", headers)).status == 204);
    BOOST_TEST(status_of(cookie(one)) == 401);
    BOOST_TEST(status_of(cookie(two)) == 401);
    BOOST_TEST(status_of(cookie(session)) == 200);
  }
}

BOOST_FIXTURE_TEST_CASE(a_new_sign_in_ends_all_cookie_sessions_it_came_with, Stale) {
  for (const bool signs_up : {false, true}) {
    for (std::size_t way = 0; way < 2; ++way) {
      const auto one = sign_in(client, username).cookie("session").value_or("");
      const auto two = sign_in(client, username).cookie("session").value_or("");
      const auto body =
          object({{"username", signs_up ? make_username() : username}, {"password", kPassword}});
      const auto answer = client.send(json_request("POST", signs_up ? "/signup" : "/login", body,
                                                   ways_of({old, one, two}).at(way)));
      BOOST_TEST(answer.status == (signs_up ? 201 : 200));
      BOOST_TEST(status_of(cookie(one)) == 401);
      BOOST_TEST(status_of(cookie(two)) == 401);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_bearer_token_is_understood_in_its_spellings) {
  const Person person{client};
  for (const auto& header :
       {Header{"Authorization", "Bearer " + person.token()},
        Header{"Authorization", "bearer " + person.token()},
        Header{"authorization", "BEARER " + person.token()},
        Header{"Authorization", "Bearer: " + person.token()}, Header{"Bearer", person.token()}}) {
    BOOST_TEST_CONTEXT(header.name << ": " << header.value.substr(0, 8)) {
      const auto answer = client.send(plain("GET", "/me", {header}));
      BOOST_TEST(answer.status == 200);
      BOOST_TEST(answer.json()["id"].as_string() == person.id());
    }
  }
}

BOOST_AUTO_TEST_CASE(where_a_bearer_token_is_present_the_cookie_is_not_looked_at) {
  const Person person{client};
  const auto both = client.send(plain("GET", "/me", bearer(person.token()) + cookie(session)));
  BOOST_TEST(both.json()["id"].as_string() == person.id());
  BOOST_TEST(status_of(bearer(person.token()) + cookie("1.nonsense")) == 200);
  BOOST_TEST(status_of(bearer("1.nonsense") + cookie(session)) == 401);
  BOOST_TEST(status_of(Headers{{"Bearer", "1.nonsense"}} + cookie(session)) == 401);
}

BOOST_AUTO_TEST_CASE(what_is_no_session_is_not_signed_in) {
  const Person person{client};
  const auto secret = person.token().substr(person.token().find('.'));
  const auto own_id = std::stoll(person.id());
  for (const auto& token :
       {std::string{"x"}, std::string{"."}, std::string{"1."}, std::string{".x"}, person.id(),
        person.id() + ".", std::to_string(own_id + 1) + secret, "0" + person.token(),
        "-" + person.token(), person.token() + "A", person.token().substr(0, 20),
        "99999999999999999999" + secret, repeat("9", 4000), std::string{"1.\xD0\xB6\xFF"}}) {
    BOOST_TEST_CONTEXT(token.substr(0, 80)) {
      for (const auto& headers : {bearer(token), cookie(token), Headers{{"Bearer", token}}}) {
        const auto answer = client.send(plain("GET", "/me", headers));
        BOOST_TEST(answer.status == 401);
        BOOST_TEST(answer.header("WWW-Authenticate").starts_with("Bearer"));
      }
    }
  }
  BOOST_TEST(status_of({}) == 401);
  BOOST_TEST(status_of({{"Authorization", "Basic dTpw"}}) == 401);
}

BOOST_AUTO_TEST_CASE(a_token_is_not_kept_only_its_hash) {
  const Person person{client};
  support::Database database{service()};
  const auto kept = database.query(
      "select kind, (ends_at - last_seen_at)::text from sessions "
      "where account_id = $1::bigint and token_hash = sha256(convert_to($2, 'UTF8'))",
      {person.id(), person.token()});
  BOOST_REQUIRE_EQUAL(kept.size(), 1U);
  BOOST_TEST(kept[0][0] == "bearer");
  BOOST_TEST(kept[0][1] == "90 days");
  const auto of_cookie = database.query(
      "select kind, (ends_at - last_seen_at)::text from sessions "
      "where token_hash = sha256(convert_to($1, 'UTF8'))",
      {session});
  BOOST_REQUIRE_EQUAL(of_cookie.size(), 1U);
  BOOST_TEST(of_cookie[0][0] == "cookie");
  BOOST_TEST(of_cookie[0][1] == "30 days");
}

BOOST_AUTO_TEST_CASE(a_session_that_has_ended_signs_nobody_in) {
  support::Database database{service()};
  const auto end_at = [&](const std::string& when) {
    database.query(
        "update sessions set ends_at = now() + $2::interval "
        "where token_hash = sha256(convert_to($1, 'UTF8'))",
        {session, when});
  };
  end_at("1 minute");
  BOOST_TEST(status_of(cookie(session)) == 200);
  end_at("-1 second");
  BOOST_TEST(status_of(cookie(session)) == 401);
}

BOOST_AUTO_TEST_CASE(a_session_that_is_used_moves_its_end_but_not_past_its_greatest_age) {
  support::Database database{service()};
  const auto set_age = [&](const std::string& created, const std::string& seen) {
    database.query(
        "update sessions set created_at = now() - $2::interval, "
        "last_seen_at = now() - $3::interval, "
        "ends_at = least(now() - $3::interval + interval '30 days', "
        "                now() - $2::interval + interval '90 days') "
        "where token_hash = sha256(convert_to($1, 'UTF8'))",
        {session, created, seen});
  };
  const auto hours_left = [&] {
    return std::stoi(
        database.query("select round(extract(epoch from ends_at - now()) / 3600) "
                       "from sessions "
                       "where token_hash = sha256(convert_to($1, 'UTF8'))",
                       {session})[0][0]);
  };
  set_age("10 days", "5 days");
  BOOST_TEST(status_of(cookie(session)) == 200);
  BOOST_TEST(hours_left() == 30 * 24);
  set_age("80 days", "5 days");
  BOOST_TEST(status_of(cookie(session)) == 200);
  BOOST_TEST(hours_left() == 10 * 24);
  set_age("80 days", "31 days");
  BOOST_TEST(status_of(cookie(session)) == 401);
}

BOOST_AUTO_TEST_CASE(a_token_lasts_90_days_from_its_last_use) {
  const auto answer = client.send(json_request(
      "POST", "/auth/signin", object({{"username", username}, {"password", kPassword}})));
  BOOST_REQUIRE_EQUAL(answer.status, 200);
  BOOST_TEST(!answer.headers.has("Set-Cookie"));
  const auto expires_at = answer.json()["expires_at"].as_string();
  const auto in_90_days = std::chrono::system_clock::now() + std::chrono::days{90};
  const auto as_text = [](auto instant) {
    return support::to_text(std::chrono::floor<std::chrono::microseconds>(instant));
  };
  BOOST_TEST(expires_at > as_text(in_90_days - std::chrono::hours{1}));
  BOOST_TEST(expires_at < as_text(in_90_days + std::chrono::hours{1}));
}

BOOST_AUTO_TEST_CASE(signing_out_ends_this_session_and_no_other) {
  const auto other = sign_in(client, username).cookie("session").value_or("");
  const auto answer = client.send(plain("POST", "/logout", cookie(session)));
  BOOST_TEST(answer.status == 204);
  BOOST_TEST(answer.header("Clear-Site-Data") == "\"cache\"");
  BOOST_TEST(answer.cookie("session").value_or("still set").empty());
  BOOST_TEST(status_of(cookie(session)) == 401);
  BOOST_TEST(status_of(cookie(other)) == 200);
  BOOST_TEST(client.send(plain("POST", "/logout", cookie(session))).status == 401);
}

BOOST_AUTO_TEST_CASE(signing_out_ends_a_bearer_token_too) {
  Person person{client};
  BOOST_TEST(person.send(plain("POST", "/logout")).status == 204);
  BOOST_TEST(person.get("/me").status == 401);
}

BOOST_AUTO_TEST_CASE(a_new_sign_in_ends_the_cookie_session_it_came_with) {
  const auto second = sign_in(client, username, cookie(session)).cookie("session").value_or("");
  BOOST_TEST(second != session);
  BOOST_TEST(status_of(cookie(session)) == 401);
  BOOST_TEST(status_of(cookie(second)) == 200);
  const auto signed_up = client.send(json_request(
      "POST", "/signup", object({{"username", make_username()}, {"password", kPassword}}),
      cookie(second)));
  BOOST_TEST(signed_up.status == 201);
  BOOST_TEST(status_of(cookie(second)) == 401);
}

BOOST_AUTO_TEST_CASE(a_failed_sign_in_leaves_the_session_it_came_with) {
  const auto answer = client.send(json_request(
      "POST", "/login", object({{"username", username}, {"password", "not the password"}}),
      cookie(session)));
  BOOST_TEST(answer.status == 401);
  BOOST_TEST(status_of(cookie(session)) == 200);
}

struct Origin {
  std::optional<std::string> fetch_site;
  std::optional<std::string> origin;
  bool is_allowed;
};

Headers headers_of(const Origin& from) {
  Headers headers;
  if (from.fetch_site) {
    headers.add({"Sec-Fetch-Site", *from.fetch_site});
  }
  if (from.origin) {
    headers.add({"Origin", *from.origin});
  }
  return headers;
}

std::vector<Origin> origins() {
  const auto own = service().url;
  return {
      {"same-origin", own, true},
      {"same-origin", {}, true},
      {"none", {}, true},
      {"none", "https://elsewhere.example", true},
      {"cross-site", {}, false},
      {"cross-site", own, false},
      {"same-site", own, false},
      {"nonsense", {}, false},
      {{}, {}, true},
      {{}, own, true},
      {{}, "https://elsewhere.example", false},
      {{}, "null", false},
      {{}, own + ".elsewhere.example", false},
      {{}, own + "0", false},
      {{}, "http://" + service().host, false},
      {{}, "http://elsewhere.example/" + own, false},
  };
}

BOOST_AUTO_TEST_CASE(a_cookie_changes_nothing_from_another_site) {
  for (const auto& from : origins()) {
    BOOST_TEST_CONTEXT("Sec-Fetch-Site: " << from.fetch_site.value_or("(absent)")
                                          << ", Origin: " << from.origin.value_or("(absent)")) {
      const auto headers = headers_of(from) + cookie(session);
      const auto posted =
          client.send(json_request("POST", "/mood", object({{"rating", 3}}), headers));
      BOOST_TEST(posted.status == (from.is_allowed ? 201 : 403));
      const auto patched =
          client.send(json_request("PATCH", "/me", object({{"language", "ru"}}), headers));
      BOOST_TEST(patched.status == (from.is_allowed ? 200 : 403));
      const auto deleted = client.send(plain("DELETE", "/mood/9000000000000000000", headers));
      BOOST_TEST(deleted.status == (from.is_allowed ? 404 : 403));
      if (!from.is_allowed) {
        BOOST_TEST(posted.code() == "cross-site");
        BOOST_TEST(client.send(plain("POST", "/logout", headers)).status == 403);
      }
      BOOST_TEST(status_of(headers) == 200);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_default_port_of_a_scheme_is_no_other_site) {
  const auto post = [&](const std::string& host, const std::string& origin) {
    return client
        .send(json_request("POST", "/mood", object({{"rating", 3}}),
                           cookie(session) + Headers{{"Host", host}, {"Origin", origin}}))
        .status;
  };
  BOOST_TEST(post("daymark.example:443", "https://daymark.example") == 201);
  BOOST_TEST(post("daymark.example:80", "http://daymark.example") == 201);
  BOOST_TEST(post("Daymark.Example", "https://daymark.example:443") == 201);
  BOOST_TEST(post("[::1]:443", "https://[::1]") == 201);
  BOOST_TEST(post("daymark.example:443", "http://daymark.example") == 403);
  BOOST_TEST(post("daymark.example:8443", "https://daymark.example") == 403);
}

BOOST_AUTO_TEST_CASE(a_bearer_token_may_come_from_anywhere) {
  Person person{client};
  for (const auto& from : origins()) {
    BOOST_TEST(person.post("/mood", object({{"rating", 3}}), headers_of(from)).status == 201);
  }
}

BOOST_AUTO_TEST_CASE(another_site_cannot_change_who_a_browser_is_signed_in_as) {
  const auto from_elsewhere = cookie(session) + Headers{{"Sec-Fetch-Site", "cross-site"},
                                                        {"Origin", "https://elsewhere.example"}};
  for (const char* route : {"/login", "/auth/signin", "/signup", "/auth/signup"}) {
    BOOST_TEST_CONTEXT(route) {
      const auto is_sign_up = std::string_view{route}.ends_with("signup");
      const auto body =
          object({{"username", is_sign_up ? make_username() : username}, {"password", kPassword}});
      const auto answer = client.send(json_request("POST", route, body, from_elsewhere));
      BOOST_TEST(answer.status == 403);
      BOOST_TEST(answer.code() == "cross-site");
      BOOST_TEST(!answer.headers.has("Set-Cookie"));
    }
  }
  BOOST_TEST(status_of(cookie(session)) == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
