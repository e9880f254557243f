// What every request is checked for, in which order, and what a hostile body meets.
#include <array>
#include <boost/test/unit_test.hpp>
#include <set>
#include <sstream>

#include "world.hpp"

namespace daymark::http_tests {
namespace {

constexpr int kBodyBytesMax = 65'536;
constexpr int kDepthMax = 16;

Request with_body(const std::string& method, const std::string& target, const std::string& body,
                  const std::string& type = "application/json", const Headers& headers = {}) {
  return {.method = method,
          .target = target,
          .headers = headers + Headers{{"Content-Type", type}},
          .body = body};
}

std::string padded(const std::string& json, int bytes) {
  return json + std::string(static_cast<std::size_t>(bytes) - json.size(), ' ');
}

std::string nested(int depth) {
  return R"({"mood":)" + repeat("[", depth - 1) + repeat("]", depth - 1) + "}";
}

/// The path of an operation with what can be an id, a name and a code, and is nobody's.
std::string target_of(const support::Operation& operation) {
  auto target = operation.path;
  for (auto brace = target.find('{'); brace != std::string::npos; brace = target.find('{')) {
    target.replace(brace, target.find('}') + 1 - brace, "9000000000000000000");
  }
  return target;
}

bool is_static(const support::Operation& operation) { return operation.path == "/openapi.yaml"; }

/// `POST, GET` → `GET, POST`
std::string sort_methods(const std::string& allow) {
  std::set<std::string> methods;
  std::istringstream words{allow};
  for (std::string method; words >> method;) {
    methods.insert(method.ends_with(',') ? method.substr(0, method.size() - 1) : method);
  }
  std::string sorted;
  for (const auto& method : methods) {
    sorted += (sorted.empty() ? "" : ", ") + method;
  }
  return sorted;
}

BOOST_FIXTURE_TEST_SUITE(requests, World)

BOOST_AUTO_TEST_CASE(each_check_comes_before_the_next) {
  Person person{client};
  const auto session = sign_up_with_cookie(client, support::make_username());
  const auto from_elsewhere = cookie(session) + Headers{{"Sec-Fetch-Site", "cross-site"}};
  const auto too_large = repeat("{", kBodyBytesMax + 1);
  struct Example {
    const char* what;
    Request request;
    int status;
    std::string code;
  };
  const std::vector<Example> examples{
      {"no such path", with_body("POST", "/nowhere", too_large, "text/plain"), 404, "not-found"},
      {"no such method", with_body("PUT", "/mood", too_large, "text/plain"), 405,
       "method-not-allowed"},
      {"too large", with_body("POST", "/mood?x=1", too_large, "text/plain"), 413, "body-too-large"},
      {"not signed in", with_body("POST", "/mood?x=1", "{", "text/plain"), 401, "not-signed-in"},
      {"from another site", with_body("POST", "/mood?x=1", "{", "text/plain", from_elsewhere), 403,
       "cross-site"},
      {"no JSON by its type",
       with_body("POST", "/mood?x=1", "{", "text/plain", person.authorization()), 415,
       "unsupported-media-type"},
      {"no JSON", with_body("POST", "/mood", "{", "application/json", person.authorization()), 400,
       "malformed-json"},
      {"invalid", with_body("POST", "/mood", "{}", "application/json", person.authorization()), 422,
       "invalid"},
  };
  for (const auto& example : examples) {
    BOOST_TEST_CONTEXT(example.what) {
      const auto answer = client.send(example.request);
      BOOST_TEST(answer.status == example.status);
      BOOST_TEST(answer.code() == example.code);
    }
  }
  BOOST_TEST(person.get("/mood").json()["moods"].as_array().empty());
}

BOOST_AUTO_TEST_CASE(a_method_that_a_path_does_not_have_is_answered_with_those_it_has) {
  const std::array<std::pair<std::string, std::string>, 13> paths{
      {{"/signup", "POST"},
       {"/logout", "POST"},
       {"/auth/signin", "POST"},
       {"/me", "DELETE, GET, HEAD, PATCH"},
       {"/sessions", "GET, HEAD"},
       {"/sessions/7", "DELETE"},
       {"/mood", "GET, HEAD, POST"},
       {"/mood/days", "GET, HEAD"},
       {"/mood/export", "GET, HEAD"},
       {"/mood/import", "POST"},
       {"/mood/7", "DELETE, GET, HEAD, PATCH"},
       {"/livez", "GET, HEAD"},
       {"/openapi.yaml", "GET, HEAD"}}};
  for (const auto& [path, methods] : paths) {
    for (const char* method : {"PUT", "OPTIONS", "PROPFIND"}) {
      BOOST_TEST_CONTEXT(method << " " << path) {
        const auto answer = client.send(plain(method, path));
        BOOST_TEST(answer.status == 405);
        BOOST_TEST(sort_methods(answer.header("Allow")) == methods);
      }
    }
  }
  BOOST_TEST(client.send(plain("GET", "/signup")).status == 405);
  BOOST_TEST(client.send(plain("DELETE", "/mood")).status == 405);
}

BOOST_AUTO_TEST_CASE(there_is_nothing_at_an_unknown_path) {
  Person person{client};
  for (const char* path :
       {"/nowhere", "/mood/", "/mood/1/2", "//mood", "/Mood", "/me/", "/auth", "/auth/",
        "/mood%2F1", "/%ff", "/mood/%2e%2e/me", "/openapi.yaml/", "/.problem/bad-request",
        "//mood/export", "/mood/./export", "/mood/%65xport/../import"}) {
    BOOST_TEST_CONTEXT(path) {
      const auto answer = person.get(path);
      BOOST_TEST(answer.status == 404);
      BOOST_TEST(answer.code() == "not-found");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_malformed_id_is_not_found) {
  Person person{client};
  for (const char* id : {"0", "-1", "+1", "01", "1.0", "1e3", "abc", "0x1", "1%20", "%20",
                         "9223372036854775808", "99999999999999999999999", "\xD9\xA1"}) {
    BOOST_TEST_CONTEXT(id) {
      BOOST_TEST(person.get(std::string{"/mood/"} + id).status == 404);
      BOOST_TEST(person.remove(std::string{"/mood/"} + id).status == 404);
      BOOST_TEST(person.remove(std::string{"/sessions/"} + id).status == 404);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_body_of_exactly_64_KiB_is_taken_and_one_more_byte_is_not) {
  Person person{client};
  const auto post = [&person](int bytes) {
    return person.send(with_body("POST", "/mood", padded(R"({"rating":3})", bytes)));
  };
  BOOST_TEST(post(kBodyBytesMax).status == 201);
  const auto answer = post(kBodyBytesMax + 1);
  BOOST_TEST(answer.status == 413);
  BOOST_TEST(answer.code() == "body-too-large");
  BOOST_TEST(person.get("/mood").json()["moods"].as_array().size() == 1U);
}

BOOST_AUTO_TEST_CASE(every_operation_but_the_import_refuses_a_body_over_64_KiB) {
  Person person{client};
  for (const auto& operation : open_api().operations()) {
    if (is_static(operation) || operation.name() == "POST /mood/import") {
      continue;
    }
    BOOST_TEST_CONTEXT(operation.name()) {
      const auto answer = person.send(
          with_body(operation.method, target_of(operation), repeat(" ", kBodyBytesMax + 1)));
      BOOST_TEST(answer.status == 413);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_chunked_body_is_read_like_any_other) {
  Person person{client};
  const Request meant = with_body("POST", "/mood", R"({"rating":3})");
  const auto headers =
      "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
      "Authorization: Bearer " +
      person.token() + "\r\n";
  const auto answer = client.send_raw(meant, raw_request("POST /mood HTTP/1.1", headers) +
                                                 "6\r\n{\"rati\r\n6\r\nng\":3}\r\n0\r\n\r\n");
  BOOST_TEST(answer.status == 201);
  std::string too_large;
  for (int chunk = 0; chunk < 17; ++chunk) {
    too_large += "1000\r\n" + std::string(4096, ' ') + "\r\n";
  }
  const auto refused =
      client.send_raw(meant, raw_request("POST /mood HTTP/1.1", headers) + too_large + "0\r\n\r\n");
  BOOST_TEST(refused.status == 413);
}

BOOST_AUTO_TEST_CASE(every_operation_for_members_refuses_who_is_not_signed_in) {
  for (const auto& operation : open_api().operations()) {
    if (!operation.needs_session) {
      continue;
    }
    BOOST_TEST_CONTEXT(operation.name()) {
      const auto answer = client.send(with_body(operation.method, target_of(operation), "{}"));
      BOOST_TEST(answer.status == 401);
      BOOST_TEST(answer.code() == "not-signed-in");
      BOOST_TEST(answer.header("WWW-Authenticate") == "Bearer");
    }
  }
}

BOOST_AUTO_TEST_CASE(every_operation_refuses_a_parameter_it_does_not_know) {
  Person person{client};
  make_admin(person);
  for (const auto& operation : open_api().operations()) {
    if (!operation.statuses.contains(422)) {
      continue;
    }
    BOOST_TEST_CONTEXT(operation.name()) {
      auto request =
          operation.has_body ? with_body(operation.method, "", "{}") : plain(operation.method, "");
      request.target = target_of(operation) + "?user=7";
      const auto faults = faults_of(person.send(request));
      BOOST_TEST((std::ranges::find(faults, "user unknown-parameter") != faults.end()));
    }
  }
}

BOOST_AUTO_TEST_CASE(every_operation_with_a_body_wants_JSON) {
  Person person{client};
  make_admin(person);
  for (const auto& operation : open_api().operations()) {
    if (!operation.has_body) {
      continue;
    }
    BOOST_TEST_CONTEXT(operation.name()) {
      for (const char* type : {"text/plain", "application/x-www-form-urlencoded",
                               "application/jsonx", "application/problem+json", "json"}) {
        BOOST_TEST(
            person.send(with_body(operation.method, target_of(operation), "{}", type)).status ==
            415);
      }
      Request untyped = plain(operation.method, target_of(operation));
      untyped.body = "{}";
      BOOST_TEST(person.send(untyped).status == 415);
      BOOST_TEST(person.send(plain(operation.method, target_of(operation))).status == 415);
      BOOST_TEST(person.send(with_body(operation.method, target_of(operation), "{")).status == 400);
      BOOST_TEST(faults_of(person.send(with_body(operation.method, target_of(operation), "[]"))) ==
                     std::vector<std::string>{"# wrong-type"},
                 boost::test_tools::per_element());
    }
  }
  const auto twice = with_body("POST", "/mood", R"({"rating":3})", "application/json",
                               {{"Content-Type", "application/json"}});
  BOOST_TEST(person.send(twice).code() == "malformed-header");
  for (const char* type : {"application/json; charset=utf-8", "Application/JSON",
                           "application/json ;charset=\"UTF-8\""}) {
    BOOST_TEST(person.send(with_body("POST", "/mood", R"({"rating":3})", type)).status == 201);
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_JSON_is_malformed) {
  Person person{client};
  for (const std::string& body : std::vector<std::string>{"",
                                                          " ",
                                                          "{",
                                                          R"({"rating":3)",
                                                          R"({"rating":)",
                                                          R"({"mood":"go)",
                                                          R"({"rating":3}})",
                                                          R"({"rating":3} x)",
                                                          R"({"rating":3,})",
                                                          R"({rating:3})",
                                                          R"({'rating':3})",
                                                          R"({"rating":03})",
                                                          R"({"rating":+3})",
                                                          R"({"rating":.5})",
                                                          R"({"rating":3.})",
                                                          R"({"rating":0x3})",
                                                          R"({"rating":NaN})",
                                                          R"({"rating":Infinity})",
                                                          R"({"rating":3} /* comment */)",
                                                          "\xEF\xBB{\"rating\":3}",
                                                          R"({"mood":"\x41"})",
                                                          R"({"mood":"\u12"})",
                                                          R"({"mood":"\ud800"})",
                                                          R"({"mood":"\udc00\ud800"})",
                                                          "{\"mood\":\"line\nbreak\"}",
                                                          "{\"mood\":\"tab\t\"}",
                                                          "{\"mood\":\"\xFF\"}",
                                                          "{\"mood\":\"\xC0\xAF\"}",
                                                          "{\"mood\":\"\xED\xA0\x80\"}",
                                                          "{\"mood\":\"\xF4\x90\x80\x80\"}",
                                                          "{\"mood\":\"\xE2\x82\"}",
                                                          "{\"\xFF\":1}",
                                                          std::string{"{\"mood\":\"a\0b\"}", 14},
                                                          std::string{"{\"rating\":3}\0", 13},
                                                          nested(kDepthMax + 1),
                                                          repeat("[", 30'000),
                                                          repeat(R"({"a":)", 10'000)}) {
    BOOST_TEST_CONTEXT(body.substr(0, 60)) {
      const auto answer = person.send(with_body("POST", "/mood", body));
      BOOST_TEST(answer.status == 400);
      BOOST_TEST(answer.code() == "malformed-json");
    }
  }
  BOOST_TEST(person.get("/mood").json()["moods"].as_array().empty());
}

BOOST_AUTO_TEST_CASE(an_encoded_body_is_refused_and_not_taken_for_text) {
  Person person{client};
  make_admin(person);
  const auto encodings = [](const std::vector<std::string>& lines) {
    Headers headers;
    for (const auto& line : lines) {
      headers.add({"Content-Encoding", line});
    }
    return headers;
  };
  const std::vector<std::vector<std::string>> encoded{
      {"gzip"},    {"GZIP"},           {"x-gzip"},           {"deflate"},          {"br"},
      {"unheard"}, {"identity, gzip"}, {"identity", "gzip"}, {"gzip", "identity"}, {"gzip;q=0"}};
  for (const auto& operation : open_api().operations()) {
    for (const auto& lines : encoded) {
      const auto request = with_body(operation.method, target_of(operation), "{",
                                     "application/json", encodings(lines));
      BOOST_TEST_CONTEXT(operation.name() << ' ' << lines.back()) {
        if (operation.has_body) {
          BOOST_TEST(person.send(request).code() == "unsupported-media-type");
        }
      }
    }
  }
  const auto import = [&](const Headers& headers) {
    return person.send(
        with_body("POST", "/mood/import", "day,rating\n2026-03-01,3\n", "text/csv", headers));
  };
  BOOST_TEST(import(encodings({"gzip"})).status == 415);
  BOOST_TEST(
      client.send(with_body("POST", "/mood", "{", "text/plain", encodings({"gzip"}))).status ==
      401);
  for (const auto& lines : std::vector<std::vector<std::string>>{
           {"identity"}, {"Identity"}, {""}, {" identity , IDENTITY,"}, {"identity", "identity"}}) {
    BOOST_TEST_CONTEXT(lines.front()) {
      const auto entry =
          with_body("POST", "/mood", R"({"rating":3})", "application/json", encodings(lines));
      BOOST_TEST(person.send(entry).status == 201);
      BOOST_TEST(import(encodings(lines)).status == 200);
    }
  }
  // What nginx itself does not understand about the way of a body.
  for (const char* coding : {"gzip, chunked", "gzip", "identity"}) {
    const auto raw =
        raw_request("POST /mood HTTP/1.1", std::string{"Transfer-Encoding: "} + coding + "\r\n");
    BOOST_TEST(client.send_raw(plain("POST", "/mood"), raw).code() == "bad-request");
  }
}

BOOST_AUTO_TEST_CASE(a_whole_number_may_be_written_with_a_point_or_an_exponent) {
  Person admin{client};
  make_admin(admin);
  const auto id = admin.record();
  const auto user = "/users/" + admin.username();
  struct Example {
    std::string method;
    std::string target;
    std::string before;  // the number
    std::string after = "}";
    int status = 200;
  };
  for (const auto& [method, target, before, after, status] : std::vector<Example>{
           {"POST", "/mood", R"({"rating":)", "}", 201},
           {"POST", "/mood", R"({"mood":)", "}", 201},
           {"PATCH", "/mood/" + id, R"({"rating":)"},
           {"PATCH", "/mood/" + id, R"({"mood":)"},
           {"PATCH", "/me", R"({"day_starts_at":)"},
           {"PATCH", user, R"({"daily_task_limit":)"},
           {"POST", "/achievements", R"({"points":)",
            R"(,"name":{"en":"A","ru":"Б"},"description":{"en":"A","ru":"Б"},"code":")", 201},
           {"POST", "/auth/signup", R"({"day_starts_at":)",
            R"(,"password":"a walk along the river","username":")", 201},
           {"POST", "/mood/import", R"({"moods":[{"day":"2026-03-01","rating":)", "}]}"}}) {
    BOOST_TEST_CONTEXT(method << ' ' << target << ' ' << before) {
      const auto send = [&](const std::string& number) {
        const auto name = after.ends_with(":\"") ? support::make_code() + "\"}" : "";
        return admin.send(with_body(method, target, before + number + after + name));
      };
      for (const char* number : {"4.0", "4e0", "40e-1", "0.4E+1"}) {
        const auto answer = send(number);
        BOOST_TEST(answer.status == status, number << ": " << answer.body);
      }
      for (const char* number : {"4.5", "4.0000000000000001", "4e-1", "4e99"}) {
        BOOST_TEST(
            send(number).json()["errors"].as_array().at(0)["code"].as_string() == "out-of-range",
            number);
      }
      BOOST_TEST(send("1e400").json()["errors"].as_array().at(0)["code"].as_string() == "invalid");
    }
  }
  BOOST_TEST(admin.get("/mood/" + id).json()["rating"].as_integer() == 4);
  BOOST_TEST(admin.get("/me").json()["day_starts_at"].as_integer() == 4);
}

BOOST_AUTO_TEST_CASE(what_is_JSON_and_not_valid_is_named_with_its_place) {
  Person person{client};
  struct Example {
    std::string body;
    std::vector<std::string> faults;
  };
  const std::vector<Example> examples{
      {"null", {"# wrong-type"}},
      {"7", {"# wrong-type"}},
      {R"("text")", {"# wrong-type"}},
      {"[]", {"# wrong-type"}},
      {R"({"rating":3,"rating":3})", {"#/rating duplicate"}},
      {R"({"rating":3,"rat\u0069ng":4})", {"#/rating duplicate"}},
      {R"({"rating":3,"x":1,"x":2})", {"#/x duplicate"}},
      {R"({"rating":3,"note":"a\u0000b"})", {"#/note contains-nul"}},
      {R"({"rating":3,"tags":["ok","\u0000"]})", {"#/tags/1 contains-nul"}},
      {R"({"rating":1e999})", {"#/rating invalid"}},
      {R"({"rating":-1e999})", {"#/rating invalid"}},
      {R"({"rating":1e-999})", {"#/rating out-of-range"}},
      {R"({"rating":99999999999999999999999999})", {"#/rating out-of-range"}},
      {R"({"rating":9223372036854775808})", {"#/rating out-of-range"}},
      {R"({"rating":-9223372036854775809})", {"#/rating out-of-range"}},
      {R"({"rating":4294967299})", {"#/rating out-of-range"}},
      {R"({"rating":18446744073709551619})", {"#/rating out-of-range"}},
      {R"({"rating":0})", {"#/rating out-of-range"}},
      {R"({"rating":-0})", {"#/rating out-of-range"}},
      {R"({"rating":true})", {"#/rating wrong-type"}},
      {R"({"rating":"3"})", {"#/rating wrong-type"}},
      {R"({"rating":{}})", {"#/rating wrong-type"}},
      {R"({"rating":3,"Rating":3})", {"#/Rating unknown-field"}},
      {R"({"rating":3,"a/b~c":1,"":2})", {"#/ unknown-field", "#/a~1b~0c unknown-field"}},
      {R"({"rating":3,"user":"1","id":"5"})", {"#/id unknown-field", "#/user unknown-field"}},
      {R"({"mood":true,"rating":"x","note":1,"tags":"a","day":5})",
       {"#/day wrong-type", "#/mood wrong-type", "#/note wrong-type", "#/rating wrong-type",
        "#/tags wrong-type"}},
      {nested(kDepthMax), {"#/mood wrong-type"}},
  };
  for (const auto& [body, faults] : examples) {
    BOOST_TEST_CONTEXT(body.substr(0, 80)) {
      BOOST_TEST(faults_of(person.send(with_body("POST", "/mood", body))) == faults,
                 boost::test_tools::per_element());
    }
  }
  BOOST_TEST(person.get("/mood").json()["moods"].as_array().empty());
}

BOOST_AUTO_TEST_CASE(a_repeated_or_broken_query_parameter_is_refused) {
  Person person{client};
  for (const char* query : {"limit=1&limit=2", "limit=%zz", "limit=%", "limit=", "limit", "%ff=1",
                            "from=%00", "=1", "limit=1%00"}) {
    BOOST_TEST_CONTEXT(query) {
      BOOST_TEST(person.get(std::string{"/mood?"} + query).status == 422);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_request_keeps_the_id_it_came_with) {
  Person person{client};
  const std::string longest = repeat("a", 64);
  for (const std::string& id : {std::string{"a"}, std::string{"A-z_0.9"}, longest}) {
    const Headers header{{"X-Request-Id", id}};
    BOOST_TEST(person.get("/me", header).header("X-Request-Id") == id);
    const auto problem = client.send(plain("GET", "/nowhere", header));
    BOOST_TEST(problem.header("X-Request-Id") == id);
    BOOST_TEST(problem.json()["request_id"].as_string() == id);
  }
  std::set<std::string> made;
  for (const std::string& id :
       {std::string{}, longest + "a", std::string{"two words"}, std::string{"a/b"},
        std::string{"\"quoted\""}, std::string{"\xD0\xB6"}, std::string{"a,b"}}) {
    BOOST_TEST_CONTEXT(id) {
      const auto header = person.get("/me", {{"X-Request-Id", id}}).header("X-Request-Id");
      BOOST_TEST(header != id);
      made.insert(header);
    }
  }
  BOOST_TEST(made.size() == 7U);
}

BOOST_AUTO_TEST_CASE(HEAD_answers_as_GET_does_but_for_the_body) {
  Person person{client};
  const auto id = person.record();
  for (const auto& path :
       {std::string{"/me"}, std::string{"/sessions"}, std::string{"/mood"}, "/mood/" + id,
        std::string{"/livez"}, std::string{"/readyz"}, std::string{"/openapi.yaml"},
        std::string{"/nowhere"}, std::string{"/mood?limit=0"}}) {
    BOOST_TEST_CONTEXT(path) {
      const auto head = person.send(plain("HEAD", path));
      const auto got = person.get(path);
      BOOST_TEST(head.status == got.status);
      BOOST_TEST(head.body.empty());
      for (const char* header : {"Content-Type", "Cache-Control", "ETag"}) {
        BOOST_TEST(head.header(header) == got.header(header));
      }
    }
  }
  BOOST_TEST(client.send(plain("HEAD", "/me")).status == 401);
  BOOST_TEST(client.send(plain("HEAD", "/signup")).status == 405);
}

BOOST_AUTO_TEST_CASE(the_service_is_alive_ready_and_described) {
  BOOST_TEST(client.send(plain("GET", "/livez")).status == 200);
  BOOST_TEST(client.send(plain("GET", "/readyz")).status == 200);
  const auto document = client.send(plain("GET", "/openapi.yaml"));
  BOOST_TEST(document.status == 200);
  BOOST_TEST(document.body.starts_with("openapi: 3.1"));
  const auto known =
      client.send(plain("GET", "/openapi.yaml", {{"If-None-Match", document.header("ETag")}}));
  BOOST_TEST(known.status == 304);
  const auto range = client.send(plain("GET", "/openapi.yaml", {{"Range", "bytes=0-3"}}));
  BOOST_TEST(range.status == 200);
}

BOOST_AUTO_TEST_CASE(other_origins_get_no_permission) {
  Person person{client};
  const auto answer = person.get("/me", {{"Origin", "https://elsewhere.example"}});
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(!answer.headers.has("Access-Control-Allow-Origin"));
  const auto preflight = client.send(
      plain("OPTIONS", "/mood",
            {{"Origin", "https://elsewhere.example"}, {"Access-Control-Request-Method", "POST"}}));
  BOOST_TEST(preflight.status == 405);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
