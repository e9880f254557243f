// Shows a target every file of a folder, in the order of their names, and the empty input. It says
// which file comes next, because a broken promise ends the program. A folder without files fails.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "target.hpp"

int main(int argument_count, char** arguments) {
  namespace fs = std::filesystem;
  if (argument_count != 2 || !fs::is_directory(arguments[1])) {
    std::cerr << "usage: " << arguments[0] << " FOLDER\n";
    return 2;
  }
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator{arguments[1]}) {
    files.push_back(entry.path());
  }
  std::ranges::sort(files);

  LLVMFuzzerTestOneInput(nullptr, 0);
  for (const auto& file : files) {
    std::cout << file.filename().string() << std::endl;
    std::ifstream stream{file, std::ios::binary};
    const std::vector<char> bytes{std::istreambuf_iterator<char>{stream}, {}};
    if (!stream) {
      std::cerr << "cannot be read\n";
      return 1;
    }
    // As long as the input to the byte, so that AddressSanitizer sees who reads beyond it.
    const std::vector<std::uint8_t> input{bytes.begin(), bytes.end()};
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
  std::cout << files.size() << " inputs\n";
  return files.empty() ? 1 : 0;
}
