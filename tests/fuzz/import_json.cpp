// A journal to import as JSON.
#include "imports.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark;
  return fuzz::examine_import(mood::FileFormat::kJson, data, size);
}
