// Daily tasks: what each request answers, and a limit that is never exceeded.
#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "achievements.hpp"
#include "tasks.hpp"

namespace daymark::http_tests {
namespace {

using std::chrono::days;
using support::to_text;
using Faults = std::vector<std::string>;

constexpr int kDefaultLimit = 5;
constexpr const char* kNobodys = "/task/9000000000000000000";

struct QuotaExpected {
  int limit = kDefaultLimit;
  const char* reason = "default";
  int used = 0;
  int remaining = kDefaultLimit;
};

void expect_quota(const Json& answer, const Person& person, const QuotaExpected& expected) {
  BOOST_TEST(answer["limit"].as_integer() == expected.limit);
  BOOST_TEST(answer["limit_reason"].as_string() == expected.reason);
  BOOST_TEST(answer["used"].as_integer() == expected.used);
  BOOST_TEST(answer["remaining"].as_integer() == expected.remaining);
  BOOST_TEST(answer["resets_at"].as_string() == to_text(end_of_today(person)));
}

std::vector<std::string> titles_of(const Json& page) {
  std::vector<std::string> titles;
  for (const auto& task : page["tasks"].as_array()) {
    titles.push_back(task["title"].as_string());
  }
  return titles;
}

/// The task without what was earned with it.
Json task_of(const Json& changed) {
  Json::Object members;
  for (const auto& member : changed.as_object()) {
    if (member.name != "awarded") {
      members.push_back(member);
    }
  }
  return members;
}

struct Tasked : Tasks {
  void use_up() {
    while (list()["remaining"].as_integer() > 0) {
      add();
    }
  }

  /// All pages, from `target` on, by their links.
  std::vector<std::string> read_all(std::string target) {
    std::vector<std::string> all;
    while (!target.empty()) {
      const auto page = person.get(target);
      BOOST_REQUIRE_EQUAL(page.status, 200);
      const auto titles = titles_of(page.json());
      all.insert(all.end(), titles.begin(), titles.end());
      BOOST_TEST(page.headers.has("Link") == page.json().has("next_cursor"));
      target = next_target(page);
    }
    return all;
  }

  Faults faults_of_task(const Json& body) { return faults_of(person.post("/task", body)); }
  Faults faults_of_limit(const Json& body) {
    return faults_of(admin.patch("/users/" + person.username(), body));
  }

  /// `5 → 12 pinned 2026-03-10` for each change of the person's limit, the oldest first.
  std::vector<std::string> list_changes() {
    std::vector<std::string> changes;
    for (const auto& row :
         database.query("select old_limit || ' → ' || new_limit || ' ' || reason || ' ' || day "
                        "from task_limit_changes where account_id = $1::bigint order by change_id",
                        {person.id()})) {
      changes.push_back(row.at(0));
    }
    return changes;
  }
};

BOOST_FIXTURE_TEST_SUITE(tasks, Tasked)

// --- Adding.

BOOST_AUTO_TEST_CASE(a_task_is_kept_and_taken_from_the_quota_of_its_day) {
  const auto before = now_to_the_second();
  const auto answer =
      person.post("/task", object({{"title", "Water the plants"}, {"note", "The fern, too.\n"}}));
  BOOST_REQUIRE_EQUAL(answer.status, 201);
  BOOST_TEST(answer.header("Cache-Control") == "no-store");
  const auto body = answer.json();
  const auto& task = body["task"];
  BOOST_TEST(task["title"].as_string() == "Water the plants");
  BOOST_TEST(task["note"].as_string() == "The fern, too.\n");
  BOOST_TEST(!task["done"].as_bool());
  BOOST_TEST(task["day"].as_string() == to_text(person.today()));
  const auto created_at = task["created_at"].as_string().substr(0, before.size());
  BOOST_TEST(before <= created_at);
  BOOST_TEST(created_at <= now_to_the_second());
  expect_quota(body, person, {.used = 1, .remaining = 4});
  const auto page = list();
  BOOST_TEST((page["tasks"] == array({task})));
  expect_quota(page, person, {.used = 1, .remaining = 4});
}

BOOST_AUTO_TEST_CASE(title_and_note_have_their_lengths_in_code_points) {
  limit(person, 100);
  const auto task = [](const Json& title, const Json& note) {
    return object({{"title", title}, {"note", note}});
  };
  for (const auto& title : {std::string{"x"}, repeat("x", 200), repeat("😀", 200), repeat("ж", 200),
                            std::string{" x "}, std::string{"\u0001'\"<b>"}}) {
    const auto answer = person.post("/task", task(title, nullptr));
    BOOST_REQUIRE_EQUAL(answer.status, 201);
    BOOST_TEST(answer.json()["task"]["title"].as_string() == title);
    BOOST_TEST(answer.json()["task"]["note"].is_null());
  }
  for (const auto& note : {std::string{}, repeat("x", 2'000), repeat("😀", 2'000)}) {
    const auto answer = person.post("/task", task("x", note));
    BOOST_REQUIRE_EQUAL(answer.status, 201);
    BOOST_TEST(answer.json()["task"]["note"].as_string() == note);
  }
  const auto id = add_id();
  const auto expect = [&](const Json& title, const Json& note, const Faults& faults) {
    BOOST_TEST(faults_of_task(task(title, note)) == faults, boost::test_tools::per_element());
    BOOST_TEST(faults_of(person.patch("/task/" + id, task(title, note))) == faults,
               boost::test_tools::per_element());
  };
  expect("", "", {"#/title too-short"});
  for (const auto* title : {" ", "\n\t", "\u200B", "\u2800\u3164"}) {
    expect(title, title, {"#/title blank"});
  }
  expect(repeat("😀", 201), "", {"#/title too-long"});
  expect("x", repeat("ж", 2'001), {"#/note too-long"});
  expect(1, true, {"#/note wrong-type", "#/title wrong-type"});
  expect(array({"x"}), object({}), {"#/note wrong-type", "#/title wrong-type"});
  expect(std::string("a\0b", 3), std::string("\0", 1),
         {"#/note contains-nul", "#/title contains-nul"});
  BOOST_TEST(list()["used"].as_integer() == 10);
}

BOOST_AUTO_TEST_CASE(all_that_is_wrong_with_a_new_task_is_told_at_once) {
  BOOST_TEST(faults_of_task(object({})) == Faults{"#/title required"},
             boost::test_tools::per_element());
  BOOST_TEST(faults_of_task(object({{"title", nullptr}})) == Faults{"#/title required"},
             boost::test_tools::per_element());
  BOOST_TEST(
      faults_of_task(object(
          {{"title", ""}, {"note", 1}, {"done", true}, {"day", "2026-03-10"}, {"id", nullptr}})) ==
          (Faults{"#/day unknown-field", "#/done unknown-field", "#/id unknown-field",
                  "#/note wrong-type", "#/title too-short"}),
      boost::test_tools::per_element());
  BOOST_TEST(faults_of(person.post("/task?day=2026-03-10", object({}))) ==
                 (Faults{"#/title required", "day unknown-parameter"}),
             boost::test_tools::per_element());
  BOOST_TEST(faults_of_task(array({})) == Faults{"# wrong-type"}, boost::test_tools::per_element());
  BOOST_TEST(faults_of(person.send({.method = "POST",
                                    .target = "/task",
                                    .headers = {{"Content-Type", "application/json"}},
                                    .body = R"({"title":"a","title":"b"})"})) ==
                 Faults{"#/title duplicate"},
             boost::test_tools::per_element());
  expect_quota(list(), person, {});
}

// --- Errors.

BOOST_AUTO_TEST_CASE(every_refusal_is_told_in_both_languages_and_changes_nothing) {
  const auto id = add_id();
  const auto session = sign_up_with_cookie(client, support::make_username());
  const auto from_elsewhere = cookie(session) + Headers{{"Origin", "https://elsewhere.example"}};
  const auto user = "/users/" + person.username();
  const auto some_limit = object({{"daily_task_limit", 7}});
  const auto text = [](const std::string& method, const std::string& target,
                       const std::string& body, const Headers& headers,
                       const std::string& type = "application/json") {
    return Request{.method = method,
                   .target = target,
                   .headers = headers + Headers{{"Content-Type", type}},
                   .body = body};
  };
  struct Example {
    Request request;
    int status;
    const char* code;
  };
  std::vector<Example> examples{
      {plain("GET", "/task"), 401, "not-signed-in"},
      {plain("DELETE", "/task/" + id), 401, "not-signed-in"},
      {plain("DELETE", "/task/" + id, from_elsewhere), 403, "cross-site"},
      {plain("DELETE", kNobodys, person.authorization()), 404, "not-found"},
      {json_request("PATCH", user, some_limit, person.authorization()), 403, "admins-only"},
      {json_request("PATCH", user, object({}), person.authorization()), 403, "admins-only"},
      {json_request("PATCH", "/users/" + support::make_username(), some_limit,
                    admin.authorization()),
       404, "not-found"},
      {json_request("PATCH", kNobodys, object({}), person.authorization()), 404, "not-found"},
      {plain("GET", "/task?limit=0", person.authorization()), 422, "invalid"},
      {plain("DELETE", "/task/" + id + "?force=1", person.authorization()), 422, "invalid"},
      {plain("GET", "/task/" + id), 401, "not-signed-in"},
      {plain("GET", kNobodys, person.authorization()), 404, "not-found"},
      {plain("PUT", "/task/" + id, person.authorization()), 405, "method-not-allowed"},
      {plain("DELETE", "/task", person.authorization()), 405, "method-not-allowed"},
  };
  for (const auto& [method, target, headers] :
       {std::tuple{"POST", std::string{"/task"}, person.authorization()},
        std::tuple{"PATCH", "/task/" + id, person.authorization()},
        std::tuple{"PATCH", user, admin.authorization()}}) {
    examples.push_back({text(method, target, "{}", {}), 401, "not-signed-in"});
    examples.push_back({text(method, target, "{}", from_elsewhere), 403, "cross-site"});
    examples.push_back(
        {text(method, target, "{}", headers, "text/plain"), 415, "unsupported-media-type"});
    examples.push_back({text(method, target, "{", headers), 400, "malformed-json"});
    examples.push_back({text(method, target, R"({"x":1})", headers), 422, "invalid"});
    examples.push_back({text(method, target, repeat("{", 65'537), headers), 413, "body-too-large"});
  }
  const auto before = list();
  for (const auto& [request, status, code] : examples) {
    for (const std::string language : {"en", "ru"}) {
      BOOST_TEST_CONTEXT(request.method << " " << request.target << ": " << status << " in "
                                        << language) {
        auto asked = request;
        asked.headers.add({"Accept-Language", language});
        expect_problem(client.send(asked), status, code, language);
      }
    }
  }
  BOOST_TEST((list() == before));
  BOOST_TEST(list_changes().empty());
}

BOOST_AUTO_TEST_CASE(the_methods_of_each_path_are_told) {
  BOOST_TEST(person.send(plain("PUT", kNobodys)).header("Allow") == "DELETE, GET, HEAD, PATCH");
  BOOST_TEST(person.remove("/task").header("Allow") == "GET, HEAD, POST");
  BOOST_TEST(person.remove("/users/" + person.username()).header("Allow") == "GET, HEAD, PATCH");
}

BOOST_AUTO_TEST_CASE(another_accounts_task_is_not_there) {
  const auto id = add_id();
  Person other{client};
  for (const auto& target :
       {"/task/" + id, std::string{kNobodys}, std::string{"/task/0"}, std::string{"/task/01"},
        std::string{"/task/x"}, std::string{"/task/-1"}, "/task/" + id + "0000000000000000000"}) {
    BOOST_TEST_CONTEXT(target) {
      expect_problem(other.get(target), 404, "not-found", "en");
      expect_problem(other.patch(target, object({{"done", true}})), 404, "not-found", "en");
      expect_problem(other.remove(target), 404, "not-found", "en");
    }
  }
  BOOST_TEST((other.get("/task").json()["tasks"] == array({})));
  BOOST_TEST(!list()["tasks"].as_array().at(0)["done"].as_bool());
}

// --- Reading.

BOOST_AUTO_TEST_CASE(tasks_come_the_oldest_first_and_page_by_page) {
  limit(person, 40);
  std::vector<std::string> titles;
  for (int number = 0; number < 32; ++number) {
    titles.push_back("Task " + std::to_string(number));
    add(titles.back());
  }
  BOOST_TEST(titles_of(list("?limit=100")) == titles, boost::test_tools::per_element());
  BOOST_TEST(titles_of(list()).size() == 30U);
  BOOST_TEST(titles_of(list("?limit=1")).size() == 1U);
  for (const auto* target : {"/task", "/task?limit=1", "/task?limit=7"}) {
    BOOST_TEST(read_all(target) == titles, boost::test_tools::per_element());
  }
  BOOST_TEST(!list("?limit=32").has("next_cursor"));
  const auto first = person.get("/task?limit=2");
  BOOST_TEST(first.header("Link") ==
             "</task?limit=2&cursor=" + first.json()["next_cursor"].as_string() +
                 "&day=" + to_text(person.today()) + ">; rel=\"next\"");
  // Where a page ended, something can be gone.
  BOOST_REQUIRE_EQUAL(
      person.remove("/task/" + first.json()["tasks"].as_array().at(1)["id"].as_string()).status,
      204);
  BOOST_TEST(titles_of(person.get(next_target(first)).json()) ==
                 (std::vector<std::string>{titles[2], titles[3]}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(each_day_keeps_its_tasks_and_the_quota_is_the_present_one) {
  add("long ago");
  add("then, too");
  let_days_pass(3);
  expect_quota(list(), person, {});
  BOOST_TEST((list()["tasks"] == array({})));
  add("today");
  const auto today = person.today();
  BOOST_TEST(titles_of(list()) == std::vector<std::string>{"today"},
             boost::test_tools::per_element());
  BOOST_TEST((list("?day=" + to_text(today)) == list()));
  const auto past = list("?limit=1&day=" + to_text(today - days{3}));
  BOOST_TEST(titles_of(past) == std::vector<std::string>{"long ago"},
             boost::test_tools::per_element());
  expect_quota(past, person, {.used = 1, .remaining = 4});
  BOOST_TEST(read_all("/task?limit=1&day=" + to_text(today - days{3})) ==
                 (std::vector<std::string>{"long ago", "then, too"}),
             boost::test_tools::per_element());
  BOOST_TEST((list("?day=0001-01-01")["tasks"] == array({})));
  BOOST_TEST((list("?day=9999-12-31")["tasks"] == array({})));
}

BOOST_AUTO_TEST_CASE(a_parameter_that_is_not_valid_is_named) {
  const auto expect = [this](const std::string& query, const Faults& faults) {
    BOOST_TEST_CONTEXT(query) {
      BOOST_TEST(faults_of(person.get("/task?" + query)) == faults,
                 boost::test_tools::per_element());
    }
  };
  for (const auto* limit : {"0", "101", "-1", "x", ""}) {
    expect(std::string{"limit="} + limit, {"limit out-of-range"});
  }
  for (const auto* day :
       {"", "2026-02-30", "today", "2026-3-1", "20260310", "2026-03-10T00:00:00Z"}) {
    expect(std::string{"day="} + day, {"day invalid"});
  }
  for (const auto& cursor : {std::string{}, std::string{"x"}, std::string{"MA"}, std::string{"LTE"},
                             std::string{"OTIyMzM3MjAzNjg1NDc3NTgwOA"}, repeat("A", 4'000)}) {
    expect("cursor=" + cursor, {"cursor invalid"});
  }
  expect("limit=0&day=x&cursor=&from=2026-01-01",
         {"cursor invalid", "day invalid", "from unknown-parameter", "limit out-of-range"});
}

BOOST_AUTO_TEST_CASE(HEAD_is_GET_without_the_body) {
  add();
  add();
  const auto head = person.send(plain("HEAD", "/task?limit=1"));
  BOOST_TEST(head.status == 200);
  BOOST_TEST(head.body.empty());
  BOOST_TEST(head.header("Link") == person.get("/task?limit=1").header("Link"));
}

// --- The limit.

BOOST_AUTO_TEST_CASE(a_used_up_quota_tells_how_long_to_wait_and_nothing_is_stored) {
  for (int number = 1; number <= kDefaultLimit; ++number) {
    const auto answer = person.post("/task", new_task());
    BOOST_REQUIRE_EQUAL(answer.status, 201);
    expect_quota(answer.json(), person, {.used = number, .remaining = kDefaultLimit - number});
  }
  const auto full = list();
  const auto end = end_of_today(person);
  for (const std::string language : {"en", "ru"}) {
    const auto earliest = std::chrono::system_clock::now();
    const auto answer = person.post("/task", new_task(), {{"Accept-Language", language}});
    const auto latest = std::chrono::system_clock::now();
    expect_problem(answer, 429, "daily-task-limit", language);
    expect_quota(answer.json(), person, {.used = kDefaultLimit, .remaining = 0});
    const std::chrono::seconds wait{std::stoll(answer.header("Retry-After"))};
    BOOST_TEST((wait >= std::chrono::ceil<std::chrono::seconds>(end - latest)));
    BOOST_TEST((wait <= std::chrono::ceil<std::chrono::seconds>(end - earliest)));
  }
  // What is faulty is told first.
  BOOST_TEST(faults_of_task(object({})) == Faults{"#/title required"},
             boost::test_tools::per_element());
  BOOST_TEST((list() == full));
  BOOST_TEST(ask("select count(*) from tasks where account_id = $1::bigint", {person.id()}) == "5");
  Person other{client};
  BOOST_TEST(other.post("/task", new_task()).status == 201);
}

BOOST_AUTO_TEST_CASE(the_next_day_has_a_quota_of_its_own) {
  use_up();
  let_days_pass(1);
  expect_quota(list(), person, {});
  add();
  expect_quota(list(), person, {.used = 1, .remaining = 4});
}

BOOST_AUTO_TEST_CASE(deleting_gives_nothing_back) {
  use_up();
  const auto before = list();
  for (const auto& task : before["tasks"].as_array()) {
    const auto answer = person.remove("/task/" + task["id"].as_string());
    BOOST_TEST(answer.status == 204);
    BOOST_TEST(answer.header("Cache-Control") == "no-store");
    expect_problem(person.remove("/task/" + task["id"].as_string()), 404, "not-found", "en");
  }
  expect_quota(list(), person, {.used = kDefaultLimit, .remaining = 0});
  BOOST_TEST((list()["tasks"] == array({})));
  BOOST_TEST(person.post("/task", new_task()).code() == "daily-task-limit");
}

BOOST_AUTO_TEST_CASE(a_limit_is_pinned_and_given_back) {
  const auto today = to_text(person.today());
  const auto pinned = limit(person, 12);
  BOOST_TEST((pinned == object({{"username", person.username()},
                                {"daily_task_limit", 12},
                                {"limit_reason", "pinned"}})));
  expect_quota(list(), person, {.limit = 12, .reason = "pinned", .remaining = 12});
  limit(person, 12);
  limit(person, 1'000);
  const auto automatic = limit(person, nullptr);
  BOOST_TEST((automatic == object({{"username", person.username()},
                                   {"daily_task_limit", 5},
                                   {"limit_reason", "default"}})));
  BOOST_TEST((limit(person, nullptr) == automatic));
  limit(person, 5);
  expect_quota(list(), person, {.reason = "pinned"});
  BOOST_TEST(list_changes() ==
                 (std::vector<std::string>{"5 → 12 pinned " + today, "12 → 1000 pinned " + today,
                                           "1000 → 5 default " + today, "5 → 5 pinned " + today}),
             boost::test_tools::per_element());
  Person other{client};
  expect_quota(other.get("/task").json(), other, {});
}

BOOST_AUTO_TEST_CASE(an_account_or_its_limit_as_it_was_read_can_be_sent_back) {
  const auto target = "/users/" + person.username();
  const auto send = [&](const Json& body) {
    const auto answer = admin.patch(target, body);
    BOOST_TEST(answer.status == 200, answer.body);
    return answer.json();
  };
  const auto automatic = limit(person, nullptr);
  const auto account = admin.get(target).json();
  BOOST_TEST((send(account) == automatic));
  BOOST_TEST((send(automatic) == automatic));
  BOOST_TEST(list_changes().empty());
  const auto pinned = send(merged(automatic, object({{"daily_task_limit", 7}})));
  BOOST_TEST(pinned["limit_reason"].as_string() == "pinned");
  BOOST_TEST((send(pinned) == pinned));
  BOOST_TEST((send(account) == pinned));
  BOOST_TEST((send(merged(account, object({{"daily_task_limit", nullptr}}))) == automatic));
  BOOST_TEST(list_changes().size() == 2U);
  // Alone, the number that there is already pins the limit.
  BOOST_TEST(limit(person, 5)["limit_reason"].as_string() == "pinned");
  BOOST_TEST(admin.patch("/users/" + support::make_username(), account).status == 404);
  BOOST_TEST(person.patch(target, account).status == 403);
}

BOOST_AUTO_TEST_CASE(null_leaves_a_limit_alone_that_nobody_has_pinned) {
  database.query(
      "update accounts set daily_task_limit = 9, limit_reason = 'raised' "
      "where account_id = $1::bigint",
      {person.id()});
  BOOST_TEST((limit(person, nullptr) == object({{"username", person.username()},
                                                {"daily_task_limit", 9},
                                                {"limit_reason", "raised"}})));
  expect_quota(list(), person, {.limit = 9, .reason = "raised", .remaining = 9});
  BOOST_TEST(list_changes().empty());
}

BOOST_AUTO_TEST_CASE(a_limit_below_what_is_used_leaves_nothing_and_a_higher_one_the_rest) {
  for (int number = 0; number < 3; ++number) {
    add();
  }
  limit(person, 2);
  expect_quota(list(), person, {.limit = 2, .reason = "pinned", .used = 3, .remaining = 0});
  BOOST_TEST(person.post("/task", new_task()).code() == "daily-task-limit");
  limit(person, 4);
  const auto answer = person.post("/task", new_task());
  BOOST_TEST(answer.status == 201);
  expect_quota(answer.json(), person, {.limit = 4, .reason = "pinned", .used = 4, .remaining = 0});
  BOOST_TEST(person.post("/task", new_task()).code() == "daily-task-limit");
}

BOOST_AUTO_TEST_CASE(a_limit_of_zero_allows_no_task) {
  limit(person, 0);
  const QuotaExpected none{.limit = 0, .reason = "pinned", .used = 0, .remaining = 0};
  expect_quota(list(), person, none);
  const auto end = end_of_today(person);
  const auto latest_wait =
      std::chrono::ceil<std::chrono::seconds>(end - std::chrono::system_clock::now());
  const auto answer = person.post("/task", new_task());
  expect_problem(answer, 429, "daily-task-limit", "en");
  BOOST_TEST(std::stoll(answer.header("Retry-After")) <= latest_wait.count());
  expect_quota(list(), person, none);
  BOOST_TEST(ask("select count(*) from task_quotas where account_id = $1::bigint", {person.id()}) ==
             "0");
  limit(person, 1);
  BOOST_TEST(person.post("/task", new_task()).status == 201);
}

BOOST_AUTO_TEST_CASE(a_limit_is_null_or_a_whole_number_from_0_to_1000) {
  const auto with = [](const Json& limit) { return object({{"daily_task_limit", limit}}); };
  for (const Json& number : {Json{-1}, Json{1'001}, Json{1.5}, Json{std::int64_t{4'294'967'301}}}) {
    BOOST_TEST(faults_of_limit(with(number)) == Faults{"#/daily_task_limit out-of-range"},
               boost::test_tools::per_element());
  }
  for (const Json& other : {Json{"5"}, Json{true}, array({5}), object({})}) {
    BOOST_TEST(faults_of_limit(with(other)) == Faults{"#/daily_task_limit wrong-type"},
               boost::test_tools::per_element());
  }
  BOOST_TEST(faults_of_limit(object({})) == Faults{"#/daily_task_limit required"},
             boost::test_tools::per_element());
  BOOST_TEST(faults_of_limit(object({{"limit", 5}})) ==
                 (Faults{"#/daily_task_limit required", "#/limit unknown-field"}),
             boost::test_tools::per_element());
  BOOST_TEST(faults_of_limit(object({{"limit", 5},
                                     {"username", "x"},
                                     {"points", "0"},
                                     {"limit_reason", "pinned"},
                                     {"daily_task_limit", 1'001}})) ==
                 (Faults{"#/daily_task_limit out-of-range", "#/limit unknown-field",
                         "#/limit_reason read-only", "#/points read-only", "#/username read-only"}),
             boost::test_tools::per_element());
  expect_quota(list(), person, {});
  BOOST_TEST(list_changes().empty());
}

BOOST_AUTO_TEST_CASE(whose_limit_it_is_the_path_says_in_any_spelling) {
  Person vera{client, object({{"username", "Вера." + support::make_username().substr(2)}})};
  const auto name = vera.username();
  const auto number = name.substr(name.find('.'));
  for (const auto* spelling : {"%D0%B2%D0%B5%D1%80%D0%B0", "%D0%92%D0%95%D0%A0%D0%90"}) {
    const auto answer =
        admin.patch("/users/" + std::string{spelling} + number, object({{"daily_task_limit", 3}}));
    BOOST_REQUIRE_EQUAL(answer.status, 200);
    BOOST_TEST(answer.json()["username"].as_string() == name);
  }
  for (const auto* name_of_nobody : {"/users/%20", "/users/a%2Fb", "/users/a%00b", "/users/..."}) {
    const auto answer = admin.patch(name_of_nobody, object({{"daily_task_limit", 3}}));
    BOOST_TEST((answer.status == 404 || answer.status == 400), name_of_nobody);
  }
}

BOOST_AUTO_TEST_CASE(who_is_an_administrator_no_more_sets_no_limit) {
  database.query("update accounts set role = 'member' where account_id = $1::bigint", {admin.id()});
  expect_problem(admin.patch("/users/" + admin.username(), object({{"daily_task_limit", 7}})), 403,
                 "admins-only", "en");
}

// --- Sent again.

BOOST_AUTO_TEST_CASE(the_same_request_gets_the_first_answer_also_when_the_quota_is_used_up) {
  limit(person, 2);
  const auto task = object({{"title", "Call home"}, {"note", "In the evening."}});
  const auto first = person.post("/task", task, idempotency_key("one"));
  BOOST_REQUIRE_EQUAL(first.status, 201);
  add();
  const auto same = [&](const Headers& key) {
    const auto again = person.post("/task", task, key);
    BOOST_TEST(again.status == 201);
    BOOST_TEST(again.body == first.body);
    BOOST_TEST(again.header("Idempotency-Replayed") == "true");
  };
  BOOST_TEST(!first.headers.has("Idempotency-Replayed"));
  same(idempotency_key("one"));
  same(idempotency_key("\"one\""));
  BOOST_TEST(person.post("/task", task, idempotency_key("two")).code() == "daily-task-limit");
  // What has become of the task does not matter.
  const auto id = first.json()["task"]["id"].as_string();
  finish(id);
  person.patch("/task/" + id, object({{"title", "Another"}}));
  same(idempotency_key("one"));
  BOOST_REQUIRE_EQUAL(person.remove("/task/" + id).status, 204);
  same(idempotency_key("one"));
  limit(person, 0);
  same(idempotency_key("one"));
  let_days_pass(6);
  same(idempotency_key("one"));
  BOOST_TEST(ask("select count(*) from tasks where account_id = $1::bigint", {person.id()}) == "1");
}

BOOST_AUTO_TEST_CASE(the_key_with_another_body_is_refused_and_a_refused_request_keeps_none) {
  limit(person, 1);
  BOOST_TEST(person.post("/task", object({{"title", ""}}), idempotency_key("one")).status == 422);
  BOOST_TEST(person.post("/task", new_task("a"), idempotency_key("one")).status == 201);
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto refused = person.post("/task", new_task("b"), idempotency_key("one"));
    BOOST_TEST(refused.status == 422);
    const auto fault = refused.json()["errors"].as_array().at(0);
    BOOST_TEST(fault["header"].as_string() == "Idempotency-Key");
    BOOST_TEST(fault["code"].as_string() == "key-reused");
  }
  BOOST_TEST(person.post("/task", new_task("b"), idempotency_key("two")).status == 429);
  limit(person, 2);
  BOOST_TEST(person.post("/task", new_task("c"), idempotency_key("two")).status == 201);
  Person other{client};
  BOOST_TEST(other.post("/task", new_task("d"), idempotency_key("one")).status == 201);
}

BOOST_AUTO_TEST_CASE(after_seven_days_a_key_is_new_again) {
  const auto first = person.post("/task", new_task(), idempotency_key("one"));
  const auto make_older = [this](const char* by) {
    database.query(std::string{"update task_idempotency_keys set created_at = created_at - "
                               "interval '"} +
                       by + "' where account_id = $1::bigint",
                   {person.id()});
  };
  make_older("6 days 23 hours");
  BOOST_TEST((person.post("/task", new_task(), idempotency_key("one")).json()["task"]["id"] ==
              first.json()["task"]["id"]));
  make_older("1 hour");
  const auto second = person.post("/task", new_task("b"), idempotency_key("one"));
  BOOST_TEST(second.status == 201);
  BOOST_TEST(person.post("/task", new_task("b"), idempotency_key("one")).body == second.body);
  BOOST_TEST(list()["used"].as_integer() == 2);
}

// --- Changing.

BOOST_AUTO_TEST_CASE(a_patch_changes_what_it_names) {
  const auto task = add();
  const auto target = "/task/" + task["id"].as_string();
  const auto expect = [&](const Json& patch, const Json& expected) {
    const auto answer = person.patch(target, patch);
    BOOST_REQUIRE_EQUAL(answer.status, 200);
    BOOST_TEST(answer.header("Cache-Control") == "no-store");
    BOOST_TEST((answer.json()["awarded"] == array({})));
    BOOST_TEST(!answer.headers.has("Content-Language"));
    BOOST_TEST(!answer.headers.has("Vary"));
    const auto changed = task_of(answer.json());
    BOOST_TEST((changed == merged(task, expected)), changed.to_text());
    BOOST_TEST((list()["tasks"] == array({changed})));
  };
  auto expected = object({});
  expect(object({}), expected);
  for (const auto& [name, value] :
       {std::pair{"title", Json{"Water the fern"}}, std::pair{"note", Json{"Twice."}},
        std::pair{"done", Json{true}}, std::pair{"note", Json{""}}, std::pair{"note", Json{}},
        std::pair{"note", Json{}}, std::pair{"done", Json{true}}, std::pair{"done", Json{false}}}) {
    expected = merged(expected, object({{name, value}}));
    expect(object({{name, value}}), expected);
  }
  expected = object({{"title", "x"}, {"note", "y"}, {"done", true}});
  expect(expected, expected);
  expect_quota(list(), person, {.used = 1, .remaining = 4});
}

BOOST_AUTO_TEST_CASE(a_new_task_can_be_read_where_its_location_is) {
  const auto created = person.post("/task", new_task());
  const auto task = created.json()["task"];
  BOOST_TEST(created.header("Location") == "/task/" + task["id"].as_string());
  const auto read = person.get(created.header("Location"));
  BOOST_TEST(read.status == 200);
  BOOST_TEST((read.json() == task));
  BOOST_TEST(read.header("ETag") == "\"1\"");
  BOOST_TEST(person.remove(created.header("Location")).status == 204);
  BOOST_TEST(person.get(created.header("Location")).status == 404);
}

BOOST_AUTO_TEST_CASE(each_change_of_a_task_makes_a_version_and_an_old_one_changes_nothing) {
  const auto path = "/task/" + add_id();
  const auto first = person.get(path).header("ETag");
  const auto changed = person.patch(path, object({{"done", true}}), {{"If-Match", first}});
  BOOST_TEST(changed.status == 200);
  const auto second = changed.header("ETag");
  BOOST_TEST(second != first);
  BOOST_TEST(person.get(path).header("ETag") == second);
  for (const auto& stale : {first, std::string{R"("stale")"}, "W/" + second}) {
    BOOST_TEST_CONTEXT(stale) {
      const auto patched =
          person.patch(path, object({{"title", "Another"}}), {{"If-Match", stale}});
      const auto removed = person.remove(path, {{"If-Match", stale}});
      for (const auto& answer : {patched, removed}) {
        BOOST_TEST(answer.status == 412);
        BOOST_TEST(answer.code() == "version-mismatch");
      }
    }
  }
  BOOST_TEST(
      person.patch(path, object({{"title", "Another"}}), {{"If-None-Match", second}}).status ==
      412);
  BOOST_TEST(person.get(path).json()["title"].as_string() == "Water the plants");
  BOOST_TEST(person.get(path, {{"If-None-Match", second}}).status == 304);
  BOOST_TEST(person.get(path, {{"If-None-Match", first}}).status == 200);
  BOOST_TEST(person.get(path, {{"If-Match", first}}).status == 412);
  BOOST_TEST(person.patch(path, object({{"done", true}})).header("ETag") == second);
  BOOST_TEST(person.get(path).header("ETag") == second);
  BOOST_TEST(person.patch(path, object({{"done", false}}), {{"If-Match", "*"}}).status == 200);
  const auto third = person.get(path).header("ETag");
  BOOST_TEST(person.remove(path, {{"If-Match", R"("other", )" + third}}).status == 204);
  BOOST_TEST(person.remove(path, {{"If-Match", "*"}}).status == 404);
}

BOOST_AUTO_TEST_CASE(of_changes_to_one_version_at_the_same_time_only_one_is_made) {
  const auto path = "/task/" + add_id();
  const auto seen = person.get(path).header("ETag");
  std::atomic<int> made = 0;
  in_parallel(8, [&](int number) {
    auto own_client = make_client();
    Person same{own_client, person};
    const auto answer =
        same.patch(path, object({{"note", std::to_string(number)}}), {{"If-Match", seen}});
    made += answer.status == 200 ? 1 : 0;
  });
  BOOST_TEST(made == 1);
  BOOST_TEST(person.get(path).header("ETag") == "\"2\"");
}

BOOST_AUTO_TEST_CASE(a_task_cannot_be_without_a_title_and_is_done_or_not) {
  const auto id = add_id();
  const auto faults = [&](const Json& patch) {
    return faults_of(person.patch("/task/" + id, patch));
  };
  BOOST_TEST(faults(object({{"title", nullptr}, {"note", nullptr}, {"done", nullptr}})) ==
                 (Faults{"#/done required", "#/title required"}),
             boost::test_tools::per_element());
  for (const Json& other : {Json{0}, Json{1}, Json{"true"}, Json{""}, array({true})}) {
    BOOST_TEST(faults(object({{"done", other}})) == Faults{"#/done wrong-type"},
               boost::test_tools::per_element());
  }
  BOOST_TEST(faults(object({{"day", "2026-03-10"},
                            {"id", "1"},
                            {"created_at", nullptr},
                            {"done", 1},
                            {"limit", 5}})) ==
                 (Faults{"#/created_at read-only", "#/day read-only", "#/done wrong-type",
                         "#/id read-only", "#/limit unknown-field"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_task_as_it_was_read_can_be_sent_back) {
  const auto id = add_id();
  finish(id);
  person.post("/task", object({{"title", "b"}, {"note", "c"}}));
  const auto before = list();
  for (const auto& task : before["tasks"].as_array()) {
    const auto target = "/task/" + task["id"].as_string();
    const auto answer = person.patch(target, task);
    BOOST_TEST(answer.status == 200, answer.body);
    BOOST_TEST((merged(answer.json(), task) == answer.json()));
    BOOST_TEST(person.patch(target, merged(task, object({{"title", "d"}}))).status == 200);
    BOOST_TEST(person.patch(target, task).status == 200);
  }
  BOOST_TEST((list() == before));
  BOOST_TEST(person.patch("/task/9000000000000000000", object({{"id", "9"}})).status == 404);
}

BOOST_AUTO_TEST_CASE(a_day_counts_for_the_streak_while_all_that_is_left_of_it_is_done) {
  const auto expect_streak = [this](int streak, int longest) {
    const auto page = list();
    BOOST_TEST(page["streak"].as_integer() == streak);
    BOOST_TEST(page["longest_streak"].as_integer() == longest);
  };
  expect_streak(0, 0);
  const auto first = add_id();
  expect_streak(0, 0);
  finish(first);
  expect_streak(1, 1);
  const auto second = add_id();
  expect_streak(0, 0);
  finish(second);
  expect_streak(1, 1);
  person.patch("/task/" + first, object({{"done", false}}));
  expect_streak(0, 0);
  person.remove("/task/" + first);
  expect_streak(1, 1);
  person.remove("/task/" + second);
  expect_streak(0, 0);
  finish(add_id());
  let_days_pass(1);
  expect_streak(1, 1);
  finish(add_id());
  expect_streak(2, 2);
  let_days_pass(2);
  expect_streak(0, 2);
}

BOOST_AUTO_TEST_CASE(days_in_a_row_with_all_tasks_done_are_awarded_in_the_accounts_language) {
  BOOST_REQUIRE_EQUAL(person.patch("/me", object({{"language", "ru"}})).status, 200);
  for (int day = 0; day < 2; ++day) {
    BOOST_TEST((finish(add_id())["awarded"] == array({})));
    let_days_pass(1);
  }
  const auto first = add_id();
  const auto second = add_id();
  BOOST_TEST((finish(first)["awarded"] == array({})));
  const auto before = now_to_the_second();
  const auto answer =
      person.patch("/task/" + second, object({{"done", true}}), {{"Accept-Language", "en"}});
  BOOST_REQUIRE_EQUAL(answer.status, 200);
  BOOST_TEST(answer.header("Content-Language") == "ru");
  BOOST_TEST(answer.header("Vary") == "Accept-Language");
  BOOST_TEST(answer.json()["done"].as_bool());
  const auto awarded = answer.json()["awarded"];
  BOOST_REQUIRE_EQUAL(awarded.as_array().size(), 1U);
  const auto& award = awarded.as_array().front();
  BOOST_TEST(award["code"].as_string() == "clear-desk");
  BOOST_TEST(is_russian(award["name"].as_string()));
  BOOST_TEST(award["awarded_at"].as_string() >= before);
  BOOST_TEST((person.get(awards_of(person)).json()["achievements"] == awarded));
  // Undone and done again: it is held already.
  person.patch("/task/" + second, object({{"done", false}}));
  BOOST_TEST((finish(second)["awarded"] == array({})));
}

BOOST_AUTO_TEST_CASE(a_deletion_that_completes_a_day_is_awarded_too) {
  for (int day = 0; day < 2; ++day) {
    finish(add_id());
    let_days_pass(1);
  }
  const auto undone = add_id();
  finish(add_id());
  const auto held = [this] {
    return person.get(awards_of(person)).json()["achievements"].as_array().size();
  };
  BOOST_TEST(held() == 0U);
  BOOST_TEST(person.remove("/task/" + undone).status == 204);
  BOOST_TEST(held() == 1U);
}

BOOST_AUTO_TEST_CASE(a_move_to_another_zone_opens_no_second_quota) {
  use_up();
  const auto before = list();
  const auto hour = [](int day_starts_at) { return object({{"day_starts_at", day_starts_at}}); };
  for (const auto& settings : {object({{"time_zone", "Pacific/Kiritimati"}}),
                               object({{"time_zone", "Pacific/Pago_Pago"}}), hour(23), hour(0)}) {
    BOOST_REQUIRE_EQUAL(person.patch("/me", settings).status, 200);
    const auto moved = list();
    BOOST_TEST((moved["tasks"] == before["tasks"]));
    BOOST_TEST(moved["remaining"].as_integer() == 0);
    BOOST_TEST(moved["resets_at"].as_string() >= before["resets_at"].as_string());
    BOOST_TEST(person.post("/task", new_task()).code() == "daily-task-limit");
  }
  const auto back = object({{"time_zone", "UTC"}, {"day_starts_at", person.day_starts_at()}});
  BOOST_REQUIRE_EQUAL(person.patch("/me", back).status, 200);
  BOOST_TEST((list() == before));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
