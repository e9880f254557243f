// A journal to import as CSV.
#include "imports.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark;
  return fuzz::examine_import(mood::FileFormat::kCsv, data, size);
}
