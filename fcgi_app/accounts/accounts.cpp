#include "accounts/accounts.hpp"

#include "accounts/store.hpp"

namespace daymark::accounts {
namespace {

using std::chrono::days;
using std::chrono::hours;

/// How stale `last_seen_at` may be.
constexpr hours kSeenPrecision{1};

store::SessionRow session_row(shared::AccountId account, const std::string& token,
                              const NewSession& session, Instant now) {
  const auto credentials = server::read_token(token);
  return {.account = account,
          .token_hash = credentials->token_hash,
          .kind = session.kind,
          .created_at = now,
          .ends_at = now + lifetime(session.kind).idle_max,
          .user_agent = session.user_agent};
}

std::optional<Account> used(storage::Database& database, const Credentials& credentials,
                            std::optional<store::Authenticated> found, Instant now) {
  if (!found) {
    return std::nullopt;
  }
  keep_alive(database, credentials, found->use, now);
  return std::move(found->account);
}

}  // namespace

SessionLifetime lifetime(SessionKind kind) {
  switch (kind) {
    case SessionKind::kCookie:
      return {.idle_max = days{30}, .age_max = days{90}};
    case SessionKind::kBearer:
      return {.idle_max = days{90}, .age_max = days{365}};
  }
  return {};
}

std::optional<SignedIn> sign_up(storage::Database& database, const PasswordHasher& hasher,
                                const SignUp& draft, const NewSession& session, Instant now) {
  const auto password_hash = hasher.hash(draft.password);
  const auto id = store::take_account_id(database);
  auto token = server::make_token(id);
  const auto row = session_row(id, token, session, now);
  if (!store::create(database, draft, password_hash, row)) {
    return std::nullopt;
  }
  if (session.replaces) {
    [[maybe_unused]] const bool ended = store::end_session(database, *session.replaces, now);
  }
  return SignedIn{.account = {.id = id,
                              .username = draft.username,
                              .language = draft.language,
                              .time_zone = draft.time_zone,
                              .day_starts_at = draft.day_starts_at,
                              .role = Role::kMember,
                              .created_at = now},
                  .token = std::move(token),
                  .ends_at = row.ends_at};
}

std::optional<SignedIn> sign_in(storage::Database& database, const PasswordHasher& hasher,
                                const std::optional<std::string>& username_key,
                                const std::string& password, const NewSession& session,
                                Instant now) {
  const auto stored = store::find_credentials(database, username_key.value_or(""));
  const auto hash = stored ? std::optional{stored->password_hash} : std::nullopt;
  if (!hasher.verify(hash, password)) {
    return std::nullopt;
  }
  store::PasswordChange change{.from = *hash, .to = std::nullopt};
  if (hasher.needs_rehash(*hash)) {
    change.to = hasher.hash(password);
  }
  auto token = server::make_token(stored->account);
  const auto row = session_row(stored->account, token, session, now);
  auto account = store::sign_in(database, change, row, session.replaces);
  if (!account) {
    return std::nullopt;
  }
  return SignedIn{
      .account = *std::move(account), .token = std::move(token), .ends_at = row.ends_at};
}

bool sign_out(storage::Database& database, const Credentials& credentials, Instant now) {
  return store::end_session(database, credentials, now);
}

std::optional<Account> authenticate(storage::Database& database, const Credentials& credentials,
                                    Instant now) {
  return used(database, credentials, store::authenticate(database, credentials, now), now);
}

void keep_alive(storage::Database& database, const Credentials& credentials, const SessionUse& use,
                Instant now) {
  if (now - use.last_seen_at >= kSeenPrecision) {
    store::touch_session(database, credentials, use.kind, now);
  }
}

std::optional<Account> change_settings(storage::Database& database, const Credentials& credentials,
                                       const Settings& settings, Instant now) {
  return used(database, credentials, store::change_settings(database, credentials, settings, now),
              now);
}

}  // namespace daymark::accounts
