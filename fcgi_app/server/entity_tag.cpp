#include "server/entity_tag.hpp"

#include "server/ascii.hpp"

namespace daymark::server {

std::string entity_tag(int version) { return "\"" + std::to_string(version) + "\""; }

bool matches(std::string_view if_match, int version) {
  if (trim(if_match).empty() || trim(if_match) == "*") {
    return true;
  }
  while (!if_match.empty()) {
    if (trim(take_until(if_match, ',')) == entity_tag(version)) {
      return true;
    }
  }
  return false;
}

}  // namespace daymark::server
