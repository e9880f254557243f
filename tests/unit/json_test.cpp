// Everything hostile that can be called JSON.
#include "server/json.hpp"

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <ctime>
#include <functional>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "refusals.hpp"
#include "server/problem.hpp"
#include "server/utf8.hpp"

namespace daymark::unit_tests {
namespace {

namespace json = server::json;

std::string outcome(std::string_view text) {
  return outcome_of([&] { [[maybe_unused]] const auto value = json::parse(text); });
}

/// A value as JSON again.
void write(json::Writer& out, const json::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.data)) {
    out.text(*text);
  } else if (const auto* number = std::get_if<json::Number>(&value.data)) {
    out.raw(number->digits);
  } else if (const auto* boolean = std::get_if<bool>(&value.data)) {
    out.boolean(*boolean);
  } else if (const auto* array = std::get_if<json::Array>(&value.data)) {
    out.begin_array();
    for (const auto& element : *array) {
      write(out, element);
    }
    out.end_array();
  } else if (const auto* object = std::get_if<json::Object>(&value.data)) {
    out.begin_object();
    for (const auto& member : *object) {
      out.key(member.key);
      write(out, member.value);
    }
    out.end_object();
  } else {
    out.null();
  }
}

std::string again(std::string_view text) {
  json::Writer out;
  write(out, json::parse(text));
  return out.take();
}

std::string nested(std::size_t depth, const std::string& open, const std::string& close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) {
    text += open;
  }
  text += open == "[" ? "" : "1";
  for (std::size_t i = 0; i < depth; ++i) {
    text += close;
  }
  return text;
}

BOOST_AUTO_TEST_SUITE(json_in)

BOOST_AUTO_TEST_CASE(what_is_read_is_what_was_written) {
  for (const std::string text :
       {"null", "true", "false", "0", "-1", "4", "1.5", "-0.25e-3", "9007199254740993",
        "123456789012345678901234567890", R"("")", R"("okay")", "[]", "{}", "[1,[2,[3]],{}]",
        R"({"mood":"good","rating":4,"tags":["a","b"],"note":null})", R"({"":""})",
        R"("气分 хорошо 😀")"}) {
    BOOST_TEST(again(text) == text);
  }
}

BOOST_AUTO_TEST_CASE(space_may_stand_between_the_parts) {
  BOOST_TEST(again(" \t\r\n{ \"a\" : [ 1 , 2 ] }\n ") == R"({"a":[1,2]})");
}

BOOST_AUTO_TEST_CASE(escapes_are_resolved) {
  BOOST_TEST(std::get<std::string>(json::parse(R"("\"\\\/\b\f\n\r\t")").data) == "\"\\/\b\f\n\r\t");
  BOOST_TEST(std::get<std::string>(json::parse(R"("\u0041\u0416\u6c17")").data) == "AЖ気");
  BOOST_TEST(std::get<std::string>(json::parse(R"("\ud83d\ude00")").data) == "😀");
}

BOOST_AUTO_TEST_CASE(what_is_not_json_is_malformed) {
  for (const std::string text :
       {"",           " ",         "\n",      "{",         "}",         "[",         "]",
        "[1",         "[1,",       "[1,]",    "{\"a\"",    "{\"a\":",   "{\"a\":1",  "{\"a\":1,",
        "{\"a\":1,}", "{a:1}",     "{'a':1}", "{1:1}",     "\"",        "\"a",       "'a'",
        "tru",        "True",      "nul",     "nulll",     "undefined", "NaN",       "Infinity",
        "-Infinity",  "-",         "+1",      "01",        "1.",        ".5",        "1e",
        "1e+",        "0x10",      "1_000",   "1 2",       "[] []",     "{}{}",      "{} x",
        "// x\n1",    "/* x */ 1", "[1 2]",   "{\"a\" 1}", "\"\\x41\"", "\"\\u12\"", "\"\\u00g0\"",
        "\"\t\"",     "\"\n\"",    "mood=4",  "<xml/>"}) {
    BOOST_TEST(outcome(text) == "malformed-json", text);
  }
}

BOOST_AUTO_TEST_CASE(a_raw_zero_byte_or_a_byte_order_mark_is_malformed) {
  BOOST_TEST(outcome(std::string("{}\0", 3)) == "malformed-json");
  BOOST_TEST(outcome(std::string("\"a\0b\"", 5)) == "malformed-json");
  BOOST_TEST(outcome("\xEF\xBB\xBF{}") == "malformed-json");
}

BOOST_AUTO_TEST_CASE(a_part_of_a_byte_order_mark_is_malformed) {
  for (const std::string part : {"\xEF", "\xBB", "\xBF", "\xEF\xBB", "\xEF\xBF", "\xBB\xBF"}) {
    BOOST_TEST(outcome(part + "{}") == "malformed-json");
  }
}

BOOST_AUTO_TEST_CASE(text_that_is_not_utf_8_is_malformed) {
  for (const std::string bytes :
       {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xED\xBF\xBF",
        "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC3", "\xE6\xB0",
        "\xF0\x9F\x98", "\xC3(", "\xD0\xD0"}) {
    BOOST_TEST(outcome("\"" + bytes + "\"") == "malformed-json");
    BOOST_TEST(outcome("{\"" + bytes + "\":1}") == "malformed-json");
    BOOST_TEST(outcome("[1]" + bytes) == "malformed-json");
  }
}

BOOST_AUTO_TEST_CASE(half_a_surrogate_pair_is_no_text) {
  for (const std::string escape :
       {R"(\ud83d)", R"(\ude00)", R"(\ude00\ud83d)", R"(\ud83dx)", R"(\ud83d\u0041)", R"(\uD800)",
        R"(\uDBFF)", R"(\uDC00)", R"(\uDFFF)"}) {
    BOOST_TEST(outcome("\"" + escape + "\"") == "malformed-json", escape);
    BOOST_TEST(outcome("{\"" + escape + "\":1}") == "malformed-json", escape);
    BOOST_TEST(outcome("[[\"" + escape + "\"]]") == "malformed-json", escape);
  }
}

BOOST_AUTO_TEST_CASE(sixteen_levels_are_read_and_seventeen_are_malformed) {
  const auto both = [](std::size_t depth) {
    return outcome(nested(depth, "[", "]")) + outcome(nested(depth, "{\"a\":", "}"));
  };
  BOOST_TEST(both(json::kDepthMax) == "");
  BOOST_TEST(both(json::kDepthMax + 1) == "malformed-jsonmalformed-json");
  BOOST_TEST(both(10'000) == "malformed-jsonmalformed-json");
  BOOST_TEST(outcome(std::string(60'000, '[')) == "malformed-json");
}

BOOST_AUTO_TEST_CASE(a_number_beyond_all_ranges_is_invalid_where_it_stands) {
  for (const std::string number : {"1e400", "-1e400", "1e99999999999", "1E+309"}) {
    BOOST_TEST(outcome(number) == "invalid:  invalid", number);
    BOOST_TEST(outcome(R"({"rating":)" + number + "}") == "invalid: /rating invalid", number);
    BOOST_TEST(outcome(R"({"a":[0,)" + number + "]}") == "invalid: /a/1 invalid", number);
  }
  BOOST_TEST(outcome(std::string(400, '9')) == "invalid:  invalid");
}

BOOST_AUTO_TEST_CASE(a_number_keeps_every_digit) {
  for (const std::string number :
       {"18446744073709551615", "18446744073709551616", "-9223372036854775809", "1e308", "1E-5",
        "1e-99999999999", "0.1000000000000000000000000000000000000000000000000001", "-0", "1e+2"}) {
    BOOST_TEST(std::get<json::Number>(json::parse(number).data).digits == number);
  }
}

BOOST_AUTO_TEST_CASE(a_key_twice_is_told_where_it_stands) {
  BOOST_TEST(outcome(R"({"a":1,"a":2})") == "invalid: /a duplicate");
  BOOST_TEST(outcome(R"({"a":1,"a":2,"a":3})") == "invalid: /a duplicate");
  BOOST_TEST(outcome(R"({"a":1,"\u0061":2})") == "invalid: /a duplicate");
  BOOST_TEST(outcome(R"({"a":1,"a":2,"b":1,"b":2})") == "invalid: /a duplicate, /b duplicate");
  BOOST_TEST(outcome(R"({"x":[{"a":1},{"a":1,"a":2}]})") == "invalid: /x/1/a duplicate");
  BOOST_TEST(outcome(R"({"":1,"":2})") == "invalid: / duplicate");
  BOOST_TEST(outcome(R"({"a":{"a":1}})") == "");
}

BOOST_AUTO_TEST_CASE(u_0000_is_told_where_it_stands) {
  BOOST_TEST(outcome(R"("a\u0000b")") == "invalid:  contains-nul");
  BOOST_TEST(outcome(R"({"note":"\u0000"})") == "invalid: /note contains-nul");
  BOOST_TEST(outcome(R"({"tags":["a","b\u0000"]})") == "invalid: /tags/1 contains-nul");
  BOOST_TEST(outcome(R"({"\u0000":1})") == "invalid:  contains-nul");
  BOOST_TEST(outcome(R"({"a":"\u0000","a":1})") == "invalid: /a contains-nul, /a duplicate");
}

/// The processor's time that it takes to refuse the text, the shortest of some.
std::clock_t time_to_refuse(const std::string& text) {
  auto shortest = std::numeric_limits<std::clock_t>::max();
  for (int i = 0; i < 5; ++i) {
    const auto start = std::clock();
    BOOST_CHECK_THROW(static_cast<void>(json::parse(text)), server::Refusal);
    shortest = std::min(shortest, std::clock() - start);
  }
  return shortest;
}

BOOST_AUTO_TEST_CASE(four_times_the_faults_take_about_four_times_as_long) {
  const auto repeated = [](const std::string& begin, const std::string& part,
                           const std::string& end, std::size_t bytes) {
    auto text = begin;
    while (text.size() + part.size() < bytes) {
      text += part;
    }
    return text + end;
  };
  const auto distinct_keys = [](std::size_t bytes) {
    std::string text = "{";
    for (int i = 0; text.size() < bytes; ++i) {
      const auto member = "\"" + std::to_string(i) + "\":0,";
      text += member + member;
    }
    return text + R"("":0})";
  };
  const auto under_a_long_key = [&](const std::string& open, const std::string& part,
                                    const std::string& close, std::size_t bytes) {
    return repeated("{\"" + std::string(bytes / 2, 'x') + "\":" + open, part, close, bytes);
  };
  const std::vector<std::function<std::string(std::size_t)>> texts{
      [&](auto bytes) { return repeated("[", R"("\u0000",)", "0]", bytes); },
      [&](auto bytes) { return repeated("{", R"("a":0,)", R"("":0})", bytes); },
      [&](auto bytes) { return repeated("{", R"("\u0000":0,)", R"("":0})", bytes); },
      distinct_keys,
      [&](auto bytes) { return under_a_long_key("[", R"("\u0000",)", "0]}", bytes); },
      [&](auto bytes) { return under_a_long_key("{", R"("a":0,)", R"("":0}})", bytes); },
      [&](auto bytes) { return under_a_long_key("{", R"("a":"\u0000",)", R"("":0}})", bytes); }};
  constexpr std::size_t kBytes = std::size_t{60} * 1024;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto few = time_to_refuse(texts[i](kBytes));
    const auto many = time_to_refuse(texts[i](4 * kBytes));
    BOOST_TEST(many < 10 * few, "text " << i << ": " << few << " and " << many);
  }
}

BOOST_AUTO_TEST_CASE(of_faults_as_many_are_noted_as_are_told) {
  std::string text = "[";
  for (std::size_t i = 0; i < 2 * server::kFaultsMax; ++i) {
    text += R"("\u0000",)";
  }
  try {
    static_cast<void>(json::parse(text + "0]"));
    BOOST_FAIL("it was not refused");
  } catch (const server::Refusal& refusal) {
    BOOST_TEST(refusal.faults().size() == server::kFaultsMax);
    BOOST_TEST(refusal.faults().back().at == "/" + std::to_string(server::kFaultsMax - 1));
  }
}

BOOST_AUTO_TEST_CASE(pointers_are_escaped) {
  BOOST_TEST(json::pointer_token("a/b~c") == "a~1b~0c");
  BOOST_TEST(json::pointer_token("~1") == "~01");
  BOOST_TEST(outcome(R"({"a/b":{"c~d":"\u0000"}})") == "invalid: /a~1b/c~0d contains-nul");
}

BOOST_AUTO_TEST_CASE(malformed_beats_invalid) {
  BOOST_TEST(outcome(R"({"a":1,"a":"\u0000")") == "malformed-json");
}

BOOST_AUTO_TEST_CASE(a_body_full_of_repeated_keys_is_refused_once_for_each) {
  std::string text = "{";
  for (std::size_t i = 0; i < server::kFaultsMax; ++i) {
    const auto member = "\"" + std::to_string(i) + "\":1,";
    text += member + member + member;
  }
  const auto refusal =
      refusal_of([&] { [[maybe_unused]] const auto value = json::parse(text + "\"x\":1}"); });
  BOOST_TEST(refusal.value().faults().size() == server::kFaultsMax);
  BOOST_TEST(refusal.value().faults().back().at == "/99");
}

BOOST_AUTO_TEST_CASE(a_body_full_of_keys_is_read) {
  std::string text = "{";
  for (int i = 0; text.size() < 64 * 1024; ++i) {
    text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":1";
  }
  BOOST_TEST(outcome(text + "}") == "");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(json_out)

BOOST_AUTO_TEST_CASE(text_is_escaped_so_that_it_reads_as_it_was) {
  std::string all;
  for (char c = 1; c < 0x7F; ++c) {
    all += c;
  }
  json::Writer out;
  out.text(all + "\x7F é ж 気 😀 </script>");
  BOOST_TEST(std::get<std::string>(json::parse(out.take()).data) ==
             all + "\x7F é ж 気 😀 </script>");
}

BOOST_AUTO_TEST_CASE(text_of_any_length_and_alignment_reads_as_it_was) {
  // The writer looks at 16 characters at a time.
  const std::string alphabet = "ab\"c\\d\nжé😀";
  for (std::size_t before = 0; before < 20; ++before) {
    for (std::size_t after = 0; after < 40; ++after) {
      const auto text = std::string(before, 'x') + alphabet + std::string(after, 'y');
      for (std::size_t offset = 0; offset <= before; ++offset) {
        const std::string_view part = std::string_view{text}.substr(offset);
        json::Writer out;
        out.text(part);
        BOOST_REQUIRE_EQUAL(std::get<std::string>(json::parse(out.take()).data), part);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(every_control_character_is_escaped_wherever_it_stands) {
  for (char c = 1; c < 0x20; ++c) {
    for (std::size_t at = 0; at < 48; ++at) {
      auto text = std::string(64, 'x');
      text[at] = c;
      json::Writer out;
      out.text(text);
      const auto written = out.take();
      const auto is_control = [](char each) { return each >= 0 && each < 0x20; };
      BOOST_REQUIRE_MESSAGE(std::ranges::none_of(written, is_control), static_cast<int>(c));
    }
  }
}

BOOST_AUTO_TEST_CASE(everything_written_is_compact) {
  json::Writer out;
  out.begin_object();
  out.key("a").number(-9'223'372'036'854'775'807 - 1);
  out.key("b").boolean(false).key("c").null().key("d").raw("66.66");
  out.key("e").begin_array().text("x").number(1).end_array();
  out.end_object();
  BOOST_TEST(out.take() ==
             R"({"a":-9223372036854775808,"b":false,"c":null,"d":66.66,"e":["x",1]})");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
