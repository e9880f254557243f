#include "accounts/api.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "accounts/accounts.hpp"
#include "accounts/settings_json.hpp"
#include "accounts/slowing.hpp"
#include "accounts/username.hpp"
#include "context.hpp"
#include "server/answers.hpp"
#include "server/fields.hpp"
#include "server/json.hpp"
#include "server/log.hpp"
#include "server/page.hpp"
#include "server/session_guard.hpp"
#include "server/utf8.hpp"
#include "shared/overloaded.hpp"

namespace daymark::accounts::api {
namespace {

using server::Fields;
using server::Flaw;
using server::log_security;
using server::private_answer;
using server::Problem;
using server::Refusal;
using server::SecurityEvent;
using shared::Overloaded;

/// Longer than any name or password, so that such a one is answered as wrong, not as invalid.
constexpr server::Length kCredentialLength{0, 1000};
constexpr std::size_t kUserAgentBytesMax = 500;
static_assert(kUsernameLengthMax <= kCredentialLength.greatest);
static_assert(kPasswordLengthMax <= kCredentialLength.greatest);

/// Throws the Refusal for an outcome that is not a success, and logs it if it is about a password.
struct Refuse {
  const Request& request;
  shared::AccountId account;

  Response operator()(NotSignedIn) const { throw Refusal{Problem::kNotSignedIn}; }
  Response operator()(WrongPassword) const {
    log_security(SecurityEvent::kSignInFailed, request, account);
    throw Refusal{Problem::kWrongPassword};
  }
  Response operator()(HeldUp held_up) const {
    log_security(SecurityEvent::kSignInHeldUp, request, account);
    throw Refusal{Problem::kTooManySignIns, held_up.retry_after};
  }
  Response operator()(NoSuchSession) const { throw Refusal{Problem::kNotFound}; }
};

std::string network(const Request& request) { return network_of(request.variable("REMOTE_ADDR")); }

/// The devices and sessions that a request claims.
std::vector<Credentials> claimed(const Request& request) {
  auto all = server::find_devices(request);
  const auto sessions = server::find_credentials(request);
  all.insert(all.end(), sessions.begin(), sessions.end());
  return all;
}

NewSession new_session(const Request& request, SessionKind kind) {
  NewSession session{.kind = kind,
                     .user_agent = server::readable_beginning(request.variable("HTTP_USER_AGENT"),
                                                              kUserAgentBytesMax),
                     .replaces = {},
                     .devices = {}};
  if (kind == SessionKind::kCookie) {
    session.replaces = server::find_credentials(request);
    std::erase_if(session.replaces, [](const auto& claimed) { return !claimed.from_cookie; });
    session.devices = server::find_devices(request);
  }
  return session;
}

void write_members(server::json::Writer& out, const Account& account) {
  out.key("id").text(shared::to_string(account.id));
  out.key("username").text(account.username);
  out.key("language").text(shared::code(account.language));
  out.key("time_zone").text(account.time_zone);
  out.key("day_starts_at").number(account.day_starts_at);
  out.key("role").text(account.role == Role::kAdmin ? "admin" : "member");
  out.key("created_at").instant(account.created_at);
}

void write_account(server::json::Writer& out, const Account& account) {
  out.begin_object();
  write_members(out, account);
  out.end_object();
}

void write_token(server::json::Writer& out, const SignedIn& signed_in) {
  out.key("bearer_token").text(signed_in.token);
  out.key("expires_at").instant(signed_in.ends_at);
}

Response render_account(int status, const Account& account) {
  server::json::Writer out;
  write_account(out, account);
  return private_answer(status, out.take());
}

Response render_cookie(int status, const Request& request, const SignedIn& signed_in) {
  auto response = render_account(status, signed_in.account);
  const auto age_s_max = lifetime(SessionKind::kCookie).age_max.count();
  response.headers.emplace_back("Set-Cookie",
                                server::session_cookie(request, signed_in.token, age_s_max));
  if (!signed_in.device_token.empty()) {
    const auto device_s_max = std::chrono::seconds{kDeviceLifetime}.count();
    response.headers.emplace_back(
        "Set-Cookie", server::device_cookie(request, signed_in.device_token, device_s_max));
  }
  return response;
}

Response render_bearer(int status, const SignedIn& signed_in) {
  server::json::Writer out;
  out.begin_object();
  write_token(out, signed_in);
  out.key("account");
  write_account(out, signed_in.account);
  out.end_object();
  return private_answer(status, out.take());
}

/// The account, whose session has a new token now: it goes the way on which the old one came.
Response render_renewed(const Request& request, const Credentials& old, const SignedIn& signed_in) {
  if (old.from_cookie) {
    return render_cookie(200, request, signed_in);
  }
  server::json::Writer out;
  out.begin_object();
  write_members(out, signed_in.account);
  write_token(out, signed_in);
  out.end_object();
  return private_answer(200, out.take());
}

Settings read_settings(Context& context, Fields& fields) {
  return accounts::read_settings(fields, [&](std::string_view name) {
    return context.time_zones.contains(context.database, name);
  });
}

/// Reads a password that is compared with the stored one; the rules for new ones do not apply.
std::string read_password(Fields& fields, std::string_view name) {
  fields.require(name);
  return fields.text(name, kCredentialLength).value_or("");
}

std::string read_new_password(Fields& fields, std::string_view username_key) {
  constexpr server::Bounds kBounds{kPasswordLengthMin, kPasswordLengthMax};
  fields.require("password");
  // Its length is that of its NFC, which find_password_flaw looks at.
  auto password = fields.text("password", {0, server::kBodyBytesMax});
  const auto flaw = password ? find_password_flaw(*password, username_key) : std::nullopt;
  if (flaw) {
    fields.fault("password", *flaw, kBounds);
  }
  return password.value_or("");
}

SignedIn sign_up_as(SessionKind kind, Context& context, const Request& request,
                    const SignUp& sign_up) {
  auto signed_in = accounts::sign_up(context.database, context.hasher, sign_up,
                                     new_session(request, kind), request.now);
  if (!signed_in) {
    throw Refusal{Problem::kUsernameTaken};
  }
  log_security(SecurityEvent::kSignedUp, request, signed_in->account.id);
  return *std::move(signed_in);
}

SignedIn sign_in_as(SessionKind kind, Context& context, const Request& request,
                    const Attempt& attempt) {
  return std::visit(Overloaded{
                        [&](SignedIn&& signed_in) {
                          log_security(SecurityEvent::kSignedIn, request, signed_in.account.id);
                          return std::move(signed_in);
                        },
                        [&](WrongPassword wrong) -> SignedIn {
                          log_security(SecurityEvent::kSignInFailed, request, wrong.account);
                          throw Refusal{Problem::kWrongCredentials};
                        },
                        [&](HeldUp held_up) -> SignedIn {
                          log_security(SecurityEvent::kSignInHeldUp, request, std::nullopt);
                          throw Refusal{Problem::kTooManySignIns, held_up.retry_after};
                        },
                    },
                    accounts::sign_in(context.database, context.hasher, attempt,
                                      new_session(request, kind), request.now));
}

/// Throws Refusal if the account is not what the request claims, or if anything else is wrong.
void refuse_faults(Context& context, const Request& request, const Credentials& credentials,
                   const AccountChange& change) {
  const auto account = accounts::authenticate(context.database, credentials, request.now);
  if (!account) {
    throw Refusal{Problem::kNotSignedIn};
  }
  auto faults = change.faults;
  server::json::Writer out;
  write_account(out, *account);
  server::add_read_only_faults(faults, change.claimed, out.take());
  if (!faults.empty()) {
    throw Refusal{std::move(faults)};
  }
}

/// Tells the browser to delete the session's cookie, and the pages that it keeps for "back" and
/// "forward". Why nothing else: docs/decisions.md#clear-site-data.
Response render_signed_out(const Request& request) {
  return {.status = 204,
          .headers = {{"Cache-Control", "no-store"},
                      {"Clear-Site-Data", R"("cache")"},
                      {"Set-Cookie", server::session_cookie(request, "", 0)}}};
}

void write_session(server::json::Writer& out, const Session& session) {
  out.begin_object();
  out.key("id").text(shared::to_string(session.id));
  out.key("kind").text(session.kind == SessionKind::kBearer ? "bearer" : "cookie");
  out.key("created_at").instant(session.created_at);
  out.key("last_seen_at").instant(session.last_seen_at);
  out.key("user_agent").text(session.user_agent);
  out.key("current").boolean(session.is_current);
  out.end_object();
}

std::optional<std::string> next_cursor(const SessionPage& page) {
  return page.has_more ? std::optional{server::write_id_cursor(page.items.back().id)}
                       : std::nullopt;
}

Response render(const SessionPage& page, int limit) {
  server::json::Writer out;
  out.begin_object();
  out.key("sessions").begin_array();
  for (const auto& session : page.items) {
    write_session(out, session);
  }
  out.end_array();
  auto response = private_answer(200);
  server::write_next_page(out, response, next_cursor(page), "/sessions", limit);
  out.end_object();
  response.body = out.take();
  return response;
}

}  // namespace

SignUp read_sign_up(Context& context, const Request& request) {
  if (!context.is_sign_up_open) {
    throw Refusal{Problem::kSignUpClosed};
  }
  Fields fields{request};
  SignUp sign_up;
  fields.require("username");
  sign_up.username = fields.text("username", {kUsernameLengthMin, kUsernameLengthMax}).value_or("");
  const auto key = new_username_key(sign_up.username);
  if (!key && !fields.is_faulty("username")) {
    fields.fault("username", Flaw::kNoUsername);
  }
  sign_up.username_key = key.value_or("");
  sign_up.password = read_new_password(fields, sign_up.username_key);
  const auto settings = read_settings(context, fields);
  fields.finish();
  sign_up.language = settings.language.value_or(request.language);
  sign_up.time_zone = settings.time_zone.value_or(sign_up.time_zone);
  sign_up.day_starts_at = settings.day_starts_at.value_or(sign_up.day_starts_at);
  sign_up.network = network(request);
  return sign_up;
}

Attempt read_sign_in(const Request& request) {
  Fields fields{request};
  fields.require("username");
  const auto username = fields.text("username", kCredentialLength).value_or("");
  auto password = read_password(fields, "password");
  fields.finish();
  return {.username_key = username_key(username).value_or(""),
          .password = std::move(password),
          .network = network(request),
          .own = claimed(request)};
}

AccountChange read_account_change(Context& context, const Request& request) {
  Fields fields{request};
  AccountChange change{.settings = read_settings(context, fields),
                       .password = std::nullopt,
                       .claimed = fields.read_only({"id", "username", "role", "created_at"})};
  // Each of the two requires the other.
  const bool is_wanted = fields.value("password") != nullptr;
  const bool is_claimed = fields.value("current_password") != nullptr;
  if (is_wanted || is_claimed) {
    const auto caller =
        accounts::choose_session(context.database, server::find_credentials(request), request.now);
    const auto name =
        caller ? accounts::find_own_name(context.database, *caller, request.now) : std::nullopt;
    change.password = NewPassword{.current = read_password(fields, "current_password"),
                                  .wanted = read_new_password(fields, name.value_or(""))};
  }
  if (change.claimed.empty()) {
    fields.finish();
  }
  change.faults = fields.faults();
  return change;
}

std::string read_current_password(const Request& request) {
  Fields fields{request};
  auto password = read_password(fields, "current_password");
  fields.finish();
  return password;
}

SessionsWanted read_sessions_wanted(const Request& request) {
  server::Parameters parameters{request};
  SessionsWanted wanted;
  wanted.limit = server::read_limit(parameters);
  wanted.before =
      parameters.parsed("cursor", server::read_id_cursor<shared::SessionId>, Flaw::kNoCursor);
  parameters.finish();
  return wanted;
}

Response sign_up(Context& context, const Request& request, const SignUp& sign_up) {
  return render_cookie(201, request, sign_up_as(SessionKind::kCookie, context, request, sign_up));
}

Response sign_in(Context& context, const Request& request, const Attempt& attempt) {
  return render_cookie(200, request, sign_in_as(SessionKind::kCookie, context, request, attempt));
}

Response sign_up_bearer(Context& context, const Request& request, const SignUp& sign_up) {
  return render_bearer(201, sign_up_as(SessionKind::kBearer, context, request, sign_up));
}

Response sign_in_bearer(Context& context, const Request& request, const Attempt& attempt) {
  return render_bearer(200, sign_in_as(SessionKind::kBearer, context, request, attempt));
}

Response sign_out(Context& context, const Request& request, const Credentials& credentials) {
  if (!accounts::sign_out(context.database, server::find_credentials(request), request.now)) {
    throw Refusal{Problem::kNotSignedIn};
  }
  log_security(SecurityEvent::kSignedOut, request, credentials.account);
  return render_signed_out(request);
}

Response get_account(Context&, const Request&, const Account& account) {
  return render_account(200, account);
}

Response change_account(Context& context, const Request& request, const Credentials& credentials,
                        const AccountChange& change) {
  if (!change.claimed.empty()) {
    refuse_faults(context, request, credentials, change);
  }
  if (!change.password) {
    const auto account =
        accounts::change_settings(context.database, credentials, change.settings, request.now);
    return account ? render_account(200, *account) : throw Refusal{Problem::kNotSignedIn};
  }
  return std::visit(
      Overloaded{[&](const SignedIn& renewed) {
                   log_security(SecurityEvent::kPasswordChanged, request, credentials.account);
                   return render_renewed(request, credentials, renewed);
                 },
                 Refuse{request, credentials.account}},
      accounts::change_password(context.database, context.hasher, credentials, *change.password,
                                change.settings, network(request), request.now));
}

Response erase_account(Context& context, const Request& request, const Credentials& credentials,
                       const std::string& current_password) {
  return std::visit(Overloaded{[&](Erased) {
                                 log_security(SecurityEvent::kAccountDeleted, request,
                                              credentials.account);
                                 return render_signed_out(request);
                               },
                               Refuse{request, credentials.account}},
                    accounts::erase(context.database, context.hasher, credentials, current_password,
                                    network(request), request.now));
}

Response list_sessions(Context& context, const Request& request, const Credentials& credentials,
                       const SessionsWanted& wanted) {
  return std::visit(Overloaded{[&](const SessionPage& page) { return render(page, wanted.limit); },
                               Refuse{request, credentials.account}},
                    accounts::list_sessions(context.database, credentials, wanted, request.now));
}

Response end_session(Context& context, const Request& request, shared::SessionId session,
                     const Credentials& credentials) {
  return std::visit(
      Overloaded{[&](Ended ended) {
                   log_security(SecurityEvent::kSessionEnded, request, credentials.account);
                   return ended.was_current ? render_signed_out(request) : private_answer(204);
                 },
                 Refuse{request, credentials.account}},
      accounts::end_session(context.database, credentials, session, request.now));
}

}  // namespace daymark::accounts::api
