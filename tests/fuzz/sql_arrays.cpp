// Array literals, in which lists of texts reach PostgreSQL: any texts, one a line in the input, are
// read back as they were by the rules of PostgreSQL's manual (8.15.6).
#include "server/ascii.hpp"
#include "storage/values.hpp"
#include "target.hpp"

namespace daymark::fuzz {
namespace {

using Texts = std::vector<std::string>;

char take_character(std::string_view& text) {
  require(!text.empty(), "a literal does not end early");
  const char c = text.front();
  text.remove_prefix(1);
  return c;
}

/// Reads a literal as PostgreSQL does, of which only quoted elements are needed here.
Texts read_literal(std::string_view text) {
  Texts elements;
  require(take_character(text) == '{', "a literal begins with a brace");
  if (text == "}") {
    return elements;
  }
  for (char next = ','; next == ','; next = take_character(text)) {
    require(take_character(text) == '"', "an element is quoted");
    std::string element;
    for (char c = take_character(text); c != '"'; c = take_character(text)) {
      element += c == '\\' ? take_character(text) : c;
    }
    elements.push_back(element);
  }
  require(text.empty(), "nothing comes after a literal");
  return elements;
}

}  // namespace
}  // namespace daymark::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark;
  std::vector<std::string> texts;
  for (auto rest = fuzz::as_text(data, size); !rest.empty();) {
    texts.emplace_back(server::take_until(rest, '\n'));
  }
  fuzz::require(fuzz::read_literal(storage::to_text(texts)) == texts,
                "texts are read back as they were");
  return 0;
}
