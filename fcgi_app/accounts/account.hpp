// Accounts and their sessions as plain values.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "accounts/network.hpp"
#include "server/page.hpp"
#include "server/token.hpp"
#include "shared/ids.hpp"
#include "shared/instant.hpp"
#include "shared/language.hpp"

namespace daymark::accounts {

using server::Credentials;
using shared::Instant;

enum class Role { kMember, kAdmin };

struct Account {
  shared::AccountId id;
  std::string username;
  shared::Language language = shared::Language::kEnglish;
  std::string time_zone;  // IANA
  int day_starts_at = 0;  // hour, 0-23
  Role role = Role::kMember;
  Instant created_at;
};

/// An account whose role is kAdmin.
struct Administrator {
  Account account;
};

/// The key of the username in a path; see username.hpp.
struct UsernameKey {
  std::string text;
};

/// The settings that decide when the days of an account start.
struct DaySettings {
  std::string time_zone;
  int day_starts_at = 0;  // hour, 0-23
};

enum class SessionKind { kCookie, kBearer };

struct SessionLifetime {
  std::chrono::seconds idle_max;  // ends this long after its last use, exact to an hour
  std::chrono::seconds age_max;   // ends this long after it was created
};

[[nodiscard]] constexpr SessionLifetime lifetime(SessionKind kind) {
  using std::chrono::days;
  return kind == SessionKind::kCookie ? SessionLifetime{.idle_max = days{30}, .age_max = days{90}}
                                      : SessionLifetime{.idle_max = days{90}, .age_max = days{365}};
}

/// The living sessions of one account. One more ends the one that was used the longest ago.
inline constexpr int kSessionsMax = 100;

/// What is_extension_due needs to know of the session.
struct SessionUse {
  SessionKind kind = SessionKind::kCookie;
  Instant last_seen_at;
};

struct Session {
  shared::SessionId id;
  SessionKind kind = SessionKind::kCookie;
  Instant created_at;
  Instant last_seen_at;  // exact to an hour
  std::string user_agent;
  bool is_current = false;  // the session of the request
};

using SessionPage = server::Page<Session>;  // newest first

struct SessionsWanted {
  int limit = server::kPageLimitDefault;
  std::optional<shared::SessionId> before;  // the last session of the page before
};

struct NewSession {
  SessionKind kind = SessionKind::kCookie;
  std::string user_agent;
  std::vector<Credentials> replaces;  // the cookie sessions of the request
  std::vector<Credentials> devices;   // those of the request, for a cookie session
};

struct SignUp {
  std::string username;
  std::string username_key;  // see username.hpp
  std::string password;
  shared::Language language = shared::Language::kEnglish;
  std::string time_zone = "UTC";
  int day_starts_at = 0;
  std::string network{kUnknownNetwork};  // of the request; see network.hpp
};

/// A password that is to be compared with the stored one of an account.
struct Attempt {
  std::string username_key;  // empty if the name cannot be a username
  std::string password;
  std::string network{kUnknownNetwork};
  std::vector<Credentials> own;  // the devices and sessions that the request claims
};

struct SignedIn {
  Account account;
  std::string token;
  Instant ends_at;           // if the session is not used again
  std::string device_token;  // empty where none was made
};

struct Settings {
  std::optional<shared::Language> language;
  std::optional<std::string> time_zone;
  std::optional<int> day_starts_at;
};

struct NewPassword {
  std::string current;  // must be the present one
  std::string wanted;
};

}  // namespace daymark::accounts
