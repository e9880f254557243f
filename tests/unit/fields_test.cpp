#include "server/fields.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "refusals.hpp"

namespace daymark::unit_tests {
namespace {

using server::Fields;
using server::Flaw;
using server::Parameters;
using server::Request;

Request with_body(std::string body, std::string_view content_type = "application/json") {
  Request request;
  request.variables = {{"CONTENT_TYPE", content_type}};
  request.body = std::move(body);
  return request;
}

Request with_query(std::string_view query) {
  Request request;
  request.query = query;
  return request;
}

/// What an action on the fields of a body comes to.
template <class Read>
std::string outcome(const std::string& body, Read read) {
  return outcome_of([&] {
    Fields fields{with_body(body)};
    read(fields);
    fields.finish();
  });
}

BOOST_AUTO_TEST_SUITE(fields_of_a_body)

BOOST_AUTO_TEST_CASE(the_media_type_must_be_json) {
  const auto outcome_for = [](std::string_view content_type) {
    return outcome_of([&] { Fields{with_body("{}", content_type)}; });
  };
  for (const auto* type :
       {"application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8",
        "APPLICATION/JSON", " application/json ;"}) {
    BOOST_TEST(outcome_for(type) == "", type);
  }
  for (const auto* type :
       {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
        "application/jsonx", "application/json-patch+json", "application/problem+json", "text/json",
        "json", "application", "application/json, text/plain"}) {
    BOOST_TEST(outcome_for(type) == "unsupported-media-type", type);
  }
}

BOOST_AUTO_TEST_CASE(the_media_type_is_looked_at_before_the_json_and_the_json_before_its_values) {
  BOOST_TEST(outcome_of([] { Fields{with_body("{", "text/plain")}; }) == "unsupported-media-type");
  BOOST_TEST(outcome_of([] { Fields{with_body("[1")}; }) == "malformed-json");
  BOOST_TEST(outcome_of([] { Fields{with_body("")}; }) == "malformed-json");
}

BOOST_AUTO_TEST_CASE(a_body_that_was_cut_off_is_malformed_even_where_it_looks_whole) {
  auto request = with_body("{}");
  request.body_cut_off = true;
  BOOST_TEST(outcome_of([&] { Fields{request}; }) == "malformed-json");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_before_the_json_is_passed_over) {
  const std::string mark = "\xEF\xBB\xBF";
  const auto outcome_for = [](const std::string& body) {
    return outcome(body, [](Fields& fields) { BOOST_TEST(fields.text("a").value() == "b"); });
  };
  BOOST_TEST(outcome_for(mark + R"({"a":"b"})") == "");
  BOOST_TEST(outcome_for(mark + R"( {"a":"b"})") == "");
  for (const auto& body : {mark + mark + R"({"a":"b"})", " " + mark + R"({"a":"b"})", mark,
                           mark.substr(0, 2) + R"({"a":"b"})", R"({"a":"b"})" + mark}) {
    BOOST_TEST(outcome_for(body) == "malformed-json");
  }
}

BOOST_AUTO_TEST_CASE(json_that_is_no_object_has_the_wrong_type) {
  for (const auto* body : {"[]", "null", "true", "4", "\"{}\"", "[{}]"}) {
    BOOST_TEST(outcome_of([&] { Fields{with_body(body)}; }) == "invalid:  wrong-type", body);
  }
}

BOOST_AUTO_TEST_CASE(null_counts_as_left_out) {
  Fields fields{with_body(R"({"a":null,"b":null,"c":null})")};
  BOOST_TEST(!fields.text("a", {1, 5}));
  BOOST_TEST(!fields.number("b", {1, 5}));
  BOOST_TEST(!fields.texts("c", {1, 5}, 3));
  BOOST_TEST(fields.value("a") == nullptr);
  fields.finish();
}

BOOST_AUTO_TEST_CASE(all_faults_are_told_at_once) {
  const std::string body =
      R"({"rating":9,"mood":"","note":3,"tags":["a",7,"","a"],"day":true,"extra":{},"more":1})";
  BOOST_TEST(outcome(body,
                     [](Fields& fields) {
                       [[maybe_unused]] const auto rating = fields.number("rating", {1, 5});
                       [[maybe_unused]] const auto mood = fields.text("mood", {1, 50});
                       [[maybe_unused]] const auto note = fields.text("note", {0, 10});
                       [[maybe_unused]] const auto tags = fields.texts("tags", {1, 50}, 20);
                       [[maybe_unused]] const auto day = fields.text("day", {0, 100});
                       fields.require("username");
                       fields.require_one_of("first", "second", Flaw::kTimeRequired);
                     }) ==
             "invalid: /rating out-of-range, /mood too-short, /note wrong-type, /tags/1 "
             "wrong-type, /tags/2 too-short, /tags/3 duplicate, /day wrong-type, /username "
             "required, /first required, /extra unknown-field, /more unknown-field");
}

BOOST_AUTO_TEST_CASE(a_request_with_a_body_takes_no_parameters) {
  auto request = with_body(R"({"a":1})");
  request.query = "limit=5&%zz";
  BOOST_TEST(outcome_of([&] {
               Fields fields{request};
               fields.finish();
             }) == "invalid: ?? invalid, ?limit unknown-parameter, /a unknown-field");
}

BOOST_AUTO_TEST_CASE(unknown_fields_are_told_with_escaped_pointers_and_even_where_they_are_null) {
  BOOST_TEST(outcome(R"({"a/b":1,"c~d":null,"Rating":1})", [](Fields&) {}) ==
             "invalid: /a~1b unknown-field, /c~0d unknown-field, /Rating unknown-field");
}

BOOST_AUTO_TEST_CASE(a_number_is_whole_and_between_its_bounds) {
  std::optional<int> read;
  const auto number = [&](const std::string& text) {
    return outcome(R"({"n":)" + text + "}", [&](Fields& fields) {
      read = fields.number("n", {0, 23});
    });
  };
  const std::vector<std::pair<int, std::vector<std::string>>> spellings{
      {0, {"0", "-0", "0.0", "-0.0e9", "0e99", "0e-99", "0.000e-99999999999999999999"}},
      {7,
       {"7", "7.0", "7.000000000000000000000000000000000000", "7e0", "7E+0", "7e-0", "70e-1",
        "0.7e1", "0.0007E+4", "7000000000000000000000e-21"}},
      {20, {"20", "2e1", "20.0", "0.2e2", "200e-1"}},
      {23, {"23", "23.00", "2.3e1"}}};
  for (const auto& [value, texts] : spellings) {
    for (const auto& text : texts) {
      BOOST_TEST(number(text) == "", text);
      BOOST_TEST(read.value_or(-1) == value, text);
    }
  }
  for (const auto* text :
       {"-1", "24", "1.5", "24.0", "3e1", "-1.0", "0.5", "5e-1", "40e-2", "4.0000000000000001",
        "4.00000000000000000000000000000000001", "99999999999999999999", "-2147483649", "1e308",
        "1e-400", "1e-99999999999999999999"}) {
    BOOST_TEST(number(text) == "invalid: /n out-of-range", text);
  }
  BOOST_TEST(number("1e400") == "invalid: /n invalid");
  for (const auto* text : {"\"7\"", "true", "[]", "{}", "[7]"}) {
    BOOST_TEST(number(text) == "invalid: /n wrong-type", text);
  }
}

BOOST_AUTO_TEST_CASE(a_boolean_is_no_other_value) {
  const auto boolean = [](const std::string& text) {
    return outcome(R"({"b":)" + text + "}", [&](Fields& fields) {
      BOOST_TEST((fields.boolean("b") == std::optional{text == "true"}) ==
                 (text == "true" || text == "false"));
    });
  };
  for (const auto* text : {"true", "false"}) {
    BOOST_TEST(boolean(text) == "", text);
  }
  BOOST_TEST(boolean("null") == "");
  for (const auto* text : {"0", "1", "\"true\"", "[]", "{}"}) {
    BOOST_TEST(boolean(text) == "invalid: /b wrong-type", text);
  }
}

BOOST_AUTO_TEST_CASE(null_is_told_from_left_out_where_it_removes) {
  Fields fields{with_body(R"({"gone":null,"kept":0})")};
  BOOST_TEST(fields.is_null("gone"));
  BOOST_TEST(!fields.is_null("kept"));
  BOOST_TEST(!fields.is_null("other"));
  const auto read = [](Fields& patch) {
    for (const auto* name : {"gone", "kept", "other"}) {
      patch.refuse_null(name);
      static_cast<void>(patch.value(name));
    }
  };
  BOOST_TEST(outcome(R"({"gone":null,"kept":0})", read) == "invalid: /gone required");
}

BOOST_AUTO_TEST_CASE(a_text_is_counted_in_code_points) {
  const auto text = [](const std::string& value) {
    return outcome(R"({"t":")" + value + "\"}", [](Fields& fields) {
      [[maybe_unused]] const auto read = fields.text("t", {2, 4});
    });
  };
  for (const auto* value : {"ab", "abcd", "жжжж", "😀😀😀😀", "e\u0301x"}) {
    BOOST_TEST(text(value) == "", value);
  }
  for (const auto* value : {"", "a", "ж", "😀"}) {
    BOOST_TEST(text(value) == "invalid: /t too-short", value);
  }
  for (const auto* value : {"abcde", "жжжжж", "😀😀😀😀😀"}) {
    BOOST_TEST(text(value) == "invalid: /t too-long", value);
  }
}

BOOST_AUTO_TEST_CASE(a_text_of_which_nothing_can_be_seen_is_refused_where_it_has_to_be_seen) {
  const auto outcome_for = [](const std::string& text, server::Blank blank) {
    return outcome(R"({"a":")" + text + R"(","b":["x",")" + text + R"("]})", [&](Fields& fields) {
      fields.text("a", {1, 3, blank});
      fields.texts("b", {1, 3, blank}, 5);
    });
  };
  for (const auto* text : {" ", "\u200B", "\u2800 ", "\u3164"}) {
    BOOST_TEST(outcome_for(text, server::Blank::kAllowed) == "");
    BOOST_TEST(outcome_for(text, server::Blank::kRefused) == "invalid: /a blank, /b/1 blank");
  }
  BOOST_TEST(outcome_for("", server::Blank::kRefused) == "invalid: /a too-short, /b/1 too-short");
  BOOST_TEST(outcome_for("    ", server::Blank::kRefused) == "invalid: /a too-long, /b/1 too-long");
  BOOST_TEST(outcome_for(" y", server::Blank::kRefused) == "");
}

BOOST_AUTO_TEST_CASE(a_list_keeps_its_order_and_knows_its_limit) {
  Fields fields{with_body(R"({"tags":["b","a","ж"],"none":[]})")};
  BOOST_TEST((fields.texts("tags", {1, 5}, 3) == std::vector<std::string>{"b", "a", "ж"}));
  BOOST_TEST((fields.texts("none", {1, 5}, 3) == std::vector<std::string>{}));
  fields.finish();

  const auto texts = [](const std::string& list) {
    return outcome(R"({"tags":)" + list + "}", [](Fields& f) {
      [[maybe_unused]] const auto read = f.texts("tags", {1, 5}, 3);
    });
  };
  BOOST_TEST(texts(R"(["a","b","c","d"])") == "invalid: /tags too-many");
  BOOST_TEST(texts(R"("a")") == "invalid: /tags wrong-type");
  BOOST_TEST(texts(R"({"0":"a"})") == "invalid: /tags wrong-type");
  BOOST_TEST(texts(R"([null,["a"],1])") ==
             "invalid: /tags/0 wrong-type, /tags/1 wrong-type, /tags/2 wrong-type");
  BOOST_TEST(texts(R"(["a","A","a"])") == "invalid: /tags/2 duplicate");
}

BOOST_AUTO_TEST_CASE(of_two_fields_one_is_enough) {
  const auto either = [](Fields& fields) {
    fields.require_one_of("mood", "rating", Flaw::kFeelingRequired);
  };
  BOOST_TEST(outcome(R"({"mood":"good"})", either) == "");
  BOOST_TEST(outcome(R"({"rating":1})", either) == "");
  BOOST_TEST(outcome(R"({"mood":null,"rating":null})", either) == "invalid: /mood required");
}

BOOST_AUTO_TEST_CASE(a_field_knows_whether_it_was_faulty) {
  Fields fields{with_body(R"({"a":1,"ab":"x"})")};
  [[maybe_unused]] const auto first = fields.text("a", {1, 5});
  [[maybe_unused]] const auto second = fields.text("ab", {1, 5});
  BOOST_TEST(fields.is_faulty("a"));
  BOOST_TEST(!fields.is_faulty("ab"));
}

BOOST_AUTO_TEST_CASE(bounds_reach_the_reader) {
  const auto refusal = refusal_of([] {
    Fields fields{with_body(R"({"n":9})")};
    [[maybe_unused]] const auto read = fields.number("n", {1, 5});
    fields.finish();
  });
  BOOST_REQUIRE(refusal);
  const auto body = server::problem_body(*refusal, server::Language::kEnglish, "id");
  BOOST_TEST(body.find("from 1 to 5") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

std::string query_outcome(std::string_view query) {
  return outcome_of([&] {
    Parameters parameters{with_query(query)};
    [[maybe_unused]] const auto limit = parameters.number("limit", {1, 100});
    [[maybe_unused]] const auto from =
        parameters.parsed("from", shared::parse_language, Flaw::kNoLanguage);
    parameters.finish();
  });
}

BOOST_AUTO_TEST_SUITE(parameters_of_a_query)

BOOST_AUTO_TEST_CASE(parameters_are_decoded) {
  Parameters parameters{with_query("a=x%20y+z&b=%D0%B6&c=&d&&e=1=2&%66=6")};
  BOOST_TEST(parameters.text("a").value() == "x y z");
  BOOST_TEST(parameters.text("b").value() == "ж");
  BOOST_TEST(parameters.text("c").value().empty());
  BOOST_TEST(parameters.text("d").value().empty());
  BOOST_TEST(parameters.text("e").value() == "1=2");
  BOOST_TEST(parameters.number("f", {1, 9}).value() == 6);
  BOOST_TEST(!parameters.text("g"));
  parameters.finish();
}

BOOST_AUTO_TEST_CASE(an_empty_query_is_fine) {
  BOOST_TEST(query_outcome("") == "");
  BOOST_TEST(query_outcome("&&") == "");
}

BOOST_AUTO_TEST_CASE(all_faults_of_a_query_are_told_at_once) {
  BOOST_TEST(query_outcome("limit=0&from=xx&user=1&limit=5") ==
             "invalid: ?limit duplicate, ?limit out-of-range, ?from invalid, ?user "
             "unknown-parameter");
}

BOOST_AUTO_TEST_CASE(what_takes_no_parameters_refuses_them) {
  BOOST_TEST(outcome_of([] { server::refuse_parameters(with_query("")); }) == "");
  BOOST_TEST(outcome_of([] { server::refuse_parameters(with_query("a=1&b")); }) ==
             "invalid: ?a unknown-parameter, ?b unknown-parameter");
}

BOOST_AUTO_TEST_CASE(a_limit_is_a_whole_number_in_its_bounds) {
  for (const auto* given : {"1", "100", "30"}) {
    BOOST_TEST(query_outcome(std::string("limit=") + given) == "", given);
  }
  for (const auto* given : {"", "0", "101", "-1", "1.5", "1e1", "abc", "%2B1", "1%20",
                            "99999999999999999999", "0x10"}) {
    BOOST_TEST(query_outcome(std::string("limit=") + given) == "invalid: ?limit out-of-range",
               given);
  }
}

BOOST_AUTO_TEST_CASE(a_broken_escape_is_invalid) {
  BOOST_TEST(query_outcome("limit=%zz") == "invalid: ?limit invalid");
  BOOST_TEST(query_outcome("limit=%4") == "invalid: ?limit invalid");
  BOOST_TEST(query_outcome("from=%00") == "invalid: ?from invalid");
  BOOST_TEST(query_outcome("from=%FF") == "invalid: ?from invalid");
  BOOST_TEST(query_outcome("%zz=1") == "invalid: ?? invalid");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
