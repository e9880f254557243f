// A target that breaks its promise for one input, to see that it is noticed.
#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark::fuzz;
  require(as_text(data, size) != "broken\n", "nothing is broken");
  return 0;
}
