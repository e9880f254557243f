#include "positional.hpp"

#include <algorithm>
#include <cctype>

namespace daymark::db_tests {
namespace {

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

}  // namespace

Positional to_positional(std::string_view query) {
  Positional result;
  bool is_quoted = false;
  for (std::size_t i = 0; i < query.size(); ++i) {
    is_quoted = is_quoted != (query[i] == '\'');
    const bool is_cast = query.substr(i, 2) == "::";
    const bool is_parameter = !is_quoted && !is_cast && query[i] == ':' && i + 1 < query.size() &&
                              is_name_character(query[i + 1]);
    if (is_cast) {
      result.text += "::";
      ++i;
    } else if (is_parameter) {
      auto end = i + 1;
      while (end < query.size() && is_name_character(query[end])) {
        ++end;
      }
      const std::string name{query.substr(i + 1, end - i - 1)};
      const auto found = std::ranges::find(result.names, name);
      result.text += "$" + std::to_string(found - result.names.begin() + 1);
      if (found == result.names.end()) {
        result.names.push_back(name);
      }
      i = end - 1;
    } else {
      result.text += query[i];
    }
  }
  return result;
}

}  // namespace daymark::db_tests
