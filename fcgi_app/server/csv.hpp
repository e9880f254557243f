// Reads and writes CSV (RFC 4180), with one extension: an empty field without quotes is null, and
// an empty text is `""`. Only csv.cpp uses libcsv.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/text_source.hpp"

namespace daymark::server::csv {

/// A record stores at most kFieldsMax + 1 fields: the last one shows that there are too many.
inline constexpr std::size_t kFieldsMax = 32;

/// nullopt is a null field.
using Field = std::optional<std::string>;

struct Record {
  std::vector<Field> fields;  // kFieldsMax + 1 fields if the record has more than kFieldsMax
  bool is_too_long = false;   // then `fields` are incomplete, and no record follows
};

/// Appends one record and CRLF.
void append_record(std::string& out, const std::vector<Field>& fields);

/// Reads records one after the other. Lines end in CRLF, LF or CR, and empty ones are ignored.
class Reader {
 public:
  /// A record of more than `record_bytes_max` bytes, separators included, is too long.
  Reader(TextSource source, std::size_t record_bytes_max, char separator = ',');
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// Returns nullopt at the end of the text. Throws Refusal (kMalformedCsv) for a misplaced quote,
  /// a quoted field that does not end, and bytes that are not UTF-8.
  [[nodiscard]] std::optional<Record> next();

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace daymark::server::csv
