#include <algorithm>
#include <array>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <thread>

#include "command.hpp"
#include "support/postgres.hpp"
#include "support/url.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using support::kPassword;
using support::make_username;

Json credentials(const std::string& username, const std::string& password = kPassword) {
  return object({{"username", username}, {"password", password}});
}

/// `abc` → `ａｂｃ`, which NFKC turns back.
std::string to_full_width(std::string_view ascii) {
  std::string text;
  for (const char c : ascii) {
    const auto code_point = 0xFEE0U + static_cast<unsigned char>(c);
    text += static_cast<char>(0xE0U | (code_point >> 12U));
    text += static_cast<char>(0x80U | ((code_point >> 6U) & 0x3FU));
    text += static_cast<char>(0x80U | (code_point & 0x3FU));
  }
  return text;
}

std::string digits_only(const std::string& username) {
  std::string digits;
  for (const char c : username) {
    if (c >= '0' && c <= '9') {
      digits += c;
    }
  }
  return digits;
}

/// The CPU time of the workers that hash passwords.
std::chrono::nanoseconds work_of_pool() {
  std::chrono::nanoseconds work{};
  for (const auto& name : support::list_services(service(), "auth-")) {
    work += support::cpu_time(support::find_process(service(), name).value());
  }
  return work;
}

BOOST_FIXTURE_TEST_SUITE(accounts, World)

BOOST_AUTO_TEST_CASE(a_new_account_has_the_documented_defaults) {
  const auto username = make_username();
  const auto before = support::to_text(
      std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()));
  const auto answer = client.send(json_request("POST", "/signup", credentials(username)));
  BOOST_REQUIRE_EQUAL(answer.status, 201);
  const auto account = answer.json();
  BOOST_TEST(account["username"].as_string() == username);
  BOOST_TEST(account["language"].as_string() == "en");
  BOOST_TEST(account["time_zone"].as_string() == "UTC");
  BOOST_TEST(account["day_starts_at"].as_integer() == 0);
  BOOST_TEST(account["role"].as_string() == "member");
  BOOST_TEST(account["created_at"].as_string() >= before.substr(0, before.size() - 1));
  BOOST_TEST(answer.headers.has("Set-Cookie"));
}

BOOST_AUTO_TEST_CASE(a_new_account_keeps_the_settings_it_came_with) {
  const auto settings = object({{"username", make_username()},
                                {"password", kPassword},
                                {"language", "ru"},
                                {"time_zone", "Asia/Kathmandu"},
                                {"day_starts_at", 23}});
  const auto account = client.send(json_request("POST", "/signup", settings)).json();
  for (const char* field : {"username", "language", "time_zone", "day_starts_at"}) {
    BOOST_TEST(account[field].to_text() == settings[field].to_text());
  }
}

BOOST_AUTO_TEST_CASE(the_language_of_a_new_account_is_the_one_its_reader_prefers) {
  struct Example {
    const char* accept_language;
    const char* language;
  };
  constexpr std::array<Example, 4> kExamples{
      {{"ru", "ru"}, {"de, ru;q=0.8, en;q=0.5", "ru"}, {"en-GB, ru;q=0.9", "en"}, {"de", "en"}}};
  for (const auto& [accept_language, language] : kExamples) {
    const auto answer =
        client.send(json_request("POST", "/auth/signup", credentials(make_username()),
                                 {{"Accept-Language", accept_language}}));
    BOOST_REQUIRE_EQUAL(answer.status, 201);
    BOOST_TEST(answer.json()["account"]["language"].as_string() == language);
  }
  const Person person{client, object({{"language", "en"}})};
  const auto asked = merged(credentials(make_username()), object({{"language", "en"}}));
  const auto answer =
      client.send(json_request("POST", "/auth/signup", asked, {{"Accept-Language", "ru"}}));
  BOOST_TEST(answer.json()["account"]["language"].as_string() == "en");
}

BOOST_AUTO_TEST_CASE(a_taken_username_is_refused_whatever_its_case_and_width) {
  const auto number = digits_only(make_username() + make_username());
  const std::array<std::pair<std::string, std::string>, 3> pairs{{
      {"Boris-" + number, "bORIS-" + number},
      {"Алиса-" + number, "аЛИСА-" + number},
      {"wide" + number, to_full_width("WIDE" + number)},
  }};
  for (const auto& [first, second] : pairs) {
    BOOST_TEST_CONTEXT(first << " and " << second) {
      BOOST_TEST(client.send(json_request("POST", "/auth/signup", credentials(first))).status ==
                 201);
      for (const char* route : {"/signup", "/auth/signup"}) {
        const auto again = client.send(json_request("POST", route, credentials(second)));
        BOOST_TEST(again.status == 409);
        BOOST_TEST(again.code() == "username-taken");
        BOOST_TEST(!again.headers.has("Set-Cookie"));
      }
      BOOST_TEST(client.send(json_request("POST", "/login", credentials(second))).status == 200);
      BOOST_TEST(client.send(json_request("POST", "/auth/signin", credentials(second))).status ==
                 200);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_username_has_3_to_64_code_points) {
  const auto number = digits_only(make_username() + make_username());
  const auto of_length = [&number](int length) {
    return repeat("ж", length - static_cast<int>(number.size())) + number;
  };
  BOOST_TEST(client.send(json_request("POST", "/auth/signup", credentials(of_length(64)))).status ==
             201);
  const auto sign_up = [this](const std::string& username) {
    return faults_of(client.send(json_request("POST", "/auth/signup", credentials(username))));
  };
  BOOST_TEST(sign_up(of_length(65)) == std::vector<std::string>{"#/username too-long"},
             boost::test_tools::per_element());
  BOOST_TEST(sign_up("жж") == std::vector<std::string>{"#/username too-short"},
             boost::test_tools::per_element());
  // Three random letters can be taken already: only that the length is fine is certain.
  const auto status =
      client.send(json_request("POST", "/auth/signup", credentials("ж" + number.substr(0, 2))))
          .status;
  BOOST_TEST((status == 201 || status == 409));
}

BOOST_AUTO_TEST_CASE(a_username_is_made_of_letters_digits_and_three_marks) {
  for (const char* username :
       {"with space", "at@home", "a/b/c", "tab\there", "semi;colon", "emoji\U0001F600",
        "zero\u200Bwidth", "<script>", "no\nline", "per%cent", "rtl\u202Eoverride"}) {
    BOOST_TEST_CONTEXT(username) {
      const auto answer = client.send(json_request("POST", "/auth/signup", credentials(username)));
      BOOST_TEST(faults_of(answer) == std::vector<std::string>{"#/username invalid"},
                 boost::test_tools::per_element());
    }
  }
  const auto username = "а-Ё_.漢字" + make_username();
  BOOST_TEST(client.send(json_request("POST", "/auth/signup", credentials(username))).status ==
             201);
}

BOOST_AUTO_TEST_CASE(a_username_begins_with_a_letter_or_digit_and_is_all_visible) {
  for (const std::string part : {"_", ".", "-", "\u3164", "\u034F", "\uFE0F"}) {
    BOOST_TEST_CONTEXT(part) {
      const auto username = part + make_username();
      for (const char* route : {"/signup", "/auth/signup"}) {
        BOOST_TEST(faults_of(client.send(json_request("POST", route, credentials(username)))) ==
                       std::vector<std::string>{"#/username invalid"},
                   boost::test_tools::per_element());
      }
    }
  }
  const auto username = make_username();
  BOOST_TEST(client.send(json_request("POST", "/auth/signup", credentials(username))).status ==
             201);
  for (const char* behind : {"\uFE0F", "\u034F", "\u3164"}) {
    BOOST_TEST(
        client.send(json_request("POST", "/auth/signup", credentials(username + behind))).status ==
        422);
  }
}

BOOST_AUTO_TEST_CASE(an_older_name_that_no_new_account_could_have_still_signs_in) {
  support::Database database{service()};
  for (const auto& older : {"-" + make_username(), make_username() + "\uFE0F"}) {
    BOOST_TEST_CONTEXT(older) {
      Person person{client};
      database.query("update accounts set username = $1 where account_id = $2::bigint",
                     {older, person.id()});
      database.query("update usernames set username_key = $1 where account_id = $2::bigint",
                     {older, person.id()});
      BOOST_TEST(client.send(json_request("POST", "/login", credentials(older))).status == 200);
      BOOST_TEST(person.get("/me").json()["username"].as_string() == older);
      BOOST_TEST(person.get("/users/" + support::percent_encoded(older)).status == 200);
      // And with the commands of the operator, which name it behind `--`.
      const auto state = "--state '" + service().state.string() + "' -- '" + older + "'";
      const auto admin = run(program("daymark") + "admin " + state);
      BOOST_TEST(admin.status == 0, admin.output);
      BOOST_TEST(person.get("/me").json()["role"].as_string() == "admin");
      const auto password =
          run("echo 'a walk along the coast' | " + program("daymark") + "password " + state);
      BOOST_TEST(password.status == 0, password.output);
      BOOST_TEST(
          client.send(json_request("POST", "/login", credentials(older, "a walk along the coast")))
              .status == 200);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_follows_two_hyphens_is_no_option_of_any_command) {
  const auto state = " --state '" + service().state.string() + "' ";
  for (const std::string command : {"admin", "password"}) {
    const auto [status, output] = run("echo 'a walk along the coast' | " + program("daymark") +
                                      command + state + "-- --revoke");
    BOOST_TEST(status == 1);
    BOOST_TEST(output.find("there is no account with the username --revoke") != std::string::npos,
               output);
  }
  for (const std::string command : {"run", "stop", "demo"}) {
    const auto [status, output] = run(program("daymark") + command + state + "-- --help");
    BOOST_TEST(status == 1);
    BOOST_TEST(output.find("takes options only, not: --help") != std::string::npos, output);
  }
}

BOOST_AUTO_TEST_CASE(a_password_has_8_to_128_code_points) {
  const auto sign_up = [this](int length) {
    return client.send(
        json_request("POST", "/auth/signup",
                     credentials(make_username(), repeat("\U0001F511", length - 1) + "!")));
  };
  BOOST_TEST(sign_up(8).status == 201);
  BOOST_TEST(sign_up(128).status == 201);
  BOOST_TEST(faults_of(sign_up(7)) == std::vector<std::string>{"#/password too-short"},
             boost::test_tools::per_element());
  BOOST_TEST(faults_of(sign_up(129)) == std::vector<std::string>{"#/password too-long"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_password_that_is_easily_guessed_is_refused) {
  const auto username = make_username();
  const std::array<std::pair<std::string, std::string>, 8> refused{{
      {"12345678", "too-common"},
      {"password", "too-common"},
      {"PassWord123", "too-common"},
      {"qwertyuiop", "too-common"},
      {"        ", "one-character"},
      {"жжжжжжжжж", "one-character"},
      {username, "same-as-username"},
      {"T" + username.substr(1), "same-as-username"},
  }};
  Person person{client, object({{"username", username}, {"password", kPassword}})};
  for (const auto& [password, code] : refused) {
    BOOST_TEST_CONTEXT(password) {
      const std::vector<std::string> wanted{"#/password " + code};
      // A name that is taken is told only where nothing else is wrong.
      const auto sign_up =
          client.send(json_request("POST", "/signup", credentials(username, password)));
      BOOST_TEST(faults_of(sign_up) == wanted, boost::test_tools::per_element());
      const auto change = person.patch(
          "/me", object({{"password", password}, {"current_password", "not the password"}}));
      BOOST_TEST(faults_of(change) == wanted, boost::test_tools::per_element());
      const auto [status, output] =
          run("echo '" + password + "' | " + program("daymark") + "password --state '" +
              service().state.string() + "' " + username);
      BOOST_TEST(status == 1);
      BOOST_TEST(output.find("This password cannot be used. ") != std::string::npos, output);
    }
  }
  BOOST_TEST(client.send(json_request("POST", "/login", credentials(username))).status == 200);
}

BOOST_AUTO_TEST_CASE(a_password_is_one_whether_its_letters_are_composed_or_not) {
  const std::string composed = "зел\u0451ны\u0439 чай";
  const std::string decomposed = "зел\u0435\u0308ны\u0438\u0306 чай";
  for (const auto& wanted : {composed, decomposed}) {
    const auto username = make_username();
    BOOST_TEST(
        client.send(json_request("POST", "/auth/signup", credentials(username, wanted))).status ==
        201);
    for (const auto& typed : {composed, decomposed}) {
      const auto answer =
          client.send(json_request("POST", "/auth/signin", credentials(username, typed)));
      BOOST_REQUIRE_EQUAL(answer.status, 200);
      const Headers token{{"Authorization", "Bearer " + answer.json()["bearer_token"].as_string()}};
      const auto change = client.send(json_request(
          "PATCH", "/me", object({{"password", wanted}, {"current_password", typed}}), token));
      BOOST_TEST(change.status == 200);
    }
    const auto token =
        client.send(json_request("POST", "/auth/signin", credentials(username, wanted)))
            .json()["bearer_token"]
            .as_string();
    const auto end =
        client.send(json_request("DELETE", "/me", object({{"current_password", decomposed}}),
                                 {{"Authorization", "Bearer " + token}}));
    BOOST_TEST(end.status == 204);
  }
}

BOOST_AUTO_TEST_CASE(a_password_from_the_operator_is_composed_too) {
  const Person person{client};
  const auto [status, output] =
      run("echo 'зел\u0435\u0308ны\u0438\u0306 чай' | " + program("daymark") +
          "password --state '" + service().state.string() + "' " + person.username());
  BOOST_TEST(status == 0, output);
  BOOST_TEST(client
                 .send(json_request("POST", "/login",
                                    credentials(person.username(), "зел\u0451ны\u0439 чай")))
                 .status == 200);
}

BOOST_AUTO_TEST_CASE(signing_up_names_every_fault_at_once) {
  const auto answer = client.send(json_request("POST", "/signup",
                                               object({{"username", "a"},
                                                       {"password", "short"},
                                                       {"language", "de"},
                                                       {"time_zone", "+03"},
                                                       {"day_starts_at", 24},
                                                       {"role", "admin"}})));
  const std::vector<std::string> expected{"#/day_starts_at out-of-range", "#/language invalid",
                                          "#/password too-short",         "#/role unknown-field",
                                          "#/time_zone invalid",          "#/username too-short"};
  BOOST_TEST(faults_of(answer) == expected, boost::test_tools::per_element());
  const auto nothing = client.send(json_request("POST", "/auth/signup", object({})));
  BOOST_TEST(faults_of(nothing) ==
                 (std::vector<std::string>{"#/password required", "#/username required"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(of_50_sign_ups_of_one_name_at_once_exactly_one_succeeds) {
  const auto username = make_username();
  std::atomic<int> made = 0;
  std::atomic<int> taken = 0;
  in_parallel(50, [&](int number) {
    auto own_client = make_client();
    const auto sign_up =
        json_request("POST", number % 2 == 0 ? "/signup" : "/auth/signup", credentials(username));
    auto answer = own_client.send(sign_up);
    while (answer.status == 503) {  // more than may wait for a hash
      std::this_thread::sleep_for(std::chrono::seconds{std::stoi(answer.header("Retry-After"))});
      answer = own_client.send(sign_up);
    }
    made += answer.status == 201 ? 1 : 0;
    taken += answer.status == 409 ? 1 : 0;
  });
  BOOST_TEST(made == 1);
  BOOST_TEST(taken == 49);
}

BOOST_AUTO_TEST_CASE(an_unknown_name_and_a_wrong_password_get_the_same_answer) {
  const Person person{client};
  const Headers id{{"X-Request-Id", "same"}};
  for (const char* route : {"/login", "/auth/signin"}) {
    const auto wrong = client.send(
        json_request("POST", route, credentials(person.username(), "not the password"), id));
    const auto unknown = client.send(
        json_request("POST", route, credentials(make_username(), "not the password"), id));
    BOOST_TEST(wrong.status == 401);
    BOOST_TEST(wrong.code() == "wrong-credentials");
    BOOST_TEST(unknown.status == 401);
    BOOST_TEST(unknown.body == wrong.body);
    BOOST_TEST(!wrong.headers.has("Set-Cookie"));
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_name_costs_as_much_work_as_a_wrong_password) {
  // In CPU time, because what else the machine does has no part in it. A name of its own for each
  // try, so that nobody has to wait.
  const auto work_of = [this](const std::string& name, const std::string& password) {
    const auto before = work_of_pool();
    client.send(json_request("POST", "/login", credentials(name, password)));
    return (work_of_pool() - before).count();
  };
  // The second one is compared twice: its letters are not composed.
  for (const std::string password : {"not the password", "not the pa\u0301ssword"}) {
    auto wrong = std::numeric_limits<std::int64_t>::max();
    auto unknown = wrong;
    for (int round = 0; round < 10; ++round) {
      wrong = std::min(wrong, work_of(Person{client}.username(), password));
      unknown = std::min(unknown, work_of(make_username(), password));
    }
    BOOST_TEST(unknown > wrong / 2);
    BOOST_TEST(unknown < wrong * 2);
  }
}

BOOST_AUTO_TEST_CASE(signing_in_gives_the_account) {
  const Person person{client};
  const auto login = client.send(json_request("POST", "/login", credentials(person.username())));
  BOOST_REQUIRE_EQUAL(login.status, 200);
  BOOST_TEST(login.json()["id"].as_string() == person.id());
  const auto signin =
      client.send(json_request("POST", "/auth/signin", credentials(person.username())));
  BOOST_REQUIRE_EQUAL(signin.status, 200);
  BOOST_TEST(signin.json()["account"].to_text() == login.json().to_text());
}

BOOST_AUTO_TEST_CASE(signing_in_needs_both_a_name_and_a_password) {
  for (const char* route : {"/login", "/auth/signin"}) {
    const auto answer =
        client.send(json_request("POST", route, object({{"username", 7}, {"remember", true}})));
    BOOST_TEST(faults_of(answer) ==
                   (std::vector<std::string>{"#/password required", "#/remember unknown-field",
                                             "#/username wrong-type"}),
               boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(settings_can_be_changed_one_at_a_time) {
  Person person{client, object({{"day_starts_at", 0}})};
  const auto before = person.get("/me").json();
  const std::array<Json::Member, 5> changes{{{"language", "ru"},
                                             {"time_zone", "Australia/Lord_Howe"},
                                             {"day_starts_at", 23},
                                             {"day_starts_at", 0},
                                             {"time_zone", "UTC"}}};
  auto expected = before;
  for (const auto& change : changes) {
    expected = merged(expected, Json::Object{change});
    const auto answer = person.patch("/me", Json::Object{change});
    BOOST_REQUIRE_EQUAL(answer.status, 200);
    BOOST_TEST((answer.json() == expected), answer.body);
    BOOST_TEST((person.get("/me").json() == expected));
  }
  BOOST_TEST((person.patch("/me", object({})).json() == expected));
}

BOOST_AUTO_TEST_CASE(a_change_of_settings_names_every_fault_and_changes_nothing) {
  Person person{client};
  const auto before = person.get("/me").body;
  const auto answer = person.patch("/me", object({{"language", "EN"},
                                                  {"time_zone", "Mars/Olympus"},
                                                  {"day_starts_at", -1},
                                                  {"username", "other"}}));
  const std::vector<std::string> expected{"#/day_starts_at out-of-range", "#/language invalid",
                                          "#/time_zone invalid", "#/username read-only"};
  BOOST_TEST(faults_of(answer) == expected, boost::test_tools::per_element());
  BOOST_TEST(person.get("/me").body == before);
}

BOOST_AUTO_TEST_CASE(an_account_as_it_was_read_can_be_sent_back) {
  Person person{client};
  const auto before = person.get("/me");
  const auto account = before.json();
  BOOST_TEST(person.patch("/me", account).body == before.body);
  const auto changed = person.patch("/me", merged(account, object({{"language", "ru"}})));
  BOOST_TEST(changed.json()["language"].as_string() == "ru");
  BOOST_TEST(person.patch("/me", account).body == before.body);
  const auto answer = person.patch("/me", object({{"id", "1"},
                                                  {"role", "admin"},
                                                  {"created_at", nullptr},
                                                  {"day_starts_at", 24},
                                                  {"current_password", "x"}}));
  const std::vector<std::string> expected{"#/created_at read-only", "#/day_starts_at out-of-range",
                                          "#/id read-only", "#/password required",
                                          "#/role read-only"};
  BOOST_TEST(faults_of(answer) == expected, boost::test_tools::per_element());
  BOOST_TEST(person.get("/me").body == before.body);
  BOOST_TEST(client.send(json_request("PATCH", "/me", account)).status == 401);
}

BOOST_AUTO_TEST_CASE(a_time_zone_is_a_name_of_the_iana_database) {
  Person person{client};
  for (const char* zone : {"+03", "UTC+3", "GMT-5:30", "<+03>-3", "EST5EDT4", "posix/Europe/Kyiv",
                           "europe/kyiv", "Europe/Kyiv ", "", "localtime", "../etc/passwd"}) {
    BOOST_TEST_CONTEXT(zone) {
      const auto answer = person.patch("/me", object({{"time_zone", zone}}));
      BOOST_TEST(answer.status == 422);
      const auto faults = faults_of(answer);
      BOOST_TEST(faults.size() == 1U);
      BOOST_TEST(faults.front().starts_with("#/time_zone "));
    }
  }
  for (const char* zone : {"Europe/Kyiv", "America/Argentina/Buenos_Aires", "Pacific/Kiritimati",
                           "Pacific/Chatham", "Etc/GMT+12"}) {
    BOOST_TEST_CONTEXT(zone) {
      BOOST_TEST(person.patch("/me", object({{"time_zone", zone}})).status == 200);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_day_starts_at_an_hour_from_0_to_23) {
  Person person{client};
  const auto change = [&person](const Json& hour) {
    return faults_of(person.patch("/me", object({{"day_starts_at", hour}})));
  };
  BOOST_TEST(change(24) == std::vector<std::string>{"#/day_starts_at out-of-range"},
             boost::test_tools::per_element());
  BOOST_TEST(change(-1) == std::vector<std::string>{"#/day_starts_at out-of-range"},
             boost::test_tools::per_element());
  BOOST_TEST(change("4") == std::vector<std::string>{"#/day_starts_at wrong-type"},
             boost::test_tools::per_element());
  BOOST_TEST(change(4.5).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
