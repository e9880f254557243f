// Files of entries: JSON (`{"moods": […]}`) and CSV with the same fields.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mood/entry.hpp"
#include "server/problem.hpp"
#include "server/text_source.hpp"

namespace daymark::mood {

enum class FileFormat { kJson, kCsv };

/// Passes the entries of a file without faults to `take`, and returns the faults of the others. A
/// byte order mark at the beginning is skipped.
/// Stops at kFaultsMax or if `take` returns false. Throws Refusal (kMalformedJson, kMalformedCsv).
[[nodiscard]] server::Faults read_file(FileFormat format, const server::TextSource& source,
                                       Instant now, const TakeEntry& take);

/// Returns a fault with its place in the file: in JSON a pointer from the root, in CSV the row.
[[nodiscard]] server::Fault in_file(FileFormat format, server::Fault fault);

/// Appends a file to a text: begin, append for each part, end.
class FileWriter {
 public:
  /// `has_byte_order_mark`: in CSV; JSON may not have one (RFC 8259, 8.1).
  explicit FileWriter(FileFormat format, bool has_byte_order_mark = false)
      : format_(format), has_byte_order_mark_(has_byte_order_mark) {}

  void begin(std::string& out) const;
  void append(std::string& out, const std::vector<Entry>& entries);
  void end(std::string& out) const;

 private:
  FileFormat format_;
  bool has_byte_order_mark_;
  bool has_entries_ = false;
};

}  // namespace daymark::mood
