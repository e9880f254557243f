// Errors in both languages, the web server's own among them.
#include <array>
#include <atomic>
#include <boost/test/unit_test.hpp>

#include "world.hpp"

namespace daymark::http_tests {
namespace {

void expect_language(const Answer& answer, const std::string& language) {
  const auto body = answer.json();
  BOOST_TEST(answer.header("Content-Language") == language);
  BOOST_TEST(is_russian(body["title"].as_string()) == (language == "ru"));
  BOOST_TEST(is_russian(body["detail"].as_string()) == (language == "ru"));
  if (const auto* errors = body.find("errors")) {
    for (const auto& fault : errors->as_array()) {
      BOOST_TEST(is_russian(fault["detail"].as_string()) == (language == "ru"));
    }
  }
}

BOOST_FIXTURE_TEST_SUITE(errors, World)

BOOST_AUTO_TEST_CASE(an_error_speaks_the_language_its_reader_prefers) {
  struct Example {
    const char* accept_language;
    const char* language;
  };
  constexpr std::array<Example, 20> kExamples{{{"", "en"},
                                               {"en", "en"},
                                               {"ru", "ru"},
                                               {"RU", "ru"},
                                               {"ru-RU", "ru"},
                                               {"ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"},
                                               {"en-US,en;q=0.9,ru;q=0.8", "en"},
                                               {"en;q=0.5, ru;q=0.6", "ru"},
                                               {"ru;q=0.5,en;q=0.51", "en"},
                                               {"de, fr;q=0.9, ru;q=0.1", "ru"},
                                               {"de", "en"},
                                               {"*", "en"},
                                               {"en;q=0, *", "ru"},
                                               {"*, EN;q=0", "ru"},
                                               {"en;q=0, ru;q=0, *", "en"},
                                               {"ru;q=0", "en"},
                                               {"ru;q=0, en;q=0.1", "en"},
                                               {"ru ; q=1 , en ; q=0.5", "ru"},
                                               {"rus", "en"},
                                               {";;;,,q=", "en"}}};
  for (const auto& [accept_language, language] : kExamples) {
    BOOST_TEST_CONTEXT("Accept-Language: " << accept_language) {
      expect_language(client.send(plain("GET", "/me", {{"Accept-Language", accept_language}})),
                      language);
    }
  }
  expect_language(client.send(plain("GET", "/me")), "en");
  const Headers lines{{"Accept-Language", "de"}, {"Accept-Language", "ru"}};
  expect_language(client.send(plain("GET", "/me", lines)), "ru");
}

BOOST_AUTO_TEST_CASE(every_fault_is_told_in_both_languages) {
  Person person{client};
  const auto bad = object({{"mood", ""},
                           {"rating", 9},
                           {"note", repeat("x", 10'001)},
                           {"tags", array({"a", "a", repeat("b", 51)})},
                           {"day", "2999-01-01"},
                           {"more", 1}});
  for (const char* language : {"en", "ru"}) {
    const auto answer = person.post("/mood", bad, {{"Accept-Language", language}});
    BOOST_TEST(answer.status == 422);
    expect_language(answer, language);
  }
}

struct Wanted {
  std::string place;  // as in the answer: `#/day`, `limit`
  std::string english;
  std::string russian;
};

/// The text of the fault at this place; "" if there is none.
std::string detail_at(const Answer& answer, const std::string& place) {
  if (answer.status != 422) {
    return std::to_string(answer.status);
  }
  const auto body = answer.json();
  for (const auto& fault : body["errors"].as_array()) {
    for (const auto* key : {"pointer", "parameter", "header"}) {
      if (fault.has(key) && fault[key].as_string() == place) {
        return fault["detail"].as_string();
      }
    }
  }
  return "";
}

/// The faults of this request tell in both languages what is wanted instead.
void expect_wanted(Person& person, const Request& request, const std::vector<Wanted>& all) {
  for (const std::string language : {"en", "ru"}) {
    auto localised = request;
    localised.headers.add({"Accept-Language", language});
    const auto answer = person.send(localised);
    for (const auto& wanted : all) {
      BOOST_TEST(
          detail_at(answer, wanted.place) == (language == "en" ? wanted.english : wanted.russian),
          request.target << " " << wanted.place << ": " << answer.body);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_fault_of_an_entry_says_what_is_wanted) {
  Person person{client};
  const auto expect = [&](const Json& entry, const std::vector<Wanted>& all) {
    expect_wanted(person, json_request("POST", "/mood", entry), all);
  };
  const Wanted instant{
      "#/recorded_at",
      "This must be an instant like 2026-03-10T21:04:00+01:00; its offset has a colon, or is Z.",
      "Нужен момент времени вида 2026-03-10T21:04:00+01:00; смещение — с двоеточием или Z."};
  expect(object({{"rating", 3}, {"recorded_at", "2026-03-10T21:04:00+0000"}}), {instant});
  expect(object({{"rating", 3}, {"recorded_at", repeat("x", 1'000)}}), {instant});
  expect(object({{"rating", 3}, {"day", "10.03.2026"}}),
         {{"#/day", "This must be a day like 2026-03-10, from 1900-01-01 to today.",
           "Нужен день вида 2026-03-10, с 1900-01-01 по сегодняшний."}});
  expect(object({{"rating", 3}, {"day", "1899-12-31"}}),
         {{"#/day", "The first possible day is 1900-01-01.",
           "Самый ранний возможный день — 1900-01-01."}});
  expect(object({{"rating", 3}, {"day", "2026-03-01"}, {"recorded_at", "2026-03-01T00:00:00Z"}}),
         {{"#/day", "recorded_at and day cannot both be sent.",
           "recorded_at и day нельзя прислать вместе."}});
  expect(object({{"mood", "good"}, {"rating", 5}}),
         {{"#/rating", "mood means the rating 4 here; leave rating out, or send the same.",
           "mood здесь означает оценку 4; уберите rating или пришлите ту же."}});
  expect(object({{"rating", "3"}, {"note", 1}, {"tags", "sea"}}),
         {{"#/rating", "This must be a whole number from 1 to 5, without quotes.",
           "Нужно целое число от 1 до 5, без кавычек."},
          {"#/note", "This must be a text in quotes.", "Нужна строка в кавычках."},
          {"#/tags", "This must be an array of texts.", "Нужен массив строк."}});
  expect(
      object({{"mood", ""}, {"note", repeat("x", 10'001)}, {"tags", array({repeat("x", 51)})}}),
      {{"#/mood", "This must be at least 1 character long.", "Нужно не меньше 1 символа."},
       {"#/note", "This must be at most 10,000 characters long.",
        "Нужно не больше 10\u00A0000 символов."},
       {"#/tags/0", "This must be at most 50 characters long.", "Нужно не больше 50 символов."}});
  expect(object({}), {{"#/mood", "mood, rating or both are required.",
                       "Нужно mood, rating или и то и другое."}});
  expect(array({}), {{"#", "This must be a JSON object.", "Нужен объект JSON."}});
}

BOOST_AUTO_TEST_CASE(a_fault_of_an_account_says_what_is_wanted) {
  Person person{client};
  expect_wanted(
      person,
      json_request("POST", "/auth/signup",
                   object({{"username", "john smith"},
                           {"password", "short"},
                           {"language", "de"},
                           {"time_zone", repeat("Berlin", 200)},
                           {"day_starts_at", 24}})),
      {{"#/username",
        "A username has letters and digits of any script and the characters . _ - and begins with "
        "a letter or digit.",
        "Имя состоит из букв и цифр любой письменности и знаков . _ - и начинается с буквы или "
        "цифры."},
       {"#/password", "This must be at least 8 characters long.", "Нужно не меньше 8 символов."},
       {"#/language", "This must be one of these languages: en, ru.",
        "Нужен один из этих языков: en, ru."},
       {"#/time_zone", "This must be an IANA time zone like Europe/Berlin.",
        "Нужен часовой пояс IANA, например Europe/Moscow."},
       {"#/day_starts_at", "This must be a whole number from 0 to 23.",
        "Нужно целое число от 0 до 23."}});
}

BOOST_AUTO_TEST_CASE(a_fault_of_a_parameter_says_what_is_wanted) {
  Person person{client};
  const std::string day = "This must be a day like 2026-03-10.";
  const std::string day_in_russian = "Нужен день вида 2026-03-10.";
  const std::string cursor = "This must be the next_cursor of the page before, as it was.";
  const std::string cursor_in_russian = "Нужен next_cursor предыдущей страницы, без изменений.";
  for (const std::string path : {"/mood", "/mood/days"}) {
    expect_wanted(person, plain("GET", path + "?from=x&to=2026-02-30"),
                  {{"from", day, day_in_russian}, {"to", day, day_in_russian}});
  }
  expect_wanted(person, plain("GET", "/task?day=today"), {{"day", day, day_in_russian}});
  for (const auto& path : std::vector<std::string>{
           "/mood", "/task", "/sessions", "/achievements", "/statistics/seven-days-in-a-row",
           "/users/" + person.username() + "/achievements"}) {
    expect_wanted(person, plain("GET", path + "?cursor=x&limit=101"),
                  {{"cursor", cursor, cursor_in_russian},
                   {"limit", "This must be a whole number from 1 to 100.",
                    "Нужно целое число от 1 до 100."}});
  }
  expect_wanted(person, plain("GET", "/mood/days?from=2000-01-01&to=2026-03-01"),
                {{"from", "At most 3,660 days can be asked for at once.",
                  "За один раз можно запросить не больше 3\u00A0660 дней."}});
  expect_wanted(person, plain("GET", "/mood/export?format=xml"),
                {{"format", "This must be json or csv.", "Нужно json или csv."}});
  expect_wanted(person, plain("GET", "/mood?limit=%FF"),
                {{"limit", "This must be percent-encoded UTF-8.",
                  "Нужен текст в UTF-8, закодированный через %."}});
}

BOOST_AUTO_TEST_CASE(a_fault_of_an_achievement_or_a_task_says_what_is_wanted) {
  Person admin{client};
  make_admin(admin);
  const Wanted code{"#/code", "A code has letters from a to z, digits and hyphens.",
                    "Код состоит из букв от a до z, цифр и дефисов."};
  expect_wanted(admin,
                json_request("POST", "/achievements",
                             object({{"code", "Snow!"},
                                     {"points", 2'000'000},
                                     {"name", "Snow"},
                                     {"description", object({{"en", "Snow."}, {"ru", ""}})}})),
                {code,
                 {"#/points", "This must be a whole number from 0 to 1,000,000.",
                  "Нужно целое число от 0 до 1\u00A0000\u00A0000."},
                 {"#/name", "This must be a JSON object.", "Нужен объект JSON."},
                 {"#/description/ru", "This must be at least 1 character long.",
                  "Нужно не меньше 1 символа."}});
  const auto awards = "/users/" + admin.username() + "/achievements";
  expect_wanted(admin, json_request("POST", awards, object({{"code", "Snow!"}})), {code});
  expect_wanted(admin, json_request("POST", awards, object({{"code", support::make_code()}})),
                {{"#/code", "There is no achievement with this code; GET /achievements lists all.",
                  "Достижения с таким кодом нет; все перечислены в GET /achievements."}});
  const auto answer = admin.post("/task", object({{"title", "Water the plants"}}));
  expect_wanted(admin,
                json_request("PATCH", "/task/" + answer.json()["task"]["id"].as_string(),
                             object({{"done", "yes"}})),
                {{"#/done", "This must be true or false.", "Нужно true или false."}});
}

BOOST_AUTO_TEST_CASE(a_faulty_file_says_what_is_wanted_and_where) {
  Person person{client};
  const auto import = [&](const std::string& type, const std::string& body) {
    return Request{.method = "POST",
                   .target = "/mood/import",
                   .headers = {{"Content-Type", type}},
                   .body = body};
  };
  expect_wanted(person, import("text/csv", "uid,day,rating,tags\n1,1.3.2026,3,sea\n"),
                {{"#/uid", "This must be a UUID like 4b04cbf0-6d2e-4c4e-a0e3-4a2a4f6a3c55.",
                  "Нужен UUID вида 4b04cbf0-6d2e-4c4e-a0e3-4a2a4f6a3c55."},
                 {"#/day", "This must be a day like 2026-03-10, from 1900-01-01 to today.",
                  "Нужен день вида 2026-03-10, с 1900-01-01 по сегодняшний."},
                 {"#/tags", "This must be a JSON array of texts like [\"walk\", \"sea\"].",
                  "Нужен массив строк JSON, например [\"прогулка\", \"море\"]."}});
  expect_wanted(person, import("text/csv", "day,rating\n2026-03-01,3,4\n"),
                {{"#", "A row may have at most 2 fields, as many as the first line.",
                  "В строке таблицы может быть не больше 2 полей, как в первой."}});
  expect_wanted(person, import("text/csv", "day,rating\n2026-03-01," + repeat("3", 300'000)),
                {{"#", "One entry of a file may have at most 262,144 bytes.",
                  "Одна запись файла может занимать не больше 262\u00A0144 байт."}});
  expect_wanted(person, import("application/json", R"({"moods":[{"rating":1e999}]})"),
                {{"#/moods/0/rating", "This number is too large.", "Это число слишком велико."}});
  for (const auto& file : {import("text/csv", "day,rating\r\n2026-03-01,3\r\n\"x\"y,3\r\n"),
                           import("text/csv", "day,rating\r2026-03-01,3\r\xFF,3\r"),
                           import("application/json", "{\"moods\":[\n{\"rating\":3},\nx]}")}) {
    const auto answer = person.send(file);
    BOOST_TEST(answer.status == 400);
    BOOST_TEST(answer.json()["line"].as_integer() == 3);
    BOOST_TEST(answer.json()["detail"].as_string().ends_with("The error is in line 3."));
  }
}

BOOST_AUTO_TEST_CASE(a_malformed_body_tells_its_line) {
  Person person{client};
  const auto answer = person.send({.method = "POST",
                                   .target = "/mood",
                                   .headers = {{"Content-Type", "application/json"}},
                                   .body = "{\n\"rating\": 3,\n}"});
  BOOST_TEST(answer.code() == "malformed-json");
  BOOST_TEST(answer.json()["line"].as_integer() == 3);
}

/// The raw request in both languages; the web server reads no further than what it refuses, so
/// what comes after that is not known to it.
void expect_from_web_server(HttpClient& client, const std::string& request_line,
                            const std::string& headers, int status, const std::string& code,
                            const std::string& body = {}) {
  for (const std::string language : {"en", "ru"}) {
    BOOST_TEST_CONTEXT(status << " in " << language) {
      const auto answer = client.send_raw(
          plain(request_line.substr(0, request_line.find(' ')), "/mood"),
          raw_request(request_line, "Accept-Language: " + language + "\r\n" + headers) + body);
      BOOST_TEST(answer.status == status);
      BOOST_TEST(answer.code() == code);
      expect_language(answer, language);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_web_servers_own_errors_are_problems_too) {
  expect_from_web_server(client, "TRACE /mood HTTP/1.1", "", 405, "method-not-allowed");
  expect_from_web_server(client, "POST /mood HTTP/1.1", "Content-Length: x\r\n", 400,
                         "bad-request");
  expect_from_web_server(client, "POST /mood HTTP/1.1", "Content-Length: 2000000\r\n", 413,
                         "body-too-large");
  expect_from_web_server(client, "GET /mood HTTP/1.1", "X-Large: " + repeat("x", 40'000) + "\r\n",
                         431, "headers-too-large");
}

BOOST_AUTO_TEST_CASE(a_request_line_that_is_none_is_a_problem_in_english) {
  // Nothing of the headers was read, so the language is not known.
  for (const std::string line :
       {"NONSENSE", "GET /mood HTTP/9.9", "GET mood HTTP/1.1", "\x16\x03\x01", "GET /%00 HTTP/1.1",
        "GET /mood/1%00 HTTP/1.1", "GET /.. HTTP/1.1", "get /mood HTTP/1.1"}) {
    BOOST_TEST_CONTEXT(line) {
      const auto answer = client.send_raw(plain("GET", "/mood"), raw_request(line, ""));
      BOOST_TEST(answer.status == 400);
      BOOST_TEST(answer.code() == "bad-request");
      expect_language(answer, "en");
    }
  }
  const auto answer = client.send_raw(plain("GET", "/mood"),
                                      raw_request("GET /" + repeat("x", 40'000) + " HTTP/1.1", ""));
  BOOST_TEST(answer.status == 414);
  BOOST_TEST(answer.code() == "uri-too-long");
  expect_language(answer, "en");
}

BOOST_AUTO_TEST_CASE(who_writes_a_method_in_small_letters_is_told_so) {
  // nginx reads no further than the method. So there is no path whose methods could be told.
  for (const char* method : {"patch", "Patch", "get", "dELETE"}) {
    const auto answer = client.send_raw(plain("PATCH", "/mood/1"),
                                        raw_request(std::string{method} + " /mood/1 HTTP/1.1", ""));
    BOOST_TEST(answer.status == 400);
    BOOST_TEST(answer.json()["detail"].as_string().find("capitals") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(what_the_web_server_does_not_understand_is_a_bad_request) {
  expect_from_web_server(client, "POST /mood HTTP/1.1", "Transfer-Encoding: gzip\r\n", 400,
                         "bad-request");
  expect_from_web_server(client, "GET /mood HTTP/1.1", "Host: another.example\r\n", 400,
                         "bad-request");
}

BOOST_AUTO_TEST_CASE(a_condition_that_a_file_does_not_meet_is_a_problem_too) {
  // nginx leaves the file's own headers in such an answer, so it is not held to openapi.yaml.
  HttpClient unwatched{service()};
  for (const auto& header : {Header{"If-Match", "\"another\""},
                             Header{"If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"}}) {
    const auto answer = unwatched.send(plain("GET", "/openapi.yaml", {header}));
    BOOST_TEST(answer.status == 400, header.name);
    BOOST_TEST(answer.header("Content-Type") == "application/problem+json");
    BOOST_TEST(answer.code() == "bad-request");
  }
}

BOOST_AUTO_TEST_CASE(a_request_without_a_host_is_bad_for_every_operation) {
  for (const auto& operation : open_api().operations()) {
    BOOST_TEST_CONTEXT(operation.name()) {
      const auto answer =
          client.send_raw(plain(operation.method, operation.path),
                          operation.method + " " + operation.path +
                              " HTTP/1.1\r\nAccept-Language: ru\r\nConnection: close\r\n\r\n");
      BOOST_TEST(answer.status == 400);
      BOOST_TEST(answer.code() == "bad-request");
      expect_language(answer, "ru");
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_too_long_is_refused_by_every_operation) {
  for (const auto& operation : open_api().operations()) {
    BOOST_TEST_CONTEXT(operation.name()) {
      const auto meant = plain(operation.method, operation.path);
      const auto line = operation.method + " " + operation.path;
      const auto long_line =
          client.send_raw(meant, raw_request(line + "?" + repeat("x", 40'000) + " HTTP/1.1", ""));
      BOOST_TEST(long_line.status == 414);
      const auto long_header = client.send_raw(
          meant, raw_request(line + " HTTP/1.1", "X-Large: " + repeat("x", 40'000) + "\r\n"));
      BOOST_TEST(long_header.status == 431);
      const auto long_body =
          client.send_raw(meant, raw_request(line + " HTTP/1.1", "Content-Length: 300000000\r\n"));
      BOOST_TEST(long_body.status == 413);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_error_of_the_web_server_keeps_the_request_id) {
  const auto answer = client.send_raw(
      plain("POST", "/mood"),
      raw_request("POST /mood HTTP/1.1", "X-Request-Id: kept.1\r\nContent-Length: 2000000\r\n"));
  BOOST_TEST(answer.header("X-Request-Id") == "kept.1");
  BOOST_TEST(answer.json()["request_id"].as_string() == "kept.1");
  const auto hostile =
      client.send_raw(plain("POST", "/mood"),
                      raw_request("POST /mood HTTP/1.1",
                                  "X-Request-Id: \",\"x\":\"\r\nContent-Length: 2000000\r\n"));
  BOOST_TEST(hostile.status == 413);
  BOOST_TEST(!hostile.json().has("x"));
}

BOOST_AUTO_TEST_CASE(too_many_sign_ins_from_one_address_have_to_wait_and_nothing_else_does) {
  for (const auto& operation : open_api().operations()) {
    if (!operation.statuses.contains(429) || operation.needs_session) {
      continue;
    }
    BOOST_TEST_CONTEXT(operation.name()) {
      auto hasty = make_client();
      Answer answer;
      int asked = 0;
      const auto request =
          json_request(operation.method, operation.path, object({}), {{"Accept-Language", "ru"}});
      do {
        answer = hasty.send(request);
        ++asked;
      } while (answer.status == 422 && asked < 1'000);
      BOOST_TEST(answer.status == 429);
      BOOST_TEST(asked > 100);
      BOOST_TEST(answer.code() == "too-many-requests");
      BOOST_TEST(answer.headers.has("Retry-After"));
      expect_language(answer, "ru");
      BOOST_TEST(hasty.send(plain("GET", "/mood")).status == 401);
      BOOST_TEST(client.send(request).status == 422);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_error_tells_nothing_about_the_inside) {
  Person person{client};
  for (const auto& answer :
       {person.post("/mood", object({{"rating", "'; drop table entries; --"}})),
        person.get("/mood?cursor=%27%22%3B--"), person.get("/mood?from=2026-02-30"),
        person.patch("/me", object({{"time_zone", "'||pg_sleep(1)||'"}}))}) {
    BOOST_TEST(answer.status == 422);
    for (const char* word :
         {"select", "SQL", "std::", ".cpp", "pg_", "drop table", "/usr", "exception"}) {
      BOOST_TEST((answer.body.find(word) == std::string::npos), answer.body);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
