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
