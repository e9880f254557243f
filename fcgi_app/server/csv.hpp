// CSV in and out (RFC 4180), with one thing more: an empty field without quotes is null, and an
// empty text is `""`. The only room that knows libcsv.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/text_source.hpp"

namespace daymark::server::csv {

/// A record keeps at most this many fields; of those after them only that there are more.
inline constexpr std::size_t kFieldsMax = 32;

/// Nothing is null.
using Field = std::optional<std::string>;

struct Record {
  std::vector<Field> fields;  // one more than kFieldsMax where there are more
  bool is_too_long = false;   // `fields` are then worth nothing, and there is no next record
};

/// Appends one record with its CRLF.
void append_record(std::string& out, const std::vector<Field>& fields);

/// Reads records one after the other; lines may end in CRLF, LF or CR, a byte order mark is passed
/// over, and so are empty lines.
class Reader {
 public:
  /// A record of more than `record_bytes_max` bytes is too long.
  Reader(TextSource source, std::size_t record_bytes_max);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// Nothing at the end. Throws Refusal (kMalformedCsv) for a quote where none may be, a quoted
  /// field that does not end, and what is not UTF-8.
  [[nodiscard]] std::optional<Record> next();

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace daymark::server::csv
