// CSV both ways: what is written is read again, and what others write is understood or refused.
#include "server/csv.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "pieces.hpp"
#include "refusals.hpp"

namespace daymark::unit_tests {
namespace {

using server::csv::Field;
using server::csv::Reader;
using server::csv::Record;

constexpr std::size_t kRecordBytesMax = 1000;

std::vector<Record> read(server::TextSource source) {
  Reader reader{std::move(source), kRecordBytesMax};
  std::vector<Record> records;
  while (auto record = reader.next()) {
    records.push_back(*std::move(record));
  }
  return records;
}

std::vector<std::vector<Field>> fields_of(server::TextSource source) {
  std::vector<std::vector<Field>> all;
  for (auto& record : read(std::move(source))) {
    BOOST_TEST(!record.is_too_long);
    all.push_back(std::move(record.fields));
  }
  return all;
}

std::vector<std::vector<Field>> fields_of(const std::string& text) {
  return fields_of(in_pieces(text, text.size() + 1));
}

void expect_malformed(const std::string& text) {
  BOOST_TEST_CONTEXT(text) {
    for (std::size_t bytes = 1; bytes <= text.size(); ++bytes) {
      BOOST_CHECK_EXCEPTION(read(in_pieces(text, bytes)), server::Refusal, [](const auto& refusal) {
        return refusal.problem() == server::Problem::kMalformedCsv;
      });
    }
  }
}

const std::vector<Field>& nasty_fields() {
  static const std::vector<Field> fields{
      "plain",
      std::nullopt,
      "",
      "a,b",
      "say \"hi\"",
      "\"",
      "\"\"",
      "line\nbreak",
      "line\r\nbreak",
      "\r",
      "\n",
      " leading",
      "trailing\t",
      " ",
      "=1+1",
      "@SUM(A1)",
      "-3",
      "\U0001F30A",
      "\u202Eשלום\u202C",
      "\x01\x1F\x7F",
      "\uFEFF",
      "NULL",
      "'",
      ";",
      "\\",
      "[\"a\",\"b\"]",
  };
  return fields;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(what_needs_quotes_gets_them_and_nothing_else) {
  std::string out;
  server::csv::append_record(out, {"plain", std::nullopt, "", "a,b", "\"", "a\nb", "a\rb", " a",
                                   "a ", "\ta", "a b", "=1", "'"});
  BOOST_TEST(out ==
             "plain,,\"\",\"a,b\",\"\"\"\",\"a\nb\",\"a\rb\",\" a\",\"a \",\"\ta\",a b,=1,'\r\n");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_again_wherever_it_is_cut) {
  std::string text;
  server::csv::append_record(text, nasty_fields());
  server::csv::append_record(text, {std::nullopt, "second"});
  const std::vector<std::vector<Field>> wanted{nasty_fields(), {std::nullopt, "second"}};
  for (std::size_t first = 1; first <= text.size(); ++first) {
    BOOST_REQUIRE((fields_of(in_pieces(text, text.size(), first)) == wanted));
  }
  for (std::size_t bytes = 1; bytes <= 40; ++bytes) {
    BOOST_REQUIRE((fields_of(in_pieces(text, bytes)) == wanted));
  }
}

BOOST_AUTO_TEST_CASE(lines_end_in_crlf_lf_or_cr_and_the_last_one_need_not_end) {
  const std::vector<std::vector<Field>> wanted{{"a", "b"}, {"c", "d"}};
  for (const auto* text : {"a,b\r\nc,d\r\n", "a,b\nc,d\n", "a,b\rc,d\r", "a,b\r\nc,d", "a,b\nc,d",
                           "\r\na,b\r\n\r\n\nc,d\n\n", "a,b\n\"c\",\"d\""}) {
    BOOST_TEST((fields_of(std::string{text}) == wanted), text);
  }
  BOOST_TEST((fields_of("a,b\nc,") == std::vector<std::vector<Field>>{{"a", "b"}, {"c", {}}}));
}

BOOST_AUTO_TEST_CASE(nothing_has_no_records) {
  for (const auto* text : {"", "\r\n", "\n\n\n"}) {
    BOOST_TEST(fields_of(std::string{text}).empty());
  }
}

BOOST_AUTO_TEST_CASE(another_separator_makes_a_comma_part_of_a_field) {
  for (const char separator : {';', '\t'}) {
    const std::string between(1, separator);
    const auto text = "a,b" + between + between + "\"c" + between + "\"" + between + " d \r\n";
    for (std::size_t bytes = 1; bytes <= text.size(); ++bytes) {
      Reader reader{in_pieces(text, bytes), kRecordBytesMax, separator};
      const auto record = reader.next();
      BOOST_REQUIRE(record.has_value());
      BOOST_TEST((record->fields == std::vector<Field>{"a,b", std::nullopt, "c" + between, " d "}));
      BOOST_TEST(!reader.next().has_value());
    }
  }
}

BOOST_AUTO_TEST_CASE(spaces_are_part_of_a_field) {
  BOOST_TEST((fields_of(" a , b\t") == std::vector<std::vector<Field>>{{" a ", " b\t"}}));
  BOOST_TEST((fields_of(" , ") == std::vector<std::vector<Field>>{{" ", " "}}));
}

BOOST_AUTO_TEST_CASE(a_quote_where_none_may_be_is_malformed) {
  for (const auto* text : {"a\"b", "\"a\"b", "\"a\" ", "\"a\" ,b", " \"a\"", "\"a", "\"",
                           "a,\"b\nc,d\n", "\"a\"\"", "a\r\n\"b\"c\r\nd"}) {
    expect_malformed(text);
  }
}

BOOST_AUTO_TEST_CASE(what_stands_before_a_mistake_is_read_wherever_it_is_cut) {
  const std::string text = "a,b\r\nc,d\r\n\"e\"f\r\n";
  for (std::size_t bytes = 1; bytes <= text.size(); ++bytes) {
    Reader reader{in_pieces(text, bytes), kRecordBytesMax};
    for (const auto* first : {"a", "c"}) {
      const auto record = reader.next();
      BOOST_REQUIRE(record.has_value());
      BOOST_TEST(record->fields.at(0).value() == first);
    }
    BOOST_CHECK_THROW(static_cast<void>(reader.next()), server::Refusal);
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_utf8_is_malformed) {
  for (const auto* text : {"\xFF", "a,\xC0\x80", "\"\xED\xA0\x80\"", "a,\xF0\x9F\x8C\n",
                           "\xFF\xFE"
                           "a"}) {
    expect_malformed(text);
  }
}

BOOST_AUTO_TEST_CASE(text_may_have_a_nul_for_others_to_refuse) {
  const std::string text{"a\0b,c", 5};
  BOOST_TEST((fields_of(text) == std::vector<std::vector<Field>>{{std::string{"a\0b", 3}, "c"}}));
}

BOOST_AUTO_TEST_CASE(a_record_that_is_too_long_is_the_last_one) {
  for (const std::size_t bytes : {1, 7, 999, 5000}) {
    for (const auto& too_long :
         {std::string(kRecordBytesMax + 1, 'x'), "\"" + std::string(kRecordBytesMax * 5, 'x'),
          std::string(kRecordBytesMax, ','), std::string(600, 'x') + "," + std::string(600, 'x')}) {
      const auto records = read(in_pieces("a,b\n" + too_long + "\nc,d\n", bytes));
      BOOST_REQUIRE_EQUAL(records.size(), 2U);
      BOOST_TEST(!records[0].is_too_long);
      BOOST_TEST(records[1].is_too_long);
    }
  }
  BOOST_TEST(fields_of(std::string(kRecordBytesMax - 1, 'x') + "\na")[0][0].value().size() ==
             kRecordBytesMax - 1);
}

BOOST_AUTO_TEST_CASE(of_many_fields_only_that_there_are_more_is_kept) {
  BOOST_TEST(fields_of(std::string(500, ','))[0].size() == server::csv::kFieldsMax + 1);
  BOOST_TEST(fields_of(std::string(server::csv::kFieldsMax - 1, ','))[0].size() ==
             server::csv::kFieldsMax);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::unit_tests
