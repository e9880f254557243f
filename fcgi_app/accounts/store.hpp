// The accounts' queries: rows ↔ structs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/account.hpp"
#include "shared/civil_day.hpp"
#include "storage/database.hpp"

namespace daymark::accounts::store {

using shared::CivilDay;

struct SessionRow {
  shared::AccountId account;
  std::string token_hash;
  SessionKind kind = SessionKind::kCookie;
  Instant created_at;
  Instant ends_at;
  std::string user_agent;
};

struct StoredCredentials {
  shared::AccountId account;
  std::string password_hash;
};

/// An attempt that was counted as failed in advance; whoever turns out to know the password takes
/// it back.
struct Reservation {
  std::string username_key;
  std::string network;
  std::optional<Instant> counted_at;  // among those of strangers; nothing: it is none
};

/// What reserving an attempt came to.
struct Reserving {
  bool is_reserved = false;
  std::optional<Instant> held_up_until;  // where it is not; nothing then: ask again
  Reservation reservation;
  std::optional<StoredCredentials> stored;  // nothing: nobody has this name
};

struct Authenticated {
  SessionUse use;
  Account account;
};

struct PasswordChange {
  std::string from;               // the hash that was verified
  std::optional<std::string> to;  // nothing: it stays
};

/// What an account is counted by, in figures about all accounts.
struct Counted {
  int longest_streak = 0;
  std::int64_t points = 0;
  int points_slot = 0;
  std::vector<shared::AchievementId> achievements;
};

struct FoundSessions {
  SessionUse use;
  std::vector<Session> sessions;
};

struct EndedSession {
  SessionUse use;
  std::optional<bool> was_current;  // nothing: the account has no such session
};

[[nodiscard]] shared::AccountId take_account_id(storage::Database& database);

/// False: the name is taken.
[[nodiscard]] bool create(storage::Database& database, const SignUp& sign_up,
                          const std::string& password_hash, const SessionRow& session);

[[nodiscard]] Reserving reserve_attempt(storage::Database& database, const Attempt& attempt,
                                        Instant now);

/// Nothing: the password has changed since it was verified.
[[nodiscard]] std::optional<Account> sign_in(storage::Database& database,
                                             const PasswordChange& password,
                                             const Reservation& reservation,
                                             const SessionRow& session,
                                             const std::optional<Credentials>& replaces);

/// The key of the username. Nothing: not signed in.
[[nodiscard]] std::optional<std::string> find_own_name(storage::Database& database,
                                                       const Credentials& credentials, Instant now);

[[nodiscard]] std::optional<Authenticated> authenticate(storage::Database& database,
                                                        const Credentials& credentials,
                                                        Instant now);

void touch_session(storage::Database& database, const Credentials& credentials, SessionKind kind,
                   Instant now);

/// Whether a live session was ended.
[[nodiscard]] bool end_session(storage::Database& database, const Credentials& credentials,
                               Instant now);

[[nodiscard]] std::optional<Authenticated> change_settings(storage::Database& database,
                                                           const Credentials& credentials,
                                                           const Settings& settings, Instant now);

/// Locks the account for the rest of the transaction. False: not signed in any more, or the
/// password is not the one that was verified.
[[nodiscard]] bool lock_account(storage::Database& database, const Credentials& credentials,
                                const std::string& password_hash, Instant now);

/// To a locked account.
[[nodiscard]] std::optional<Authenticated> change_password(storage::Database& database,
                                                           const Credentials& credentials,
                                                           const PasswordChange& password,
                                                           const Reservation& reservation,
                                                           const Settings& settings, Instant now);

/// A locked account, with everything that it owns. What it is counted in is left.
[[nodiscard]] Counted erase(storage::Database& database, shared::AccountId account,
                            const std::string& username_key);

void leave_counts(storage::Database& database, shared::AccountId account, const Counted& counted);

/// At most `limit` sessions. Nothing: not signed in.
[[nodiscard]] std::optional<FoundSessions> list_sessions(storage::Database& database,
                                                         const Credentials& credentials,
                                                         std::optional<shared::SessionId> before,
                                                         int limit, Instant now);

/// Nothing: not signed in.
[[nodiscard]] std::optional<EndedSession> end_session_by_id(storage::Database& database,
                                                            const Credentials& credentials,
                                                            shared::SessionId session, Instant now);

[[nodiscard]] Instant find_day_start(storage::Database& database, const DaySettings& settings,
                                     CivilDay day);

}  // namespace daymark::accounts::store
