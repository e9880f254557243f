// The catalogue of errors: complete, in both languages, and the same for everybody.
#include "server/problem.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "server/json.hpp"

namespace daymark::unit_tests {
namespace {

using server::Fault;
using server::Faults;
using server::Flaw;
using server::Language;
using server::Problem;

/// All there are: behind the last one there is nothing to say.
std::vector<Flaw> all_flaws() {
  std::vector<Flaw> all;
  for (int i = 0; !server::code(static_cast<Flaw>(i)).empty(); ++i) {
    all.push_back(static_cast<Flaw>(i));
  }
  return all;
}

bool is_kebab_case(std::string_view code) {
  return !code.empty() && code.front() != '-' && code.back() != '-' &&
         code.find("--") == std::string_view::npos &&
         std::ranges::all_of(code, [](char c) { return c == '-' || (c >= 'a' && c <= 'z'); });
}

bool has_cyrillic(std::string_view text) {
  return text.find('\xD0') != std::string_view::npos || text.find('\xD1') != std::string_view::npos;
}

bool has_latin_word(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

const server::json::Value* member(const server::json::Value& value, std::string_view key) {
  const auto& object = std::get<server::json::Object>(value.data);
  const auto found = std::ranges::find(object, key, &server::json::Member::key);
  return found == object.end() ? nullptr : &found->value;
}

std::string text_of(const server::json::Value& value, std::string_view key) {
  const auto* found = member(value, key);
  BOOST_REQUIRE_MESSAGE(found != nullptr, key);
  return std::get<std::string>(found->data);
}

server::json::Value body_of(const server::Refusal& refusal, Language language) {
  return server::json::parse(server::problem_body(refusal, language, "an-id"));
}

/// The text of one fault.
std::string detail_of(const Fault& fault, Language language) {
  const auto body = body_of(server::Refusal{Faults{fault}}, language);
  const auto& errors = std::get<server::json::Array>(member(body, "errors")->data);
  return text_of(errors.at(0), "detail");
}

std::string header(const server::Response& response, std::string_view name) {
  const auto found =
      std::ranges::find_if(response.headers, [&](const auto& each) { return each.first == name; });
  return found == response.headers.end() ? "" : found->second;
}

BOOST_AUTO_TEST_SUITE(problems)

BOOST_AUTO_TEST_CASE(the_list_of_problems_is_complete) {
  const auto& all = server::all_problems();
  BOOST_TEST(server::code(static_cast<Problem>(all.size())).empty());
  BOOST_TEST(!server::code(all.back()).empty());
}

BOOST_AUTO_TEST_CASE(every_problem_has_the_status_of_the_contract) {
  const std::map<std::string_view, int> statuses{
      {"bad-request", 400},
      {"plain-http", 400},
      {"malformed-json", 400},
      {"malformed-csv", 400},
      {"malformed-header", 400},
      {"not-signed-in", 401},
      {"wrong-credentials", 401},
      {"wrong-password", 403},
      {"sign-up-closed", 403},
      {"cross-site", 403},
      {"admins-only", 403},
      {"not-found", 404},
      {"method-not-allowed", 405},
      {"timeout", 408},
      {"other-account", 409},
      {"username-taken", 409},
      {"import-running", 409},
      {"code-taken", 409},
      {"already-awarded", 409},
      {"account-full", 409},
      {"version-mismatch", 412},
      {"body-too-large", 413},
      {"uri-too-long", 414},
      {"unsupported-media-type", 415},
      {"invalid", 422},
      {"too-many-requests", 429},
      {"too-many-sign-ins", 429},
      {"daily-task-limit", 429},
      {"headers-too-large", 431},
      {"internal", 500},
      {"bad-gateway", 502},
      {"unavailable", 503},
      {"gateway-timeout", 504},
  };
  std::map<std::string_view, int> found;
  for (const auto problem : server::all_problems()) {
    found[server::code(problem)] = server::status(problem);
  }
  BOOST_TEST((found == statuses));
  BOOST_TEST(server::all_problems().size() == statuses.size());
}

BOOST_AUTO_TEST_CASE(every_code_is_unique_and_in_kebab_case) {
  std::set<std::string_view> codes;
  for (const auto problem : server::all_problems()) {
    BOOST_TEST(is_kebab_case(server::code(problem)), server::code(problem));
    BOOST_TEST(codes.insert(server::code(problem)).second, server::code(problem));
  }
}

BOOST_AUTO_TEST_CASE(the_codes_of_faults_are_those_of_the_document) {
  std::set<std::string_view> codes;
  for (const auto flaw : all_flaws()) {
    codes.insert(server::code(flaw));
  }
  BOOST_TEST(codes == (std::set<std::string_view>{
                          "blank",        "conflict",  "contains-nul",  "duplicate",
                          "in-future",    "invalid",   "key-reused",    "one-character",
                          "out-of-range", "read-only", "required",      "same-as-username",
                          "too-common",   "too-early", "too-long",      "too-many",
                          "too-short",    "unknown",   "unknown-field", "unknown-parameter",
                          "wrong-type"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_problem_speaks_both_languages) {
  std::set<std::string> details;
  for (const auto problem : server::all_problems()) {
    const auto english = body_of(server::Refusal{problem}, Language::kEnglish);
    const auto russian = body_of(server::Refusal{problem}, Language::kRussian);
    for (const auto* field : {"title", "detail"}) {
      BOOST_TEST_CONTEXT(server::code(problem) << " " << field) {
        BOOST_TEST(has_latin_word(text_of(english, field)));
        BOOST_TEST(!has_cyrillic(text_of(english, field)));
        BOOST_TEST(has_cyrillic(text_of(russian, field)));
      }
    }
    BOOST_TEST(text_of(english, "detail").ends_with('.'), server::code(problem));
    BOOST_TEST(text_of(russian, "detail").ends_with('.'), server::code(problem));
    BOOST_TEST(details.insert(text_of(english, "detail")).second, server::code(problem));
    BOOST_TEST(details.insert(text_of(russian, "detail")).second, server::code(problem));
  }
}

BOOST_AUTO_TEST_CASE(every_flaw_speaks_both_languages) {
  std::set<std::string> details;
  for (const auto flaw : all_flaws()) {
    for (const auto language : shared::kLanguages) {
      BOOST_TEST_CONTEXT(server::code(flaw) << " " << shared::code(language)) {
        const auto detail =
            detail_of({.at = "/x", .flaw = flaw, .least = 111, .greatest = 999}, language);
        BOOST_TEST(has_cyrillic(detail) == (language == Language::kRussian));
        BOOST_TEST(detail.ends_with('.'));
        BOOST_TEST(detail.find('{') == std::string::npos);
        BOOST_TEST(details.insert(detail).second);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_fault_tells_its_limits_with_right_plurals) {
  const auto expect = [](const Fault& fault, std::string_view english, std::string_view russian) {
    BOOST_TEST(detail_of(fault, Language::kEnglish) == english);
    BOOST_TEST(detail_of(fault, Language::kRussian) == russian);
  };
  expect({.flaw = Flaw::kTooShort, .least = 1}, "This must be at least 1 character long.",
         "Нужно не меньше 1 символа.");
  expect({.flaw = Flaw::kTooShort, .least = 3}, "This must be at least 3 characters long.",
         "Нужно не меньше 3 символов.");
  expect({.flaw = Flaw::kTooShort, .least = 8}, "This must be at least 8 characters long.",
         "Нужно не меньше 8 символов.");
  expect({.flaw = Flaw::kTooLong, .greatest = 11}, "This must be at most 11 characters long.",
         "Нужно не больше 11 символов.");
  expect({.flaw = Flaw::kTooLong, .greatest = 21}, "This must be at most 21 characters long.",
         "Нужно не больше 21 символа.");
  expect({.flaw = Flaw::kTooLong, .greatest = 111}, "This must be at most 111 characters long.",
         "Нужно не больше 111 символов.");
  expect({.flaw = Flaw::kTooLong, .greatest = 10'000},
         "This must be at most 10,000 characters long.", "Нужно не больше 10\u00A0000 символов.");
  expect({.flaw = Flaw::kTooManyDays, .greatest = 3'660},
         "At most 3,660 days can be asked for at once.",
         "За один раз можно запросить не больше 3\u00A0660 дней.");
  expect({.flaw = Flaw::kTooManyFields, .greatest = 1},
         "A row may have at most 1 field, as many as the first line.",
         "В строке таблицы может быть не больше 1 поля, как в первой.");
  expect({.flaw = Flaw::kTooManyTexts, .greatest = 20}, "There may be at most 20 texts here.",
         "Здесь может быть не больше 20 строк.");
  expect({.flaw = Flaw::kTooManyBytes, .greatest = 262'144},
         "One entry of a file may have at most 262,144 bytes.",
         "Одна запись файла может занимать не больше 262\u00A0144 байт.");
  expect({.flaw = Flaw::kOutOfRange, .greatest = 1'000'000},
         "This must be a whole number from 0 to 1,000,000.",
         "Нужно целое число от 0 до 1\u00A0000\u00A0000.");
}

BOOST_AUTO_TEST_CASE(a_malformed_text_tells_its_line) {
  const server::Refusal refusal{Problem::kMalformedCsv, server::Line{.number = 17}};
  for (const auto language : shared::kLanguages) {
    const auto body = body_of(refusal, language);
    BOOST_TEST(std::get<server::json::Number>(member(body, "line")->data).digits == "17");
    BOOST_TEST(text_of(body, "detail")
                   .ends_with(language == Language::kEnglish ? " The error is in line 17."
                                                             : " Ошибка в строке 17."));
  }
}

BOOST_AUTO_TEST_CASE(a_body_has_exactly_the_members_of_the_contract) {
  const auto body = body_of(server::Refusal{Problem::kNotFound}, Language::kEnglish);
  std::vector<std::string> keys;
  for (const auto& found : std::get<server::json::Object>(body.data)) {
    keys.push_back(found.key);
  }
  BOOST_TEST(keys ==
             (std::vector<std::string>{"type", "title", "status", "code", "detail", "request_id"}));
  BOOST_TEST(text_of(body, "type") == "urn:daymark:problem:not-found");
  BOOST_TEST(std::get<server::json::Number>(member(body, "status")->data).digits == "404");
  BOOST_TEST(text_of(body, "request_id") == "an-id");
}

BOOST_AUTO_TEST_CASE(faults_of_a_query_are_named_by_their_parameter) {
  const Faults faults{{.in = Fault::In::kQuery, .at = "limit", .flaw = Flaw::kOutOfRange},
                      {.at = "", .flaw = Flaw::kNoNumber}};
  const auto body = body_of(server::Refusal{faults}, Language::kEnglish);
  const auto& errors = std::get<server::json::Array>(member(body, "errors")->data);
  BOOST_REQUIRE(errors.size() == 2U);
  BOOST_TEST(text_of(errors[0], "parameter") == "limit");
  BOOST_TEST(member(errors[0], "pointer") == nullptr);
  BOOST_TEST(text_of(errors[1], "pointer") == "#");
  BOOST_TEST(member(errors[1], "parameter") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_fault_can_be_in_a_header_or_in_a_row_of_an_import) {
  const Faults faults{{.in = Fault::In::kHeader, .at = "Idempotency-Key", .flaw = Flaw::kKeyReused},
                      {.at = "/moods/17/rating", .flaw = Flaw::kNoNumber, .row = 18}};
  const auto body = body_of(server::Refusal{faults}, Language::kEnglish);
  const auto& errors = std::get<server::json::Array>(member(body, "errors")->data);
  BOOST_REQUIRE(errors.size() == 2U);
  BOOST_TEST(text_of(errors[0], "header") == "Idempotency-Key");
  BOOST_TEST(member(errors[0], "pointer") == nullptr);
  BOOST_TEST(member(errors[0], "row") == nullptr);
  BOOST_TEST(text_of(errors[1], "pointer") == "#/moods/17/rating");
  BOOST_TEST(std::get<server::json::Number>(member(errors[1], "row")->data).digits == "18");
}

BOOST_AUTO_TEST_CASE(no_more_faults_are_told_than_anybody_reads) {
  const Faults faults(server::kFaultsMax + 1, {.at = "/x", .flaw = Flaw::kUnknownField});
  const auto body = body_of(server::Refusal{faults}, Language::kEnglish);
  BOOST_TEST(std::get<server::json::Array>(member(body, "errors")->data).size() ==
             server::kFaultsMax);
}

BOOST_AUTO_TEST_CASE(a_refusal_says_when_it_is_worth_another_try) {
  const server::Refusal refusal{Problem::kTooManySignIns, std::chrono::seconds{900}};
  const auto response = server::render(refusal, {.request_id = "an-id"});
  BOOST_TEST(header(response, "Retry-After") == "900");
}

BOOST_AUTO_TEST_CASE(what_there_is_no_room_for_is_told_with_its_number) {
  using Of = server::Capacity::Of;
  struct Case {
    server::Capacity capacity;
    std::string english;
    std::string russian;
  };
  for (const auto& [capacity, english, russian] : std::vector<Case>{
           {{Of::kEntries, 200'000}, " It may have 200,000 entries.", " 200\u00A0000 записей."},
           {{Of::kEntries, 1}, " It may have 1 entry.", " 1 записи."},
           {{Of::kTextMebibytes, 1024},
            " It may have 1,024 MiB of text.",
            " 1\u00A0024 МиБ текста."}}) {
    const server::Refusal refusal{Problem::kAccountFull, capacity};
    BOOST_TEST(text_of(body_of(refusal, Language::kEnglish), "detail").ends_with(english));
    BOOST_TEST(text_of(body_of(refusal, Language::kRussian), "detail").ends_with(russian));
  }
}

BOOST_AUTO_TEST_CASE(a_problem_can_tell_more_in_a_member_of_its_own) {
  const server::Refusal refusal{
      Problem::kAlreadyAwarded,
      server::ExtraMembers{.json = R"({"award":{"code":"first-entry"},"more":1})"}};
  const auto response = server::render(refusal, {.request_id = "an-id"});
  BOOST_TEST(response.status == 409);
  const auto body = server::json::parse(response.body);
  BOOST_TEST(text_of(body, "code") == "already-awarded");
  const auto* award = member(body, "award");
  BOOST_REQUIRE(award != nullptr);
  BOOST_TEST(text_of(*award, "code") == "first-entry");
  BOOST_TEST(std::get<server::json::Object>(body.data).size() == 8U);
}

BOOST_AUTO_TEST_CASE(what_somebody_sent_cannot_break_out_of_the_body) {
  const Faults faults{{.at = "/\"},\n\\", .flaw = Flaw::kUnknownField}};
  const auto body = body_of(server::Refusal{faults}, Language::kEnglish);
  const auto& errors = std::get<server::json::Array>(member(body, "errors")->data);
  BOOST_TEST(text_of(errors.at(0), "pointer") == "#/\"},\n\\");
}

BOOST_AUTO_TEST_CASE(every_answer_has_the_headers_that_belong_to_it) {
  server::Request request;
  request.request_id = "an-id";
  request.language = Language::kRussian;
  for (const auto problem : server::all_problems()) {
    BOOST_TEST_CONTEXT(server::code(problem)) {
      const auto response = server::render(server::Refusal{problem}, request);
      BOOST_TEST(response.status == server::status(problem));
      BOOST_TEST(response.content_type == "application/problem+json");
      BOOST_TEST(header(response, "Content-Language") == "ru");
      BOOST_TEST(header(response, "Vary") == "Accept-Language");
      BOOST_TEST(header(response, "Cache-Control") == "no-store");
      BOOST_TEST(header(response, "WWW-Authenticate") == (response.status == 401 ? "Bearer" : ""));
      BOOST_TEST(header(response, "Retry-After").empty() ==
                 !(response.status == 429 || response.status == 503));
      BOOST_TEST(has_cyrillic(response.body));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
