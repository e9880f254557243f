#include "server/csv.hpp"

#include <csv.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "server/problem.hpp"
#include "server/utf8.hpp"

namespace daymark::server::csv {
namespace {

/// The step by which libcsv enlarges its buffer for a field.
constexpr std::size_t kBufferStepBytes = std::size_t{16} * 1024;

/// libcsv would trim spaces around a field.
int is_no_space(unsigned char) { return 0; }

bool needs_quotes(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  return text.empty() || is_blank(text.front()) || is_blank(text.back()) ||
         text.find_first_of(",\"\r\n") != std::string_view::npos;
}

void append_field(std::string& out, std::string_view text) {
  if (!needs_quotes(text)) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') {
      out += '"';
    }
    out += c;
  }
  out += '"';
}

}  // namespace

void append_record(std::string& out, const std::vector<Field>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) {
      out += ',';
    }
    if (fields[i]) {
      append_field(out, *fields[i]);
    }
  }
  out += "\r\n";
}

/// libcsv is C, so no exception may pass through it. Results are stored here until it has returned.
struct Reader::Parser {
  Parser(TextSource of_source, std::size_t of_record_bytes_max, char separator)
      : source(std::move(of_source)), record_bytes_max(of_record_bytes_max) {
    csv_init(&state, CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL);
    csv_set_delim(&state, static_cast<unsigned char>(separator));
    csv_set_space_func(&state, is_no_space);
    csv_set_blk_size(&state, kBufferStepBytes);
  }
  ~Parser() { csv_free(&state); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  static void take_field(void* text, std::size_t length, void* parser) {
    auto& self = *static_cast<Parser*>(parser);
    self.bytes += length + 1;
    if (self.bytes > self.record_bytes_max) {
      self.record.is_too_long = true;
    } else if (text == nullptr) {
      self.add(std::nullopt);
    } else if (const std::string_view field{static_cast<const char*>(text), length};
               is_utf8(field)) {
      self.add(std::string(field));
    } else {
      self.fail();
    }
  }

  static void take_end_of_record(int, void* parser) {
    auto& self = *static_cast<Parser*>(parser);
    self.bytes = 0;
    if (!self.has_ended) {
      self.has_ended = self.record.is_too_long;
      self.records.push_back(std::exchange(self.record, {}));
    }
  }

  void add(Field field) {
    if (record.fields.size() <= kFieldsMax) {
      record.fields.push_back(std::move(field));
    }
  }

  /// Line by line, so that the line of an error is known.
  void parse(std::string_view piece) {
    while (!piece.empty() && !has_ended) {
      const auto bytes_of_line = std::min(piece.find_first_of("\r\n"), piece.size() - 1) + 1;
      parse_line(piece.substr(0, bytes_of_line));
      piece.remove_prefix(bytes_of_line);
    }
  }

  void parse_line(std::string_view piece) {
    if (last == '\n' || (last == '\r' && piece.front() != '\n')) {
      ++line.number;
    }
    last = piece.back();
    if (csv_parse(&state, piece.data(), piece.size(), take_field, take_end_of_record, this) !=
        piece.size()) {
      fail();
      return;
    }
    // libcsv reports a field only at its end.
    record.is_too_long = record.is_too_long || bytes + state.entry_pos > record_bytes_max;
    if (record.is_too_long) {
      take_end_of_record(0, this);
    }
  }

  void finish() {
    if (csv_fini(&state, take_field, take_end_of_record, this) != 0) {
      fail();
    }
    has_ended = true;
  }

  /// Records before the error are still returned, so the size of the pieces makes no difference.
  void fail() {
    is_malformed = true;
    has_ended = true;
  }

  TextSource source;
  std::size_t record_bytes_max;
  csv_parser state{};
  Record record;          // the record that is being read
  std::size_t bytes = 0;  // of `record` so far
  std::deque<Record> records;
  Line line;      // the line that is being read
  char last = 0;  // the last character of the text so far
  bool has_ended = false;
  bool is_malformed = false;
};

Reader::Reader(TextSource source, std::size_t record_bytes_max, char separator)
    : parser_(std::make_unique<Parser>(std::move(source), record_bytes_max, separator)) {}
Reader::~Reader() = default;

std::optional<Record> Reader::next() {
  while (parser_->records.empty() && !parser_->has_ended) {
    const auto piece = parser_->source();
    if (piece.empty()) {
      parser_->finish();
    } else {
      parser_->parse(piece);
    }
  }
  if (parser_->records.empty() && parser_->is_malformed) {
    throw Refusal{Problem::kMalformedCsv, parser_->line};
  }
  if (parser_->records.empty()) {
    return std::nullopt;
  }
  auto record = std::move(parser_->records.front());
  parser_->records.pop_front();
  return record;
}

}  // namespace daymark::server::csv
