// Who gets what: every role at every endpoint of the program's own table of routes. What is refused
// changes nothing of anybody, what is read changes nothing at all, and what is carried out is
// carried out for the one whose session it is.
#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <iomanip>
#include <sstream>
#include <string>
#include <vector>

#include "routes.hpp"
#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using support::kPassword;
using support::make_code;
using support::make_username;

/// Somebody and their sessions. The tokens are those of the sessions' cookies and bearers.
struct Account {
  std::string id;
  std::string username;
  std::string cookie;
  std::string bearer;
  std::string expired_cookie;
  std::string expired_bearer;
  std::string signed_out_cookie;
  std::string signed_out_bearer;
};

enum Party { kMember, kOther, kAdmin, kNobody };
constexpr std::array kParties{kMember, kOther, kAdmin};

using Cast = std::array<Account, kParties.size()>;

Headers as_cookie(const std::string& token) { return cookie(token); }
Headers as_bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }
Headers meant_for(const Account& account) { return {{"Daymark-Account", account.id}}; }

struct Role {
  const char* name;
  /// Whose request it is to the service.
  Party acts_as;
  Headers (*headers)(const Cast&);
  /// Whether the request is meant for an account that its session is not of.
  bool is_meant_for_another = false;
};

/// A table. "Member" is who owns what the requests name.
const std::vector<Role>& roles() {
  static const std::vector<Role> list{
      {"nobody", kNobody, [](const Cast&) { return Headers{}; }},
      {"member", kMember, [](const Cast& cast) { return as_cookie(cast[kMember].cookie); }},
      {"member's bearer", kMember,
       [](const Cast& cast) { return as_bearer(cast[kMember].bearer); }},
      {"other member", kOther, [](const Cast& cast) { return as_cookie(cast[kOther].cookie); }},
      {"another's bearer", kOther, [](const Cast& cast) { return as_bearer(cast[kOther].bearer); }},
      {"admin", kAdmin, [](const Cast& cast) { return as_cookie(cast[kAdmin].cookie); }},
      {"admin's bearer", kAdmin, [](const Cast& cast) { return as_bearer(cast[kAdmin].bearer); }},
      {"expired", kNobody,
       [](const Cast& cast) { return as_cookie(cast[kMember].expired_cookie); }},
      {"expired bearer", kNobody,
       [](const Cast& cast) { return as_bearer(cast[kMember].expired_bearer); }},
      {"signed out", kNobody,
       [](const Cast& cast) { return as_cookie(cast[kMember].signed_out_cookie); }},
      {"signed-out bearer", kNobody,
       [](const Cast& cast) { return as_bearer(cast[kMember].signed_out_bearer); }},
      // Where there is a bearer token, it alone counts.
      {"member + another's bearer", kOther,
       [](const Cast& cast) {
         return as_cookie(cast[kMember].cookie) + as_bearer(cast[kOther].bearer);
       }},
      {"other + member's bearer", kMember,
       [](const Cast& cast) {
         return as_cookie(cast[kOther].cookie) + as_bearer(cast[kMember].bearer);
       }},
      {"member + expired bearer", kNobody,
       [](const Cast& cast) {
         return as_cookie(cast[kMember].cookie) + as_bearer(cast[kMember].expired_bearer);
       }},
      {"nobody for member", kNobody, [](const Cast& cast) { return meant_for(cast[kMember]); }},
      {"member for member", kMember,
       [](const Cast& cast) { return as_cookie(cast[kMember].cookie) + meant_for(cast[kMember]); }},
      {"bearer for member", kMember,
       [](const Cast& cast) { return as_bearer(cast[kMember].bearer) + meant_for(cast[kMember]); }},
      {"expired for member", kNobody,
       [](const Cast& cast) {
         return as_cookie(cast[kMember].expired_cookie) + meant_for(cast[kMember]);
       }},
      {"admin for admin", kAdmin,
       [](const Cast& cast) { return as_cookie(cast[kAdmin].cookie) + meant_for(cast[kAdmin]); }},
      {"other for member", kNobody,
       [](const Cast& cast) { return as_cookie(cast[kOther].cookie) + meant_for(cast[kMember]); },
       true},
      {"other's bearer for member", kNobody,
       [](const Cast& cast) { return as_bearer(cast[kOther].bearer) + meant_for(cast[kMember]); },
       true},
      {"admin for member", kNobody,
       [](const Cast& cast) { return as_cookie(cast[kAdmin].cookie) + meant_for(cast[kMember]); },
       true},
      {"signed out for other", kNobody,
       [](const Cast& cast) {
         return as_cookie(cast[kMember].signed_out_cookie) + meant_for(cast[kOther]);
       },
       true},
      {"member + other's bearer, for member", kNobody,
       [](const Cast& cast) {
         return as_cookie(cast[kMember].cookie) + as_bearer(cast[kOther].bearer) +
                meant_for(cast[kMember]);
       },
       true},
  };
  return list;
}

/// For whom an endpoint does something.
enum class Reach {
  kEverybody,  // whoever asks
  kOneself,    // whoever is signed in, for their own account
  kOwner,      // whose the named thing is; for all others there is no such thing
  kMembers,    // whoever is signed in, about anybody
  kAdmins,     // whoever may do something for the member
};

const char* access_of(Reach reach) {
  return reach == Reach::kEverybody ? "everybody" : reach == Reach::kAdmins ? "admin" : "member";
}

Json achievement_body() {
  return object({{"code", make_code()},
                 {"points", 5},
                 {"name", object({{"en", "A walk"}, {"ru", "Прогулка"}})},
                 {"description", object({{"en", "Out and about."}, {"ru", "На улице."}})}});
}

Json task_body() { return object({{"title", "Water the plants"}}); }

/// One that nobody has: where it is set, something changes.
Json limit_body() {
  static int limit = 100;
  return object({{"daily_task_limit", ++limit}});
}

/// What a recipe has to make a request with.
struct Kitchen {
  HttpClient& client;
  const Account& member;
  const Account& admin;

  /// A new entry of the member; gives back its id.
  std::string record() const {
    const auto answer = client.send(json_request(
        "POST", "/mood", object({{"rating", 4}, {"note", "a note of " + member.username}}),
        as_bearer(member.bearer)));
    return answer.json()["entry"]["id"].as_string();
  }

  /// A new achievement; gives back its code.
  [[nodiscard]] std::string add_achievement() const {
    const auto answer = client.send(
        json_request("POST", "/achievements", achievement_body(), as_bearer(admin.bearer)));
    return answer.json()["code"].as_string();
  }

  [[nodiscard]] std::string awards() const { return "/users/" + member.username + "/achievements"; }

  /// A new achievement that the member holds; gives back its code.
  [[nodiscard]] std::string award() const {
    const auto code = add_achievement();
    client.send(json_request("POST", awards(), object({{"code", code}}), as_bearer(admin.bearer)));
    return code;
  }

  /// A new task of the member, who may have as many as it takes; gives back its id.
  [[nodiscard]] std::string add_task() const {
    client.send(json_request("PATCH", "/users/" + member.username,
                             object({{"daily_task_limit", 1'000}}), as_bearer(admin.bearer)));
    const auto answer =
        client.send(json_request("POST", "/task", task_body(), as_bearer(member.bearer)));
    return answer.json()["task"]["id"].as_string();
  }

  /// A new session of the member; gives back its id.
  [[nodiscard]] std::string make_session() const {
    const auto signed_in = client.send(json_request(
        "POST", "/auth/signin", object({{"username", member.username}, {"password", kPassword}})));
    const auto list = client.send(
        plain("GET", "/sessions", as_bearer(signed_in.json()["bearer_token"].as_string())));
    const auto body = list.json();
    const auto& sessions = body["sessions"].as_array();
    const auto current = std::ranges::find_if(
        sessions, [](const Json& session) { return session["current"].as_bool(); });
    return (*current)["id"].as_string();
  }
};

/// A valid request for an endpoint, but for who it is from. An endpoint can have several.
struct Recipe {
  const char* endpoint;  // method and path, as in the table of routes
  Reach reach;
  int status;  // for whom it is meant
  Request (*make)(const Kitchen&);
  const char* variant = "";
  Party changes = kNobody;  // where an admin does it
};

Json sign_up_body() { return object({{"username", make_username()}, {"password", kPassword}}); }

Json sign_in_body(const Kitchen& kitchen) {
  return object({{"username", kitchen.member.username}, {"password", kPassword}});
}

/// A table.
const std::vector<Recipe>& recipes() {
  using enum Reach;
  using K = const Kitchen&;
  static const std::vector<Recipe> list{
      {"POST /signup", kEverybody, 201,
       [](K) { return json_request("POST", "/signup", sign_up_body()); }},
      {"POST /login", kEverybody, 200,
       [](K k) { return json_request("POST", "/login", sign_in_body(k)); }},
      {"POST /logout", kOneself, 204, [](K) { return plain("POST", "/logout"); }},
      {"POST /auth/signup", kEverybody, 201,
       [](K) { return json_request("POST", "/auth/signup", sign_up_body()); }},
      {"POST /auth/signin", kEverybody, 200,
       [](K k) { return json_request("POST", "/auth/signin", sign_in_body(k)); }},
      {"GET /me", kOneself, 200, [](K) { return plain("GET", "/me"); }},
      {"PATCH /me", kOneself, 200,
       [](K) {
         return json_request("PATCH", "/me", object({{"language", "ru"}}));
       }},
      {"POST /mood", kOneself, 201,
       [](K) {
         return json_request("POST", "/mood", object({{"rating", 5}}));
       }},
      {"PATCH /me", kOneself, 200,
       [](K) {
         return json_request(
             "PATCH", "/me",
             object({{"current_password", kPassword}, {"password", "another walk by the river"}}));
       },
       "password"},
      {"DELETE /me", kOneself, 204,
       [](K) {
         return json_request("DELETE", "/me", object({{"current_password", kPassword}}));
       }},
      {"GET /sessions", kOneself, 200, [](K) { return plain("GET", "/sessions"); }},
      {"DELETE /sessions/{id}", kOwner, 204,
       [](K k) { return plain("DELETE", "/sessions/" + k.make_session()); }},
      {"GET /mood", kOneself, 200, [](K) { return plain("GET", "/mood"); }},
      {"GET /mood/{id}", kOwner, 200, [](K k) { return plain("GET", "/mood/" + k.record()); }},
      {"GET /mood/days", kOneself, 200,
       [](K) { return plain("GET", "/mood/days?from=2026-01-01&to=2026-12-31"); }},
      {"GET /mood/export", kOneself, 200, [](K) { return plain("GET", "/mood/export"); }},
      {"POST /mood/import", kOneself, 200,
       [](K) {
         return json_request(
             "POST", "/mood/import",
             object({{"moods",
                      array({object(
                          {{"rating", 1}, {"day", "2026-02-01"}, {"note", make_username()}})})}}));
       }},
      {"PATCH /mood/{id}", kOwner, 200,
       [](K k) {
         return json_request("PATCH", "/mood/" + k.record(), object({{"rating", 2}}));
       }},
      {"DELETE /mood/{id}", kOwner, 204,
       [](K k) { return plain("DELETE", "/mood/" + k.record()); }},
      {"GET /achievements", kEverybody, 200, [](K) { return plain("GET", "/achievements"); }},
      {"POST /achievements", kAdmins, 201,
       [](K) { return json_request("POST", "/achievements", achievement_body()); }},
      {"GET /users/{username}", kMembers, 200,
       [](K k) { return plain("GET", "/users/" + k.member.username); }},
      {"GET /users/{username}/achievements", kMembers, 200,
       [](K k) { return plain("GET", k.awards()); }},
      {"POST /users/{username}/achievements", kAdmins, 201,
       [](K k) {
         return json_request("POST", k.awards(), object({{"code", k.add_achievement()}}));
       },
       "", kMember},
      {"DELETE /users/{username}/achievements/{code}", kAdmins, 204,
       [](K k) { return plain("DELETE", k.awards() + "/" + k.award()); }, "", kMember},
      {"GET /statistics", kMembers, 200, [](K) { return plain("GET", "/statistics"); }},
      {"GET /statistics/seven-days-in-a-row", kMembers, 200,
       [](K) { return plain("GET", "/statistics/seven-days-in-a-row"); }},
      {"POST /task", kOneself, 201, [](K) { return json_request("POST", "/task", task_body()); }},
      {"GET /task", kOneself, 200, [](K) { return plain("GET", "/task"); }},
      {"GET /task/{id}", kOwner, 200, [](K k) { return plain("GET", "/task/" + k.add_task()); }},
      {"PATCH /task/{id}", kOwner, 200,
       [](K k) {
         return json_request("PATCH", "/task/" + k.add_task(), object({{"done", true}}));
       }},
      {"DELETE /task/{id}", kOwner, 204,
       [](K k) { return plain("DELETE", "/task/" + k.add_task()); }},
      {"PATCH /users/{username}", kAdmins, 200,
       [](K k) { return json_request("PATCH", "/users/" + k.member.username, limit_body()); }, "",
       kMember},
      {"GET /livez", kEverybody, 200, [](K) { return plain("GET", "/livez"); }},
      {"GET /readyz", kEverybody, 200, [](K) { return plain("GET", "/readyz"); }},
  };
  return list;
}

/// Who signs in or up, or asks for the service's health, is nobody yet.
bool looks_at_session(const Recipe& recipe) {
  return recipe.reach != Reach::kEverybody || recipe.endpoint == std::string{"GET /achievements"};
}

int expected_status(const Recipe& recipe, const Role& role) {
  if (role.is_meant_for_another && looks_at_session(recipe)) {
    return 409;
  }
  if (recipe.reach == Reach::kEverybody) {
    return recipe.status;
  }
  if (role.acts_as == kNobody) {
    return 401;
  }
  if (recipe.reach == Reach::kMembers) {
    return recipe.status;
  }
  if (recipe.reach == Reach::kAdmins) {
    return role.acts_as == kAdmin ? recipe.status : 403;
  }
  return recipe.reach == Reach::kOneself || role.acts_as == kMember ? recipe.status : 404;
}

struct Stage : World {
  support::Database database{service()};
  /// All that the database has of the account $1, as text.
  std::string all_of_account = write_all_of_account();
  Cast cast;

  Stage() {
    for (const auto party : kParties) {
      cast.at(party) = make_account(party);
    }
  }

  /// Sessions that have ended are nothing any more: signing out of one may remove it.
  std::string write_all_of_account() {
    std::string statement = "select ''";
    for (const auto& row : database.query(R"sql(
           select quote_ident(c.relname),
                  case c.relname when 'sessions' then ' and t.ends_at > now()' else '' end
             from pg_attribute a
             join pg_class c on c.oid = a.attrelid
            where a.attname = 'account_id' and c.relkind in ('r', 'p')
              and c.relnamespace = 'public'::regnamespace
            order by 1)sql")) {
      statement += " || coalesce((select string_agg(t::text, '\n' order by t::text) from " +
                   row.at(0) + " t where t.account_id = $1::bigint" + row.at(1) + "), '')";
    }
    return statement;
  }

  std::string look_at(const Account& account) {
    return database.query(all_of_account, {account.id}).at(0).at(0);
  }

  std::array<std::string, kParties.size()> look_at_all() {
    return {look_at(cast[kMember]), look_at(cast[kOther]), look_at(cast[kAdmin])};
  }

  Account make_account(Party party) {
    auto own_client = make_client();  // sign-ins are counted by address
    Account account{.username = make_username()};
    account.cookie = sign_up_with_cookie(own_client, account.username);
    account.id = account.cookie.substr(0, account.cookie.find('.'));
    account.bearer = sign_in_bearer(own_client, account);
    Kitchen{own_client, account, account}.record();
    if (party == kAdmin) {
      database.query("update accounts set role = 'admin' where account_id = $1::bigint",
                     {account.id});
    }
    if (party == kMember) {
      account.expired_cookie = sign_in_cookie(own_client, account);
      account.expired_bearer = sign_in_bearer(own_client, account);
      account.signed_out_cookie = sign_in_cookie(own_client, account);
      account.signed_out_bearer = sign_in_bearer(own_client, account);
      expire(account.expired_cookie);
      expire(account.expired_bearer);
      own_client.send(plain("POST", "/logout", as_cookie(account.signed_out_cookie)));
      own_client.send(plain("POST", "/logout", as_bearer(account.signed_out_bearer)));
    }
    return account;
  }

  static std::string sign_in_cookie(HttpClient& client, const Account& account) {
    const auto answer =
        client.send(json_request("POST", "/login", sign_in_body({client, account, account})));
    return answer.cookie("session").value_or("");
  }

  static std::string sign_in_bearer(HttpClient& client, const Account& account) {
    const auto answer =
        client.send(json_request("POST", "/auth/signin", sign_in_body({client, account, account})));
    return answer.json()["bearer_token"].as_string();
  }

  void expire(const std::string& token) {
    database.query(
        "update sessions set ends_at = now() - interval '1 second' "
        "where token_hash = sha256(convert_to($1, 'UTF8'))",
        {token});
  }

  /// How many of the sessions that the account was made with are left. A new password ends all but
  /// one.
  int count_sessions(const Account& account) {
    return std::stoi(
        database
            .query(R"sql(
      select count(*)
        from sessions s
       where s.account_id = $1::bigint
         and s.token_hash = any (select sha256(convert_to(token, 'UTF8'))
                                   from string_to_table($2, ' ') as token))sql",
                   {account.id, account.cookie + " " + account.bearer + " " +
                                    account.expired_cookie + " " + account.expired_bearer})
            .at(0)
            .at(0));
  }

  /// Some requests end sessions and accounts: whom they hit is replaced.
  void replace_the_fallen() {
    for (const auto party : kParties) {
      if (count_sessions(cast.at(party)) != (party == kMember ? 4 : 2)) {
        cast.at(party) = make_account(party);
      }
    }
  }

  int play(const Recipe& recipe, const Role& role) {
    replace_the_fallen();
    auto request = recipe.make({client, cast[kMember], cast[kAdmin]});
    request.headers = std::move(request.headers) + role.headers(cast);
    const auto before = look_at_all();
    const auto answer = client.send(request);
    const auto after = look_at_all();
    BOOST_TEST(answer.status == expected_status(recipe, role));
    const bool is_carried_out = answer.status < 300;
    const bool is_change = request.method != "GET";
    const auto changes = recipe.reach == Reach::kAdmins ? recipe.changes : role.acts_as;
    const bool tells_of_others = recipe.reach == Reach::kEverybody ||
                                 recipe.reach == Reach::kMembers ||
                                 (recipe.reach == Reach::kAdmins && is_carried_out);
    for (const auto party : kParties) {
      const bool is_changed = before.at(party) != after.at(party);
      if (!is_carried_out || !is_change) {
        BOOST_TEST(!is_changed, "something was changed of party " << party);
      } else if (recipe.reach != Reach::kEverybody) {
        BOOST_TEST(is_changed == (party == changes), "the wrong account was changed");
      }
      if (party != role.acts_as && !tells_of_others) {
        BOOST_TEST(answer.body.find(cast.at(party).username) == std::string::npos,
                   "the answer tells something of party " << party);
      }
    }
    return answer.status;
  }
};

BOOST_FIXTURE_TEST_SUITE(access, Stage)

BOOST_AUTO_TEST_CASE(every_role_gets_from_every_endpoint_what_is_meant_for_it) {
  auto routes = read_routes();
  std::ostringstream table;
  std::ostringstream numbers;
  for (std::size_t i = 0; i < roles().size(); ++i) {
    table << std::setw(4) << i + 1 << "  " << roles()[i].name << "\n";
    numbers << std::setw(5) << i + 1;
  }
  table << std::setw(46) << "" << numbers.str() << "\n";
  for (const auto& recipe : recipes()) {
    const auto name =
        recipe.endpoint + std::string{*recipe.variant == '\0' ? "" : ", "} + recipe.variant;
    BOOST_TEST_CONTEXT(name) {
      const auto route = routes.find(recipe.endpoint);
      BOOST_REQUIRE_MESSAGE(route != routes.end(), "there is no such route");
      BOOST_TEST(route->second.access == access_of(recipe.reach));
    }
    table << std::left << std::setw(46) << name << std::right;
    for (const auto& role : roles()) {
      BOOST_TEST_CONTEXT(name << " as " << role.name) {
        table << std::setw(5) << play(recipe, role);
      }
    }
    table << "\n";
  }
  BOOST_TEST_MESSAGE("what each role gets:\n" << table.str());
  for (const auto& recipe : recipes()) {
    routes.erase(recipe.endpoint);
  }
  for (const auto& [name, route] : routes) {
    BOOST_ERROR(name + " has no recipe");
  }
}

BOOST_AUTO_TEST_CASE(a_change_of_one_account_shows_and_shows_in_no_other) {
  for (const char* change :
       {"update accounts set version = version + 1 where account_id = $1::bigint",
        "update entries set note = 'x' where account_id = $1::bigint",
        "update credentials set password_hash = 'x' where account_id = $1::bigint",
        "delete from sessions where account_id = $1::bigint",
        "delete from runs where account_id = $1::bigint",
        "delete from accounts where account_id = $1::bigint"}) {
    BOOST_TEST_CONTEXT(change) {
      const auto before = look_at_all();
      database.query("begin");
      database.query(change, {cast[kOther].id});
      const auto after = look_at_all();
      database.query("rollback");
      BOOST_TEST(before[kOther] != after[kOther]);
      BOOST_TEST(before[kMember] == after[kMember]);
      BOOST_TEST(before[kAdmin] == after[kAdmin]);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
