// A list of JSON that is read as a stream: the same as reading all of it, wherever it is cut.
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "pieces.hpp"
#include "refusals.hpp"
#include "server/json.hpp"

namespace daymark::unit_tests {
namespace {

namespace json = server::json;

constexpr std::size_t kElementBytesMax = 200;

std::string to_text(const json::Value& value) {
  struct Write {
    std::string operator()(std::nullptr_t) const { return "null"; }
    std::string operator()(bool value_of) const { return value_of ? "true" : "false"; }
    std::string operator()(const json::Number& number) const { return number.digits; }
    std::string operator()(const std::string& text) const { return "'" + text + "'"; }
    std::string operator()(const json::Array& array) const {
      std::string text = "[";
      for (const auto& element : array) {
        text += to_text(element) + ";";
      }
      return text + "]";
    }
    std::string operator()(const json::Object& object) const {
      std::string text = "{";
      for (const auto& member : object) {
        text += member.key + "=" + to_text(member.value) + ";";
      }
      return text + "}";
    }
  };
  return std::visit(Write{}, value.data);
}

std::string to_text(const server::Faults& faults) {
  std::string text;
  for (const auto& fault : faults) {
    text += "(" + fault.at + " " + std::string(server::code(fault.flaw)) + ")";
  }
  return text;
}

/// The elements with their numbers, each with its value or its faults, and then what is wrong
/// around them; or what it is refused with.
std::string read(const server::TextSource& source, std::int64_t wanted = 1'000) {
  std::string text;
  const auto refused = outcome_of([&] {
    const auto faults =
        json::read_list(source, "moods", kElementBytesMax, [&](const json::Element& element) {
          text += std::to_string(element.number) + ":" +
                  (element.faults.empty() ? to_text(element.value) : to_text(element.faults)) + " ";
          return element.number < wanted;
        });
    text += to_text(faults);
  });
  return refused.empty() ? text : refused;
}

/// However the text is cut, the outcome is the same.
void expect(const std::string& text, const std::string& outcome) {
  BOOST_TEST_CONTEXT(text.substr(0, 200)) {
    BOOST_TEST(read(in_pieces(text, text.size() + 1)) == outcome);
    for (std::size_t bytes = 1; bytes <= text.size() && bytes < 300; ++bytes) {
      BOOST_REQUIRE_EQUAL(read(in_pieces(text, bytes)), outcome);
      BOOST_REQUIRE_EQUAL(read(in_pieces(text, text.size(), bytes)), outcome);
    }
  }
}

std::string repeat(const std::string& text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) {
    all += text;
  }
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_list)

BOOST_AUTO_TEST_CASE(elements_come_one_by_one_with_their_numbers) {
  expect(R"({"moods":[]})", "");
  expect(R"({"moods":[{"a":1}]})", "1:{a=1;} ");
  expect(R"( { "moods" : [ {"a" : -1.5e3 , "b":"x"} , [1,[2]] , "t", 4, null, true, {} ] } )",
         "1:{a=-1.5e3;b='x';} 2:[1;[2;];] 3:'t' 4:4 5:null 6:true 7:{} ");
  expect(R"({"moods":[{"a":"\u00e9\ud83c\udf0a\n"},{"a":"é🌊"}]})", "1:{a='é🌊\n';} 2:{a='é🌊';} ");
}

BOOST_AUTO_TEST_CASE(what_is_not_such_a_document_is_told) {
  expect("{}", "(/moods required)");
  expect(R"({"moods":null})", "(/moods required)");
  expect(R"({"moods":{}})", "(/moods wrong-type)");
  expect(R"({"moods":{"moods":[1]}})", "(/moods wrong-type)");
  expect(R"({"moods":"x"})", "(/moods wrong-type)");
  expect("[]", "( wrong-type)");
  expect("[[1,2],{\"moods\":[1]}]", "( wrong-type)");
  expect("7", "( wrong-type)");
  expect("null", "( wrong-type)");
}

BOOST_AUTO_TEST_CASE(what_stands_beside_the_list_is_told_and_passed_over) {
  expect(R"({"more":{"moods":[1,{}]},"moods":[1],"x/y":[[2]]})",
         "1:1 (/more unknown-field)(/x~1y unknown-field)");
  expect(R"({"moods":[1],"moods":[2]})", "1:1 (/moods duplicate)");
  expect(R"({"a":1,"a":2,"moods":[]})", "(/a unknown-field)(/a duplicate)");
  expect(R"({"a\u0000":1,"moods":[]})", "( contains-nul)");
}

BOOST_AUTO_TEST_CASE(faults_of_an_element_have_pointers_into_it) {
  expect(R"({"moods":[{"a":1,"a":2},{"b":{"c":1,"c":2}},{"d":"\u0000"},{"e":["\u0000"]},1]})",
         "1:(/a duplicate) 2:(/b/c duplicate) 3:(/d contains-nul) 4:(/e/0 contains-nul) 5:1 ");
}

BOOST_AUTO_TEST_CASE(what_is_not_json_is_malformed_wherever_it_comes) {
  const std::string begin = R"({"moods":[{"a":1},)";
  for (const auto* rest : {"",
                           "]",
                           "]}",
                           "{",
                           "{\"a\"",
                           "{\"a\":",
                           "{\"a\":1",
                           "{\"a\":1}",
                           "{\"a\":1}]",
                           "{a:1}]}",
                           "{\"a\":01}]}",
                           "nul]}",
                           "{\"a\":\"\xFF\"}]}",
                           "{\"a\":\"\\ud800\"}]}",
                           "\"\\x\"]}",
                           "1]}}",
                           "1]} x",
                           "1]}{}",
                           "{\"a\":\"\n\"}]}",
                           "[1,]]}",
                           "{\"\xC0\x80\":1}]}",
                           "{\"a\":'x'}]}",
                           "1 2]}",
                           "NaN]}",
                           "// 1\n1]}"}) {
    expect(begin + rest, "malformed-json");
  }
  expect("", "malformed-json");
  expect(" ", "malformed-json");
  expect("{", "malformed-json");
  expect("\xEF\xBB\xBF{\"moods\":[]}", "malformed-json");
  expect(R"({"x":"\udc00","moods":[]})", "malformed-json");
}

BOOST_AUTO_TEST_CASE(a_raw_nul_is_malformed_wherever_it_is) {
  const std::string whole = R"({"moods":[{"a":"b"},2]} )";
  for (std::size_t at = 0; at <= whole.size(); ++at) {
    auto text = whole;
    text.insert(at, 1, '\0');
    for (std::size_t bytes = 1; bytes <= text.size(); ++bytes) {
      BOOST_REQUIRE_EQUAL(read(in_pieces(text, bytes)), "malformed-json");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_document_is_16_levels_deep_at_most) {
  const auto document = [](std::size_t levels) {
    return R"({"moods":[)" + repeat("[", levels) + repeat("]", levels) + "]}";
  };
  expect(document(14), "1:" + repeat("[", 14) + "]" + repeat(";]", 13) + " ");
  expect(document(15), "malformed-json");
  expect(document(5'000), "malformed-json");
  const auto aside = [](std::size_t levels) {
    return R"({"x":)" + repeat("[", levels) + repeat("]", levels) + R"(,"moods":[]})";
  };
  expect(aside(15), "(/x unknown-field)");
  expect(aside(16), "malformed-json");
  expect(repeat("[", 16) + repeat("]", 16), "( wrong-type)");
  expect(repeat("[", 17) + repeat("]", 17), "malformed-json");
}

BOOST_AUTO_TEST_CASE(an_element_that_is_too_long_is_the_last_one) {
  const auto document = [](std::size_t bytes) {
    return R"({"moods":["a",")" + std::string(bytes - 3, 'x') + R"(",3]})";
  };
  expect(document(kElementBytesMax - 1),
         "1:'a' 2:'" + std::string(kElementBytesMax - 4, 'x') + "' 3:3 ");
  expect(document(kElementBytesMax + 10), "1:'a' 2:( too-long) ");
  expect(document(100'000), "1:'a' 2:( too-long) ");
  expect(R"({"moods":[{"a":[)" + repeat("[1],", 100), "1:( too-long) ");
  expect(R"({"moods":[)" + std::string(300, ' ') + "1]}", "1:( too-long) ");
  expect(R"({"moods":[{")" + std::string(300, 'k') + "\":1}]}", "1:( too-long) ");
  expect(R"({"moods":[1)" + std::string(300, '0') + "]}", "1:( too-long) ");
}

BOOST_AUTO_TEST_CASE(what_is_too_long_beside_the_list_is_told) {
  expect(std::string(300, ' ') + R"({"moods":[]})", "( too-long)");
  expect(R"({"x":")" + std::string(300, 'x') + R"(","moods":[]})", "(/x unknown-field)( too-long)");
  // It is passed over as long as each part of it is short.
  expect(R"({"x":[)" + repeat("\"12345678\",", 100) + R"(0],"moods":[7]})",
         "1:7 (/x unknown-field)");
}

BOOST_AUTO_TEST_CASE(a_number_beyond_all_ranges_is_the_last_one) {
  expect(R"({"moods":[1,{"a":{"b":1e999}},3]})", "1:1 2:(/a/b invalid) ");
  expect(R"({"moods":[1,1e999,3]})", "1:1 2:( invalid) ");
}

BOOST_AUTO_TEST_CASE(whoever_has_enough_gets_no_more) {
  const std::string text = R"({"moods":[1,2,3,4,this is no JSON)";
  for (std::size_t bytes = 1; bytes <= text.size(); ++bytes) {
    BOOST_TEST(read(in_pieces(text, bytes), 2) == "1:1 2:2 ");
  }
}

BOOST_AUTO_TEST_CASE(of_many_unknown_fields_the_first_hundred_are_told) {
  std::string text = "{";
  for (int i = 0; i < 5'000; ++i) {
    text += "\"k" + std::to_string(i) + "\":1,";
  }
  BOOST_TEST(json::read_list(in_pieces(text, 64), "moods", kElementBytesMax, [](const auto&) {
               return true;
             }).size() == server::kFaultsMax);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::unit_tests
