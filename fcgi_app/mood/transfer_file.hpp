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

/// Reads a file entry by entry. Answers with its faults; reading stops when there are kFaultsMax or
/// nothing more is wanted. Throws Refusal (kMalformedJson, kMalformedCsv).
[[nodiscard]] server::Faults read_file(FileFormat format, const server::TextSource& source,
                                       Instant now, const TakeEntry& take);

/// A fault of a row as the client is told of it: in the body of its format.
[[nodiscard]] server::Fault in_file(FileFormat format, server::Fault fault);

/// Writes a file part by part.
class FileWriter {
 public:
  explicit FileWriter(FileFormat format) : format_(format) {}

  void begin(std::string& out) const;
  void append(std::string& out, const std::vector<Entry>& entries);
  void end(std::string& out) const;

 private:
  FileFormat format_;
  bool has_entries_ = false;
};

}  // namespace daymark::mood
