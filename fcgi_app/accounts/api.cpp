#include "accounts/api.hpp"

#include <algorithm>
#include <utility>

#include "accounts/accounts.hpp"
#include "accounts/username.hpp"
#include "context.hpp"
#include "server/fields.hpp"
#include "server/json.hpp"
#include "server/session_guard.hpp"
#include "server/utf8.hpp"

namespace daymark::accounts::api {
namespace {

using server::Fields;
using server::Flaw;
using server::Problem;
using server::Refusal;

/// More than any name or password can have: what cannot be right is wrong, not invalid.
constexpr server::Length kCredentialLength{0, 1000};
constexpr std::size_t kUserAgentBytesMax = 500;
constexpr server::Bounds kHours{0, 23};

std::string user_agent(const Request& request) {
  const auto text = request.variable("HTTP_USER_AGENT").substr(0, kUserAgentBytesMax);
  return server::is_utf8(text) ? std::string(text) : std::string{};
}

NewSession new_session(const Request& request, SessionKind kind) {
  NewSession session{.kind = kind, .user_agent = user_agent(request), .replaces = std::nullopt};
  if (const auto credentials = server::find_credentials(request)) {
    server::refuse_cross_site(request, *credentials);
    if (kind == SessionKind::kCookie && credentials->from_cookie) {
      session.replaces = credentials;
    }
  }
  return session;
}

void write_account(server::json::Writer& out, const Account& account) {
  out.begin_object();
  out.key("id").text(shared::to_string(account.id));
  out.key("username").text(account.username);
  out.key("language").text(shared::code(account.language));
  out.key("time_zone").text(account.time_zone);
  out.key("day_starts_at").number(account.day_starts_at);
  out.key("role").text(account.role == Role::kAdmin ? "admin" : "member");
  out.key("created_at").text(shared::to_string(account.created_at));
  out.end_object();
}

Response render_account(int status, const Account& account) {
  server::json::Writer out;
  write_account(out, account);
  return {.status = status, .headers = {{"Cache-Control", "no-store"}}, .body = out.take()};
}

Response render_cookie(int status, const Request& request, const SignedIn& signed_in) {
  auto response = render_account(status, signed_in.account);
  const auto age_s_max = lifetime(SessionKind::kCookie).age_max.count();
  response.headers.emplace_back("Set-Cookie",
                                server::session_cookie(request, signed_in.token, age_s_max));
  return response;
}

Response render_bearer(int status, const SignedIn& signed_in) {
  server::json::Writer out;
  out.begin_object();
  out.key("bearer_token").text(signed_in.token);
  out.key("expires_at").text(shared::to_string(signed_in.ends_at));
  out.key("account");
  write_account(out, signed_in.account);
  out.end_object();
  return {.status = status, .headers = {{"Cache-Control", "no-store"}}, .body = out.take()};
}

std::optional<shared::Language> read_language(Fields& fields) {
  const auto text = fields.text("language", {0, kCredentialLength.greatest});
  const auto language = text ? shared::parse_language(*text) : std::nullopt;
  if (text && !language) {
    fields.fault("language", Flaw::kInvalid);
  }
  return language;
}

std::optional<std::string> read_time_zone(Context& context, Fields& fields) {
  auto name = fields.text("time_zone", {0, kCredentialLength.greatest});
  if (name && !context.time_zones.contains(context.database, *name)) {
    fields.fault("time_zone", Flaw::kInvalid);
  }
  return name;
}

Settings read_settings(Context& context, Fields& fields) {
  Settings settings;
  settings.language = read_language(fields);
  settings.time_zone = read_time_zone(context, fields);
  settings.day_starts_at = fields.number("day_starts_at", kHours);
  return settings;
}

std::string read_new_password(Fields& fields) {
  fields.require("password");
  auto password = fields.text("password", {kPasswordLengthMin, kPasswordLengthMax});
  if (const auto flaw = password ? find_password_flaw(*password) : std::nullopt) {
    fields.fault("password", *flaw);
  }
  return password.value_or("");
}

SignUp read_sign_up(Context& context, const Request& request) {
  Fields fields{request};
  SignUp draft;
  fields.require("username");
  draft.username = fields.text("username", {kUsernameLengthMin, kUsernameLengthMax}).value_or("");
  const auto key = username_key(draft.username);
  if (!key && !fields.is_faulty("username")) {
    fields.fault("username", Flaw::kInvalid);
  }
  draft.username_key = key.value_or("");
  draft.password = read_new_password(fields);
  const auto settings = read_settings(context, fields);
  fields.finish();
  draft.language = settings.language.value_or(request.language);
  draft.time_zone = settings.time_zone.value_or(draft.time_zone);
  draft.day_starts_at = settings.day_starts_at.value_or(draft.day_starts_at);
  return draft;
}

SignedIn sign_up_as(SessionKind kind, Context& context, const Request& request) {
  if (!context.is_sign_up_open) {
    throw Refusal{Problem::kSignUpClosed};
  }
  const auto session = new_session(request, kind);
  const auto draft = read_sign_up(context, request);
  auto signed_in = accounts::sign_up(context.database, context.hasher, draft, session, request.now);
  if (!signed_in) {
    throw Refusal{Problem::kUsernameTaken};
  }
  return *std::move(signed_in);
}

SignedIn sign_in_as(SessionKind kind, Context& context, const Request& request) {
  const auto session = new_session(request, kind);
  Fields fields{request};
  fields.require("username");
  fields.require("password");
  const auto username = fields.text("username", kCredentialLength).value_or("");
  const auto password = fields.text("password", kCredentialLength).value_or("");
  fields.finish();
  auto signed_in = accounts::sign_in(context.database, context.hasher, username_key(username),
                                     password, session, request.now);
  if (!signed_in) {
    throw Refusal{Problem::kWrongCredentials};
  }
  return *std::move(signed_in);
}

Account require_account(std::optional<Account> account) {
  if (!account) {
    throw Refusal{Problem::kNotSignedIn};
  }
  return *std::move(account);
}

}  // namespace

Response sign_up(Context& context, const Request& request) {
  return render_cookie(201, request, sign_up_as(SessionKind::kCookie, context, request));
}

Response sign_in(Context& context, const Request& request) {
  return render_cookie(200, request, sign_in_as(SessionKind::kCookie, context, request));
}

Response sign_up_bearer(Context& context, const Request& request) {
  return render_bearer(201, sign_up_as(SessionKind::kBearer, context, request));
}

Response sign_in_bearer(Context& context, const Request& request) {
  return render_bearer(200, sign_in_as(SessionKind::kBearer, context, request));
}

Response sign_out(Context& context, const Request& request) {
  const auto credentials = server::require_credentials(request);
  server::parse_signed_in(
      request, credentials,
      [&] { return authenticate(context.database, credentials, request.now).has_value(); },
      [&] { server::refuse_parameters(request); });
  if (!accounts::sign_out(context.database, credentials, request.now)) {
    throw Refusal{Problem::kNotSignedIn};
  }
  return {.status = 204,
          .headers = {{"Cache-Control", "no-store"},
                      {"Clear-Site-Data", R"("cookies", "storage")"},
                      {"Set-Cookie", server::session_cookie(request, "", 0)}}};
}

Response get_account(Context& context, const Request& request) {
  const auto credentials = server::require_credentials(request);
  const auto account = require_account(authenticate(context.database, credentials, request.now));
  server::refuse_parameters(request);
  return render_account(200, account);
}

Response change_settings(Context& context, const Request& request) {
  const auto credentials = server::require_credentials(request);
  const auto settings = server::parse_signed_in(
      request, credentials,
      [&] { return authenticate(context.database, credentials, request.now).has_value(); },
      [&] {
        Fields fields{request};
        auto read = read_settings(context, fields);
        fields.finish();
        return read;
      });
  return render_account(200, require_account(accounts::change_settings(
                                 context.database, credentials, settings, request.now)));
}

}  // namespace daymark::accounts::api
